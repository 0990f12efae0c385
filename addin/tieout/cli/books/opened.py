"""Which books a command works with, as its options say."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tieout.books.books import Books


def opened_books(place: str | None, passphrase_file: Path | None) -> "Books":
    """The books of `--books`, open."""
    from tieout.books.books import open_books

    return open_books(place, passphrase=passphrase_of(place, passphrase_file))


def passphrase_of(place: str | None, passphrase_file: Path | None) -> str | None:
    """The passphrase, where they are encrypted."""
    from tieout.books.place import books_url
    from tieout.books.secrets_kept import is_encrypted, passphrase

    return passphrase("books", passphrase_file) if is_encrypted(books_url(place)) else None
