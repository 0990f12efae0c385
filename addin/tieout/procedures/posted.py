"""How do the books become the ledger that statements are made of, and learn which were issued of them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tieout.books.books import Books, open_books
from tieout.books.permissions import admit
from tieout.books.place import books_url
from tieout.books.posted_ledger import posted_ledger
from tieout.books.secrets_kept import is_encrypted, passphrase
from tieout.books.stores.sqlite import HEADER
from tieout.books.trace import record_event
from tieout.ledger.ledger import Ledger
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


def ledger_of_books(
    place: str | None, customers: Sequence[str] = (), *, passphrase_file: Path | None = None
) -> Ledger:
    """The posted entries of the books at a place, or of the user's own."""
    with _opened(place, passphrase_file) as books:
        return posted_ledger(books, customers)


@contextmanager
def recording(place: str | None, *, passphrase_file: Path | None = None) -> Iterator[Registered]:
    """Give what writes into the books which entries a statement states, for the trace of each.

    Who may not issue statements is refused here, before anything is written.
    """
    with _opened(place, passphrase_file) as books:
        with books.reading() as connection:
            admit(connection, books.store, books.who, "statement")

        def registered(line: IssuedStatement, entries: Sequence[int]) -> None:
            said = " ".join(filter(None, (line.kind, line.begin, line.end, line.file)))
            record_event(books, entries, "statement", line.number, detail=said)

        yield registered


def _opened(place: str | None, passphrase_file: Path | None) -> Books:
    key = passphrase("books", passphrase_file) if is_encrypted(books_url(place)) else None
    return open_books(place, passphrase=key)
