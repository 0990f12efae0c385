"""Where are the books: an address given, the one of `TIEOUT_BOOKS`, else the user's own file."""

import os
from pathlib import Path

import platformdirs
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from tieout.errors import TieoutError

POSTGRES = "postgresql+psycopg"


def books_url(given: str | None = None) -> URL:
    """The address of the books; a plain path is a SQLite file.

    >>> books_url("/tmp/mine.books").render_as_string()
    'sqlite:////tmp/mine.books'
    >>> books_url("postgresql://server/books").drivername
    'postgresql+psycopg'
    """
    address = given or os.environ.get("TIEOUT_BOOKS") or str(home() / "books.sqlite")
    if "://" not in address:
        return URL.create("sqlite", database=str(Path(address).expanduser().absolute()))
    try:
        url = make_url(address)
    except ArgumentError:
        raise TieoutError("books.bad_address", found=address) from None
    if url.drivername in ("postgresql", "postgres", POSTGRES):
        return url.set(drivername=POSTGRES)
    if url.drivername == "sqlite" and url.database:
        return url
    raise TieoutError("books.bad_address", found=url.render_as_string())


def home() -> Path:
    """The user's own folder for the books and their anchors."""
    return Path(
        os.environ.get("TIEOUT_HOME") or platformdirs.user_data_path("tieout", appauthor=False)
    )


def shown(url: URL) -> str:
    """An address as it may be shown: a file by its path, a server without its password."""
    if url.drivername == "sqlite":
        return str(url.database)
    return url.set(drivername="postgresql").render_as_string()
