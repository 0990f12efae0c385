"""The books on a PostgreSQL server: shared by a team, permissions kept by the database itself."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field

from sqlalchemy import (
    BigInteger,
    Connection,
    Select,
    Table,
    create_engine,
    func,
    select,
)
from sqlalchemy import text as sql
from sqlalchemy.engine import URL, Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from tieout.books.digests import NOTHING, SEPARATOR, Column
from tieout.books.grams import pieces, sought
from tieout.books.place import shown
from tieout.books.stores import roles_on_server
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
    keeps_people: bool = field(default=True, init=False)

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
        guarded = connection.execute(
            sql("SELECT row_security_active(:name)"), {"name": table.name}
        ).scalar()
        if not guarded:
            _copy(connection, table.name, _as_copied(lines, digests))
            return
        # COPY goes past row-level security, so the server refuses it to whom it guards.
        connection.exec_driver_sql(f"CREATE TEMP TABLE coming (LIKE {table.name}) ON COMMIT DROP")
        _copy(connection, "coming", _as_copied(lines, digests))
        connection.exec_driver_sql(f"INSERT INTO {table.name} SELECT * FROM coming")  # noqa: S608
        connection.exec_driver_sql("DROP TABLE coming")

    def indexed_until(self, connection: Connection) -> int:
        """The last entry whose texts are indexed."""
        return int(connection.execute(sql("SELECT max(entry) FROM entry_texts")).scalar() or 0)

    def index(self, connection: Connection, entries: Sequence[tuple[int, tuple[str, ...]]]) -> None:
        """Index the texts of entries, piece by piece."""
        added = sql(
            "INSERT INTO entry_texts SELECT w.entry, CAST(w.pieces AS tsvector) "
            "FROM unnest(CAST(:numbers AS bigint[]), CAST(:texts AS text[])) AS w (entry, pieces)"
        )
        connection.execute(added, _vectors(entries))

    def wrongly_indexed(
        self, connection: Connection, entries: Sequence[tuple[int, tuple[str, ...]]]
    ) -> list[int]:
        """Of entries in a row, those whose texts are indexed otherwise or not at all."""
        asked = sql(
            "SELECT w.entry FROM unnest(CAST(:numbers AS bigint[]), CAST(:texts AS text[])) AS w (entry, pieces) "
            "LEFT JOIN entry_texts t ON t.entry = w.entry "
            "WHERE t.pieces IS DISTINCT FROM CAST(w.pieces AS tsvector) ORDER BY w.entry"
        )
        return [int(row[0]) for row in connection.execute(asked, _vectors(entries))]

    def found_by(self, keyword: str) -> Select[tuple[int]]:
        """The ids of the entries with a keyword in one of their texts."""
        found, beginning = sought(keyword)
        phrase = " <-> ".join(f"'{piece}'" for piece in found) + (":*" if beginning else "")
        # Through a function: row-level security would keep the index from being used.
        return select(func.tieout_found(phrase, type_=BigInteger))

    def may_index(self, engine: Engine) -> bool:
        """Whether the server lets this user."""
        with engine.connect() as connection:
            asked = sql("SELECT has_table_privilege('entry_texts', 'INSERT') AND tieout_sees_all()")
            return bool(connection.execute(asked).scalar())

    def head(self, connection: Connection) -> tuple[int, str] | None:
        """The number and hash of the last line of the trail, whoever may see it."""
        last = connection.execute(sql("SELECT sequence, hash FROM tieout_head()")).first()
        return (int(last[0]), str(last[1])) if last else None

    def next_id(self, connection: Connection, table: Table) -> int:
        """The id the next row of a table gets, whoever may see the last."""
        asked = sql("SELECT tieout_next_id(:name)")
        return int(connection.execute(asked, {"name": table.name}).scalar() or 1)

    def grant(self, connection: Connection, name: str, role: str | None) -> None:
        """Give the user of that name the rights of a role."""
        roles_on_server.grant(connection, name, role)

    def current_user(self, connection: Connection) -> str | None:
        """Who signed in to the server."""
        return str(connection.execute(sql("SELECT session_user")).scalar())

    def wrote(self, connection: Connection) -> None:
        """A server keeps its own files."""

    def sealed(self, engine: Engine) -> None:
        """A server keeps its own files."""


def _copy(connection: Connection, table: str, rows: str) -> None:
    driver = connection.connection.driver_connection
    assert driver is not None
    with driver.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
        copy.write(rows)


def _vectors(entries: Sequence[tuple[int, tuple[str, ...]]]) -> dict[str, object]:
    return {
        "numbers": [number for number, _ in entries],
        "texts": [_vector(texts) for _, texts in entries],
    }


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
