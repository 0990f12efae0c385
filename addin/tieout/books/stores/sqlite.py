"""The books in one SQLite file: nothing to set up, one writer at a time, safe against a pulled plug."""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from hashlib import pbkdf2_hmac
from pathlib import Path

from sqlalchemy import (
    ColumnClause,
    ColumnElement,
    Connection,
    Integer,
    Select,
    Table,
    TableClause,
    create_engine,
    event,
    select,
)
from sqlalchemy import text as sql
from sqlalchemy.engine import URL, Engine
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from tieout.books.digests import Column
from tieout.books.grams import sought
from tieout.books.schema import ENTRIES, STEPS
from tieout.books.seal import remove_seal, write_seal
from tieout.books.stores import Adding, Texts, sqlite_texts
from tieout.books.trail import BEGINNING, Anchor, AuditTrail, next_line
from tieout.errors import TieoutError
from tieout.progress import Progress, silent

BUSY_SECONDS = 60
SOON_SECONDS = 2
"""What can be done later waits no longer than this."""
BULK_ROWS_MIN = 20_000
BEGUN = "entries_batch_begun"
SALT_BYTES = 16
HEADER = b"SQLite format 3\x00"


@dataclass
class SqliteStore:
    """One file; `passphrase` where it is encrypted."""

    url: URL
    passphrase: str | None = None
    name: str = field(default="sqlite", init=False)
    gives_texts_one_by_one: bool = field(default=True, init=False)
    keeps_people: bool = field(default=False, init=False)

    @property
    def path(self) -> Path:
        """The file."""
        assert self.url.database
        return Path(self.url.database)

    def exists(self) -> bool:
        """Whether the file is there and is not empty."""
        return self.path.is_file() and self.path.stat().st_size > 0

    def engine(self) -> Engine:
        """A way to connect; a transaction is begun by us, so that a writer can say so at once."""
        engine = create_engine(self.url, creator=self._connect, poolclass=NullPool)
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        return engine

    def lock(self, connection: Connection) -> None:
        """Nothing more to do: a writer's transaction began IMMEDIATE."""

    @contextmanager
    def adding(self, connection: Connection, table: Table, rows: int) -> Iterator[Adding]:
        """Add by one prepared statement; what looks at each row stands aside for many."""
        marks = ",".join("?" * len(table.columns))
        statement = f"INSERT INTO {table.name} VALUES ({marks})"  # noqa: S608

        def add(columns: Sequence[Column], lines: Sequence[str], digests: Sequence[bytes]) -> None:
            del lines
            coming = list(zip(*columns, digests, strict=True))
            if coming:
                connection.exec_driver_sql(statement, coming)

        newest = _rows_at_most(connection, table)
        if rows < BULK_ROWS_MIN:
            yield add
            return
        with _aside(connection, table, indexes=rows >= newest // 2):
            yield add
            _refuse_begun(connection, table, newest)

    def indexed_until(self, connection: Connection) -> int:
        """The last entry whose texts are indexed."""
        last = connection.exec_driver_sql(
            "SELECT rowid FROM entry_texts ORDER BY rowid DESC LIMIT 1"
        )
        return int(last.scalar() or 0)

    def index(self, connection: Connection, entries: Texts) -> None:
        """Index the texts of entries, piece by piece."""
        sqlite_texts.add_texts(connection, "entry_texts", entries)

    def wrongly_indexed(
        self, connection: Connection, entries: Iterable[Texts], progress: Progress = silent
    ) -> list[int]:
        """The entries whose texts are indexed otherwise or not at all."""
        return sqlite_texts.wrongly_indexed(connection, entries, progress)

    def found_by(self, connection: Connection, keyword: str) -> Select[int]:
        """The ids of the entries with a keyword in one of their texts."""
        del connection
        found, beginning = sought(keyword)
        phrase = f'"{" ".join(found)}"' + (" *" if beginning else "")
        texts = TableClause("entry_texts", ColumnClause("rowid", Integer))
        return select(texts.c.rowid).where(
            sql("entry_texts MATCH :phrase").bindparams(phrase=phrase)
        )

    def found_first(self, connection: Connection, keyword: str, most: int) -> list[int]:
        """Some of the entries with a keyword; the index gives them one by one."""
        found = connection.execute(self.found_by(connection, keyword).limit(most))
        return [int(row[0]) for row in found]

    def not_by_number(self, number: ColumnElement[int]) -> ColumnElement[int]:
        """A value that was computed is looked up in no index."""
        return number + 0

    def may_index(self, engine: Engine) -> bool:
        """Who may write the file may."""
        del engine
        return os.access(self.path, os.W_OK)

    def head(self, connection: Connection) -> tuple[int, str] | None:
        """The number and hash of the last line of the trail."""
        last = connection.exec_driver_sql(
            "SELECT sequence, hash FROM trail ORDER BY sequence DESC LIMIT 1"
        ).first()
        return (int(last[0]), str(last[1])) if last else None

    def last_change(self, connection: Connection) -> int:
        """The number of the last line of the trail that is no reading."""
        last = connection.exec_driver_sql("SELECT max(sequence) FROM trail WHERE action <> 'read'")
        return int(last.scalar() or 0)

    def add_reading(
        self, connection: Connection, who: str, subject: str, reason: str, detail: str
    ) -> tuple[int, str]:
        """Add a line that says what was read; its number and hash."""
        last = Anchor(*(self.head(connection) or (0, BEGINNING)))
        line = next_line(last, who, "read", subject, reason, detail)
        AuditTrail(connection).append(line)
        return line.sequence, line.hash

    def next_id(self, connection: Connection, table: Table) -> int:
        """The id the next row of a table gets."""
        return _rows_at_most(connection, table) + 1

    def grant(self, connection: Connection, name: str, role: str | None) -> None:
        """A file knows nobody; the program holds to the list of people."""

    def current_user(self, connection: Connection) -> str | None:
        """A file knows nobody."""
        del connection
        return None

    def wrote(self, connection: Connection) -> None:
        """The seal no longer fits."""
        del connection
        remove_seal(self.path)

    def sealed(self, engine: Engine) -> None:
        """Seal the file's bytes while nobody writes; who writes now seals it after us."""
        with (
            suppress(OperationalError),
            engine.connect().execution_options(tieout_writes="soon") as connection,
            connection.begin(),
        ):
            write_seal(self.path)

    def _connect(self) -> sqlite3.Connection:
        if self.passphrase is None:
            if self.exists() and not self._is_plain():
                raise TieoutError("books.not_books", file=self.path)
            return sqlite3.connect(self.path, timeout=BUSY_SECONDS, check_same_thread=False)
        return _encrypted(self.path, self.passphrase)

    def _is_plain(self) -> bool:
        with self.path.open("rb") as file:
            return file.read(len(HEADER)) == HEADER


def _rows_at_most(connection: Connection, table: Table) -> int:
    last = connection.exec_driver_sql(f"SELECT id FROM {table.name} ORDER BY id DESC LIMIT 1")  # noqa: S608
    return int(last.scalar() or 0)


@contextmanager
def _aside(connection: Connection, table: Table, *, indexes: bool) -> Iterator[None]:
    """Indexes are made after the rows, which is many times faster when these are most of the table.

    A plain INSERT replaces nothing, so the guard against that may stand aside too; whether a batch
    has begun is asked once. Nobody else writes before all of them are there again.
    """
    found = connection.exec_driver_sql(
        "SELECT type, name, sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL",
        (table.name,),
    )
    aside = [
        (kind, name, made_by)
        for kind, name, made_by in found
        if (kind == "index" and indexes) or name in (f"{table.name}_no_replace", BEGUN)
    ]
    for kind, name, _ in aside:
        connection.exec_driver_sql(f"DROP {kind} {name}")
    yield
    for _, _, made_by in aside:
        connection.exec_driver_sql(made_by)


def _refuse_begun(connection: Connection, table: Table, before: int) -> None:
    """What the guard `BEGUN` refuses of each row, asked of all that were added."""
    if table is not ENTRIES:
        return
    batches = select(ENTRIES.c.batch).where(ENTRIES.c.id > before).distinct()
    if connection.execute(select(STEPS.c.id).where(STEPS.c.batch.in_(batches)).limit(1)).first():
        raise TieoutError("books.batch_begun")


def _encrypted(path: Path, passphrase: str) -> sqlite3.Connection:
    try:
        from sqlcipher3 import dbapi2
    except ImportError:
        raise TieoutError("books.no_sqlcipher") from None
    connection = dbapi2.connect(str(path), timeout=BUSY_SECONDS, check_same_thread=False)
    connection.execute(f'PRAGMA key = "{_key(path, passphrase)}"')
    try:
        connection.execute("SELECT count(*) FROM sqlite_master")
    except dbapi2.DatabaseError:
        connection.close()
        raise TieoutError("books.wrong_passphrase", file=path) from None
    found: sqlite3.Connection = connection
    return found


def _key(path: Path, passphrase: str) -> str:
    """The passphrase; where the file is there already, the key it makes, so that it is made only once."""
    with suppress(FileNotFoundError), path.open("rb") as file:
        salt = file.read(SALT_BYTES)
        if len(salt) == SALT_BYTES:
            return f"x'{_stretched(passphrase, salt).hex()}{salt.hex()}'"
    return passphrase.replace('"', '""')


@cache
def _stretched(passphrase: str, salt: bytes) -> bytes:
    """As SQLCipher 4 does, a fifth of a second each time."""
    return pbkdf2_hmac("sha512", passphrase.encode(), salt, 256_000, dklen=32)


def _prepare(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
    del entry
    connection.isolation_level = None
    cursor = connection.cursor()
    # EXTRA also syncs the folder: a commit that was told is there after a pulled plug.
    for pragma in (
        "synchronous=EXTRA",
        "foreign_keys=ON",
        "trusted_schema=OFF",
        "cache_size=-65536",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("tieout_writes", False)
    if writes == "soon":
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {SOON_SECONDS * 1000}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
