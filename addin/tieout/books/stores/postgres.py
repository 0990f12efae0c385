"""The books on a PostgreSQL server: shared by a team, permissions kept by the database itself."""

from binascii import hexlify
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import partial

from psycopg import Error
from psycopg.copy import QueuedLibpqWriter
from sqlalchemy import (
    BigInteger,
    ColumnClause,
    ColumnElement,
    Connection,
    Select,
    Table,
    TableClause,
    create_engine,
    func,
    select,
)
from sqlalchemy import text as sql
from sqlalchemy.engine import URL, Engine
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import NullPool

from tieout.books.digests import NOTHING, SEPARATOR, Column
from tieout.books.grams import pieces, sought
from tieout.books.place import shown
from tieout.books.stores import Adding, Texts, roles_on_server
from tieout.errors import TieoutError
from tieout.progress import Progress, silent

WRITERS = 0x7469656F7574
"""The advisory lock all writers of the books take; the trail is one chain, so they take turns."""
COPY_ROWS_MIN = 200
SOON_SECONDS = 2
BULK_ROWS_MIN = 20_000
BULK_TIMES_MIN = 4
"""Others wait to read while indexes are made, so the owner does it only for a first, large import."""
_BETWEEN = bytes.maketrans(SEPARATOR.encode() + b"\x1e", b"\t\n")
_ASIDE = """
SELECT 'DROP INDEX ' || i.indexname, i.indexdef FROM pg_indexes i
WHERE i.schemaname = current_schema() AND i.tablename = :name AND i.indexdef NOT LIKE '%UNIQUE%'
AND pg_has_role((SELECT relowner FROM pg_class WHERE oid = CAST(:name AS regclass)), 'usage')
UNION ALL SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', c.conrelid::regclass, c.conname),
format('ALTER TABLE %s ADD CONSTRAINT %I %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid))
FROM pg_constraint c WHERE c.contype = 'f' AND c.conrelid = CAST(:name AS regclass)
AND pg_has_role((SELECT relowner FROM pg_class WHERE oid = CAST(:name AS regclass)), 'usage')
"""
PLACE_MAX = 16383
"""PostgreSQL counts places no further."""


@dataclass
class PostgresStore:
    """One database on a server."""

    url: URL
    name: str = field(default="postgresql", init=False)
    gives_texts_one_by_one: bool = field(default=False, init=False)
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
        """Wait for our turn; what can be done later does not wait long."""
        if connection.get_execution_options().get("tieout_writes") == "soon":
            connection.execute(sql(f"SET LOCAL lock_timeout = '{SOON_SECONDS}s'"))
        connection.execute(sql("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITERS})

    def adding(
        self, connection: Connection, table: Table, rows: int
    ) -> AbstractContextManager[Adding]:
        """Many rows are added by COPY, few by one statement."""
        if rows < COPY_ROWS_MIN:
            return nullcontext(partial(_insert, connection, table))
        if _is_guarded(connection, table.name):
            return _copying_guarded(connection, table)
        return _copying_freely(connection, table, rows)

    def indexed_until(self, connection: Connection) -> int:
        """The last entry whose texts are indexed."""
        return int(connection.execute(sql("SELECT tieout_indexed_until()")).scalar() or 0)

    def index(self, connection: Connection, entries: Texts) -> None:
        """Index the texts of entries, piece by piece."""
        added = sql(
            "INSERT INTO entry_texts SELECT w.entry, CAST(w.pieces AS tsvector) "
            "FROM unnest(CAST(:numbers AS bigint[]), CAST(:texts AS text[])) AS w (entry, pieces)"
        )
        connection.execute(added, _vectors(entries))

    def wrongly_indexed(
        self, connection: Connection, entries: Iterable[Texts], progress: Progress = silent
    ) -> list[int]:
        """The entries whose texts are indexed otherwise or not at all."""
        del progress
        asked = sql(
            "SELECT w.entry FROM unnest(CAST(:numbers AS bigint[]), CAST(:texts AS text[])) AS w (entry, pieces) "
            "LEFT JOIN entry_texts t ON t.entry = w.entry "
            "WHERE t.pieces IS DISTINCT FROM CAST(w.pieces AS tsvector) ORDER BY w.entry"
        )
        none = sql(
            "SELECT t.entry FROM entry_texts t LEFT JOIN entries e ON e.id = t.entry "
            "WHERE e.id IS NULL ORDER BY t.entry LIMIT 1000"
        )
        wrong = (connection.execute(asked, _vectors(some)).scalars() for some in entries)
        return [
            *(int(number) for each in wrong for number in each),
            *connection.execute(none).scalars(),
        ]

    def found_by(self, connection: Connection, keyword: str) -> Select[int]:
        """The ids of the entries with a keyword in one of their texts."""
        if _is_guarded(connection, "entry_texts"):
            # Through a function: row-level security would keep the index from being used.
            return select(func.tieout_found(_phrase(keyword), type_=BigInteger))
        texts = TableClause("entry_texts", ColumnClause("entry", BigInteger))
        return select(texts.c.entry).where(
            sql("pieces @@ CAST(:phrase AS tsquery)").bindparams(phrase=_phrase(keyword))
        )

    def found_first(self, connection: Connection, keyword: str, most: int) -> list[int]:
        """Some of the entries with a keyword."""
        asked = select(func.tieout_found_first(_phrase(keyword), most, type_=BigInteger))
        return [int(number) for number in connection.execute(asked).scalars()]

    def not_by_number(self, number: ColumnElement[int]) -> ColumnElement[int]:
        """A server chooses by itself where to begin."""
        return number

    def may_index(self, engine: Engine) -> bool:
        """Whether the server lets this user."""
        with engine.connect() as connection:
            asked = sql("SELECT has_table_privilege('entry_texts', 'INSERT') AND tieout_sees_all()")
            return bool(connection.execute(asked).scalar())

    def head(self, connection: Connection) -> tuple[int, str] | None:
        """The number and hash of the last line of the trail, whoever may see it."""
        last = connection.execute(sql("SELECT sequence, hash FROM tieout_head()")).first()
        return (int(last[0]), str(last[1])) if last else None

    def last_change(self, connection: Connection) -> int:
        """The number of the last line of the trail that is no reading, whoever may see it."""
        return int(connection.execute(sql("SELECT tieout_changed()")).scalar() or 0)

    def add_reading(
        self, connection: Connection, who: str, subject: str, reason: str, detail: str
    ) -> tuple[int, str]:
        """Let the server add the line: it knows who is signed in, and when."""
        del who
        asked = sql("SELECT line, head FROM tieout_read(:subject, :reason, :detail)")
        values = {"subject": subject, "reason": reason, "detail": detail}
        line, head = connection.execute(asked, values).one()
        return int(line), str(head)

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


def _is_guarded(connection: Connection, table: str) -> bool:
    """Whether row-level security holds for who is connected."""
    asked = sql("SELECT row_security_active(:name)")
    return bool(connection.execute(asked, {"name": table}).scalar())


def _insert(
    connection: Connection,
    table: Table,
    columns: Sequence[Column],
    lines: Sequence[str],
    digests: Sequence[bytes],
) -> None:
    del lines
    names = [column.name for column in table.columns]
    rows = [dict(zip(names, row, strict=True)) for row in zip(*columns, digests, strict=True)]
    if rows:
        connection.execute(table.insert(), [_dated(table, row) for row in rows])


@contextmanager
def _copying_guarded(connection: Connection, table: Table) -> Iterator[Adding]:
    """COPY goes past row-level security, so the server refuses it to whom it guards."""
    connection.exec_driver_sql(f"CREATE TEMP TABLE coming (LIKE {table.name}) ON COMMIT DROP")
    with _copying(connection, "coming") as add:
        yield add
    connection.exec_driver_sql(f"INSERT INTO {table.name} SELECT * FROM coming")  # noqa: S608
    connection.exec_driver_sql("DROP TABLE coming")


@contextmanager
def _copying_freely(connection: Connection, table: Table, rows: int) -> Iterator[Adding]:
    """Into a table that has few rows yet the owner makes the indexes after them, many times faster."""
    found = connection.execute(sql(_ASIDE), {"name": table.name}).all()
    before = connection.exec_driver_sql(f"SELECT max(id) FROM {table.name}").scalar() or 0  # noqa: S608
    aside = found if rows >= BULK_ROWS_MIN and rows >= BULK_TIMES_MIN * int(before) else []
    for away, _ in aside:
        connection.exec_driver_sql(str(away))
    with _copying(connection, table.name) as add:
        yield add
    for _, again in aside:
        connection.exec_driver_sql(str(again).replace("%", "%%"))


@contextmanager
def _copying(connection: Connection, table: str) -> Iterator[Adding]:
    """One COPY for all: the server takes rows in while the next are made ready."""
    driver = connection.connection.driver_connection
    assert driver is not None
    try:
        with driver.cursor() as cursor:
            writer = QueuedLibpqWriter(cursor)
            with cursor.copy(f"COPY {table} FROM STDIN", writer=writer) as copy:
                yield lambda _, lines, digests: copy.write(_as_copied(lines, digests))
    except Error as error:  # past SQLAlchemy, so it is made one of its own here
        raise DBAPIError("COPY", None, error) from error


def _vectors(entries: Texts) -> dict[str, object]:
    return {
        "numbers": [number for number, _ in entries],
        "texts": [_vector(texts) for _, texts in entries],
    }


def _as_copied(lines: Sequence[str], digests: Sequence[bytes]) -> bytes:
    r"""Rows in PostgreSQL's text format.

    >>> _as_copied([f"1{SEPARATOR}{NOTHING}{SEPARATOR}a"], [bytes([255])])
    b'1\t\\N\ta\t\\\\xff\n'
    """
    whole = "\x1e".join(lines).encode("utf-8", "surrogatepass")
    for plain, copied in ((b"\\", b"\\\\"), (b"\t", b"\\t"), (b"\n", b"\\n"), (b"\r", b"\\r")):
        if plain in whole:
            whole = whole.replace(plain, copied)
    whole = whole.translate(_BETWEEN).replace(NOTHING.encode(), b"\\N")
    hashes = (hexlify(digest) for digest in digests)
    return b"\n".join(map(b"\t\\\\x".join, zip(whole.split(b"\n"), hashes, strict=True))) + b"\n"


def _phrase(keyword: str) -> str:
    """What a keyword asks of the index.

    >>> _phrase("货款"), _phrase("货")
    ("'货款'", "'货':*")
    """
    found, beginning = sought(keyword)
    return " <-> ".join(f"'{piece}'" for piece in found) + (":*" if beginning else "")


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
