"""The books on a PostgreSQL server: shared by a team, permissions kept by the database itself."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field

from sqlalchemy import (
    BigInteger,
    ColumnClause,
    Connection,
    Select,
    Table,
    TableClause,
    create_engine,
    select,
)
from sqlalchemy import text as sql
from sqlalchemy.engine import URL, Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from tieout.books.digests import NOTHING, SEPARATOR, Column
from tieout.books.grams import pieces, sought
from tieout.books.place import shown
from tieout.errors import TieoutError

WRITERS = 0x7469656F7574
"""The advisory lock all writers of the books take; the trail is one chain, so they take turns."""
COPY_ROWS_MIN = 200
PLACE_MAX = 16383
"""PostgreSQL counts places no further."""


@dataclass
class PostgresStore:
    """One database on a server."""

    url: URL
    name: str = field(default="postgresql", init=False)

    def engine(self) -> Engine:
        """A way to connect."""
        return create_engine(self.url, poolclass=NullPool)

    def exists(self) -> bool:
        """Whether books are in the database."""
        engine = self.engine()
        try:
            with engine.connect() as connection:
                return bool(
                    connection.execute(sql("SELECT to_regclass('trail') IS NOT NULL")).scalar()
                )
        except OperationalError as error:
            raise TieoutError(
                "books.no_server", address=shown(self.url), found=str(error.orig).strip()
            ) from None
        finally:
            engine.dispose()

    def lock(self, connection: Connection) -> None:
        """Wait for our turn."""
        connection.execute(sql("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITERS})

    def bulk(self, connection: Connection, table: Table, rows: int) -> AbstractContextManager[None]:
        """A server keeps its indexes while others read."""
        del connection, table, rows
        return nullcontext()

    def insert(
        self,
        connection: Connection,
        table: Table,
        columns: Sequence[Column],
        lines: Sequence[str],
        digests: Sequence[bytes],
    ) -> None:
        """Insert rows: many by COPY, few by one statement."""
        if len(lines) < COPY_ROWS_MIN:
            names = [column.name for column in table.columns]
            rows = [
                dict(zip(names, row, strict=True)) for row in zip(*columns, digests, strict=True)
            ]
            if rows:
                connection.execute(table.insert(), [_dated(table, row) for row in rows])
            return
        driver = connection.connection.driver_connection
        assert driver is not None
        with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} FROM STDIN") as copy:
            copy.write(_as_copied(lines, digests))

    def indexed_until(self, connection: Connection) -> int:
        """The last entry whose texts are indexed."""
        return int(connection.execute(sql("SELECT max(entry) FROM entry_texts")).scalar() or 0)

    def index(self, connection: Connection, entries: Sequence[tuple[int, tuple[str, ...]]]) -> None:
        """Index the texts of entries, piece by piece."""
        driver = connection.connection.driver_connection
        assert driver is not None
        with driver.cursor() as cursor, cursor.copy("COPY entry_texts FROM STDIN") as copy:
            for number, texts in entries:
                copy.write(f"{number}\t{_vector(texts)}\n")

    def found_by(self, keyword: str) -> Select[tuple[int]]:
        """The ids of the entries with a keyword in one of their texts."""
        found, beginning = sought(keyword)
        phrase = " <-> ".join(f"'{piece}'" for piece in found) + (":*" if beginning else "")
        texts = TableClause("entry_texts", ColumnClause("entry", BigInteger))
        has = sql("pieces @@ CAST(:phrase AS tsquery)").bindparams(phrase=phrase)
        return select(texts.c.entry).where(has)

    def may_index(self, engine: Engine) -> bool:
        """Whether the server lets this user."""
        with engine.connect() as connection:
            asked = sql("SELECT has_table_privilege('entry_texts', 'INSERT')")
            return bool(connection.execute(asked).scalar())

    def current_user(self, connection: Connection) -> str | None:
        """Who signed in to the server."""
        return str(connection.execute(sql("SELECT session_user")).scalar())

    def wrote(self, connection: Connection) -> None:
        """A server keeps its own files."""

    def sealed(self, engine: Engine) -> None:
        """A server keeps its own files."""


def _as_copied(lines: Sequence[str], digests: Sequence[bytes]) -> str:
    r"""Rows in PostgreSQL's text format.

    >>> _as_copied([f"1{SEPARATOR}{NOTHING}{SEPARATOR}a"], [bytes([255])]).split(chr(9))
    ['1', '\\N', 'a', '\\\\xff\n']
    """
    mark = "\x1e"
    whole = mark.join(
        f"{line}{SEPARATOR}\x1d{digest.hex()}" for line, digest in zip(lines, digests, strict=True)
    )
    for plain, copied in (
        ("\\", "\\\\"),
        ("\t", "\\t"),
        ("\n", "\\n"),
        ("\r", "\\r"),
        (SEPARATOR, "\t"),
        (NOTHING, "\\N"),
        ("\x1d", "\\\\x"),
        (mark, "\n"),
    ):
        whole = whole.replace(plain, copied)
    return whole + "\n"


def _vector(texts: Sequence[str]) -> str:
    """The pieces with their places, a gap between one text and the next.

    >>> _vector(["货款", "A"])
    "'货款':1 '款':2 'a':13"
    """
    place, found = 0, []
    for text in texts:
        for piece in pieces(text):
            place += 1
            found.append(f"'{piece}':{min(place, PLACE_MAX)}")
        place += 10
    return " ".join(found)


def _dated(table: Table, row: dict[str, object]) -> dict[str, object]:
    from datetime import date

    from sqlalchemy import Date

    return {
        name: date.fromisoformat(value)
        if isinstance(value, str) and isinstance(table.c[name].type, Date)
        else value
        for name, value in row.items()
    }
