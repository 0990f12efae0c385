"""Which source is the books, and how do they learn which statements were issued of them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tieout.books.books import Books
from tieout.books.permissions import admit
from tieout.books.stores.sqlite import HEADER
from tieout.books.trace import events_told, record_event
from tieout.statements.issuing import Registered
from tieout.statements.register import IssuedStatement

WORD = "books"
"""What stands for the books where a ledger is asked for."""
_SUFFIXES = (".sqlite", ".sqlite3", ".db", ".books")


def is_books(written: str) -> bool:
    """Whether a source is the books: the word, an address, or a file of theirs.

    >>> is_books("postgresql://server/books"), is_books("mine.sqlite"), is_books("ours.xlsx")
    (True, True, False)
    """
    if "://" in written:
        return True
    file = Path(written)
    if not file.is_file():
        return is_the_word(written) or file.suffix.lower() in _SUFFIXES
    with file.open("rb") as start:
        return start.read(len(HEADER)) == HEADER or file.suffix.lower() in _SUFFIXES


def is_the_word(written: str) -> bool:
    """Whether the word is meant, and not a file of that name."""
    return written == WORD and not Path(written).is_file()


@contextmanager
def recording(books: Books) -> Iterator[Registered]:
    """Give what writes into the books which entries a statement states, for the trace of each.

    Who may not issue statements is refused here, before anything is written. A statement that the
    trace knows is not told twice; one that was registered when the program was ended, before it
    could be told, is told when it is met again.
    """
    with books.reading() as connection:
        admit(connection, books.store, books.who, "statement")
    told = events_told(books, "statement")

    def registered(line: IssuedStatement, entries: Sequence[int]) -> None:
        about = (line.kind, line.begin, line.end, line.file, line.issued_at)
        event = line.number, " ".join(filter(None, about))
        if event not in told:
            record_event(books, entries, "statement", event[0], detail=event[1])

    yield registered
