"""How does Excel come to the user's books: those of `TIEOUT_BOOKS`, else the user's own file."""

import os
from typing import TYPE_CHECKING

from tieout.errors import TieoutError

if TYPE_CHECKING:
    from tieout.books.books import Books


def opened_books() -> "Books":
    """The books, opened; who has encrypted theirs keeps the passphrase in the keyring or a file."""
    from tieout.books.books import open_books
    from tieout.books.place import books_url, shown
    from tieout.books.secrets_kept import is_encrypted, passphrase

    place = books_url()
    kept = os.environ.get("TIEOUT_PASSPHRASE_FILE")
    key = passphrase("books", kept) if is_encrypted(place) else None
    try:
        return open_books(passphrase=key)
    except TieoutError as error:
        if error.key != "books.none_yet":
            raise
        raise TieoutError("excel.no_books", where=shown(place)) from None
