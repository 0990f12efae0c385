"""How do the books become the ledger that statements are made of."""

from collections.abc import Sequence
from pathlib import Path

from tieout.books.books import open_books
from tieout.books.place import books_url
from tieout.books.posted_ledger import posted_ledger
from tieout.books.secrets_kept import is_encrypted, passphrase
from tieout.books.stores.sqlite import HEADER
from tieout.ledger.ledger import Ledger

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
    key = passphrase("books", passphrase_file) if is_encrypted(books_url(place)) else None
    with open_books(place, passphrase=key) as opened:
        return posted_ledger(opened, customers)
