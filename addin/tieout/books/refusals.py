"""What did the database refuse: its refusals as sentences with a remedy."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from tieout.books.stores import Store
from tieout.errors import TieoutError
from tieout.texts import table

_OURS = re.compile(r"tieout:([a-z_]+)(?::([^\n]*))?")
_KNOWN = (
    ("disk is full", "books.disk_full"),
    ("No space left", "books.disk_full"),
    ("could not extend file", "books.disk_full"),
    ("disk I/O error", "books.disk_full"),
    ("File too large", "books.disk_full"),
    ("database is locked", "books.busy"),
    ("lock timeout", "books.busy"),
    ("read-only transaction", "books.read_only"),
    ("permission denied", "books.not_permitted"),
    ("must be owner", "books.not_permitted"),
    ("must have admin option", "books.not_permitted"),
    ("must be member", "books.not_permitted"),
    ("row-level security", "books.not_permitted"),
    ("readonly database", "books.read_only"),
    ("server closed the connection", "books.server_lost"),
    ("terminating connection", "books.server_lost"),
    ("connection to server", "books.server_lost"),
    ("connection is lost", "books.server_lost"),
    ("connection is closed", "books.server_lost"),
    ("malformed", "books.damaged"),
    ("not a database", "books.damaged"),
)


@contextmanager
def explained(store: Store) -> Iterator[None]:
    """Database errors a user can do something about become sentences; any other is ours and crashes."""
    try:
        yield
    except DBAPIError as error:
        found = str(error.orig).strip()
        ours = _OURS.search(found)
        if ours and f"books.{ours[1]}" in table():  # the words of a damaged file may be any
            raise TieoutError(f"books.{ours[1]}", found=(ours[2] or "").strip()) from error
        for words, key in _KNOWN:
            if words in found:
                raise TieoutError(key, where=store.name, found=found.splitlines()[0]) from error
        raise
