"""In which the two databases differ, and only here: locks, bulk inserts, guards, text search."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from sqlalchemy import ColumnElement, Connection, Select, Table
from sqlalchemy.engine import URL, Engine

from tieout.books.digests import Column
from tieout.progress import Progress, silent

Adding = Callable[[Sequence[Column], Sequence[str], Sequence[bytes]], None]
"""Adds rows given as columns, again as they were hashed, and with their digests."""
Texts = Sequence[tuple[int, tuple[str, ...]]]
"""Entries by their numbers, each with its texts."""


class Store(Protocol):
    """A kind of database the books can lie in."""

    name: str
    url: URL
    keeps_people: bool
    """Whether the database itself knows who is connected, and what they may."""

    gives_texts_one_by_one: bool
    """Whether a few entries of its index of texts can be had without reading all that have the piece."""

    def engine(self) -> Engine:
        """A way to connect."""

    def exists(self) -> bool:
        """Whether books are there."""

    def lock(self, connection: Connection) -> None:
        """Wait until nobody else writes; until the end of the transaction nobody will."""

    def adding(
        self, connection: Connection, table: Table, rows: int
    ) -> AbstractContextManager[Adding]:
        """A way to add so many rows, some at a time; nothing else is asked of the connection meanwhile."""

    def indexed_until(self, connection: Connection) -> int:
        """The last entry whose texts are indexed."""

    def index(self, connection: Connection, entries: Texts) -> None:
        """Index the texts of entries."""

    def wrongly_indexed(
        self, connection: Connection, entries: Iterable[Texts], progress: Progress = silent
    ) -> list[int]:
        """Of all entries in their order, those whose texts are indexed otherwise or not at all."""

    def found_by(self, connection: Connection, keyword: str) -> Select[int]:
        """The ids of the entries with a keyword in one of their texts."""

    def found_first(self, connection: Connection, keyword: str, most: int) -> list[int]:
        """Some of the entries with a keyword in one of their texts: so many at most."""

    def not_by_number(self, number: ColumnElement[int]) -> ColumnElement[int]:
        """The number of an entry, where the database should not begin with it."""

    def may_index(self, engine: Engine) -> bool:
        """Whether this user may add to the index of texts."""

    def head(self, connection: Connection) -> tuple[int, str] | None:
        """The number and hash of the last line of the trail, whoever may see it."""

    def last_change(self, connection: Connection) -> int:
        """The number of the last line of the trail that is no reading."""

    def add_reading(
        self, connection: Connection, who: str, subject: str, reason: str, detail: str
    ) -> tuple[int, str]:
        """Add a line that says what was read; its number and hash."""

    def next_id(self, connection: Connection, table: Table) -> int:
        """The id the next row of a table gets, whoever may see the last."""

    def grant(self, connection: Connection, name: str, role: str | None) -> None:
        """Let the database itself know what somebody may."""

    def current_user(self, connection: Connection) -> str | None:
        """Who the database says is connected; None where it does not know."""

    def wrote(self, connection: Connection) -> None:
        """A write is about to be committed."""

    def sealed(self, engine: Engine) -> None:
        """The books are closed in good order."""
