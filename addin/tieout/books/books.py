"""The books in hand: open them, read them, write in them."""

import getpass
import os
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import TracebackType

from sqlalchemy import Connection, select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DatabaseError, OperationalError

from tieout.books import anchors
from tieout.books.migrate import NEWEST, schema_version, upgrade
from tieout.books.pen import Pen
from tieout.books.permissions import admit
from tieout.books.place import books_url, shown
from tieout.books.readings import Reading, ReadingKind, write_readings
from tieout.books.refusals import explained
from tieout.books.schema import SETTINGS
from tieout.books.sign_in import AskPassword, check_password
from tieout.books.stores import Store
from tieout.books.stores.postgres import PostgresStore
from tieout.books.stores.sqlite import SqliteStore
from tieout.books.trail import BEGINNING, Anchor, now
from tieout.errors import TieoutError


@dataclass
class Books:
    """Open books; close them, or use `with`."""

    store: Store
    engine: Engine
    who: str
    books_id: str = ""
    judged: bool = True
    readings: list[Reading] = field(default_factory=list, init=False)
    _wrote: bool = field(default=False, init=False)

    def __enter__(self) -> "Books":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def anchored(self) -> str:
        """By which name this computer remembers these books."""
        return (
            f"{self.books_id} {self.store.url.set(username=None, password=None).render_as_string()}"
        )

    def close(self) -> None:
        """Leave the books in good order, and written down what was read in them."""
        write_readings(self)
        if self._wrote:
            self.store.sealed(self.engine)
            self._wrote = False
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of the books."""
        options = {"isolation_level": "REPEATABLE READ"} if self.store.name == "postgresql" else {}
        with (
            explained(self.store),
            self.engine.connect().execution_options(**options) as connection,
        ):
            self._admit(connection, "read")
            yield connection

    def permit(self, action: str) -> None:
        """Refuse now what this user may not do, before much work is done for it."""
        with explained(self.store), self.engine.connect() as connection:
            self._admit(connection, action)

    @contextmanager
    def writing(self, action: str, *, subject: str = "", reason: str = "") -> Iterator[Pen]:
        """One change: all of it is in the books afterwards, or nothing."""
        with explained(self.store), self._transaction() as connection:
            self._admit(connection, action)
            pen = Pen(
                connection,
                self.store,
                self._head(connection),
                self.who,
                action,
                subject,
                reason,
            )
            yield pen
            head = pen.finish()
            self.store.wrote(connection)
        self._wrote = True
        if self.books_id:
            anchors.remember(self.anchored, head)

    def note(
        self,
        kind: ReadingKind,
        rows: int,
        asked: Mapping[str, object] | None = None,
        purpose: str = "",
    ) -> None:
        """Something sensitive was read; a line of the trail says so when the books are left."""
        if self.judged:
            self.readings.append(Reading(kind, rows, now(), asked or {}, purpose))

    def add_reading(self, subject: str, reason: str, detail: str) -> None:
        """A line of the trail that says what was read, without waiting long for others who write."""
        with explained(self.store), self._transaction(soon=True) as connection:
            self._admit(connection, "read")
            head = self.store.add_reading(connection, self.who, subject, reason, detail)
            self.store.wrote(connection)
        self._wrote = True
        if self.books_id:
            anchors.remember(self.anchored, Anchor(*head))

    def last_change(self) -> int:
        """The last line of the trail that is no reading: where it is the same, so is every answer."""
        with self.reading() as connection:
            return self.store.last_change(connection)

    @contextmanager
    def deriving(self) -> Iterator[Connection]:
        """A change of what only repeats the entries; the trail has nothing to say of it."""
        with explained(self.store), self._transaction() as connection:
            yield connection
            self.store.wrote(connection)
        self._wrote = True

    def head(self) -> Anchor:
        """The head of the trail."""
        with self.reading() as connection:
            return self._head(connection)

    def setting(self, name: str) -> str:
        """The newest value of a setting, "" where it was never set."""
        with self.reading() as connection:
            return setting(connection, name)

    def set(self, name: str, value: str, reason: str = "") -> None:
        """Set a setting."""
        with self.writing("set", subject=f"setting:{name}", reason=reason) as pen:
            pen.detail |= {"before": setting(pen.connection, name), "after": value}
            pen.add(SETTINGS, name=name, value=value)

    def _admit(self, connection: Connection, action: str) -> None:
        if self.judged:
            admit(connection, self.store, self.who, action)

    def _head(self, connection: Connection) -> Anchor:
        last = self.store.head(connection)
        return Anchor(*last) if last else Anchor(0, BEGINNING)

    @contextmanager
    def _transaction(self, *, soon: bool = False) -> Iterator[Connection]:
        writes = "soon" if soon else True
        with (
            self.engine.connect().execution_options(tieout_writes=writes) as connection,
            connection.begin(),
        ):
            self.store.lock(connection)
            yield connection


def setting(connection: Connection, name: str) -> str:
    """The newest value of a setting."""
    query = select(SETTINGS.c.value).where(SETTINGS.c.name == name).order_by(SETTINGS.c.id.desc())
    return str(connection.execute(query.limit(1)).scalar() or "")


def create_books(
    url: str | None = None,
    *,
    who: str | None = None,
    review: bool = False,
    passphrase: str | None = None,
) -> Books:
    """Make new books; with `review`, another person must review before anything is posted."""
    books = empty_books(url, who=who, passphrase=passphrase)
    found = str(uuid.uuid4())
    with books.writing("init") as pen:
        pen.add_rows(
            SETTINGS,
            [
                {"name": "books_id", "value": found},
                {"name": "review", "value": "yes" if review else "no"},
            ],
        )
    books.books_id = found
    anchors.remember(books.anchored, books.head())
    return books


def empty_books(
    url: str | None = None, *, who: str | None = None, passphrase: str | None = None
) -> Books:
    """The tables and guards of new books, and not a word in them yet."""
    store = _store(url, passphrase)
    if store.exists():
        raise TieoutError("books.exist_already", where=shown(books_url(url)))
    if isinstance(store, SqliteStore):
        store.path.parent.mkdir(parents=True, exist_ok=True)
    engine = store.engine()
    with explained(store):
        upgrade(engine)
    return Books(store, engine, _who(store, engine, who))


def open_books(
    url: str | None = None,
    *,
    who: str | None = None,
    password: AskPassword | None = None,
    passphrase: str | None = None,
    judged: bool = True,
) -> Books:
    """Open books that are there; older ones are brought up to date first.

    `judged` False is for a copy just restored: who holds the backup has everything already.
    """
    store = _store(url, passphrase)
    where = shown(books_url(url))
    if not store.exists():
        raise TieoutError("books.none_yet", where=where)
    engine = store.engine()
    try:
        version = schema_version(engine)
        if version is None:
            raise TieoutError("books.not_books", file=where)
        if version != NEWEST:
            with explained(store):
                upgrade(engine, before_commit=store.wrote)
        books = Books(store, engine, _who(store, engine, who), judged=judged)
        if judged:
            with engine.connect() as connection:
                check_password(connection, books.who, password)
        books.books_id = books.setting("books_id")
        books._wrote = version != NEWEST
    except OperationalError as error:
        if store.name == "sqlite" and "locked" not in str(error.orig):
            raise TieoutError("books.not_books", file=where) from None
        raise TieoutError("books.busy", where=where, found=str(error.orig)) from error
    except DatabaseError as error:
        if "permission denied" in str(error.orig):
            raise TieoutError("books.not_permitted", found=str(error.orig)) from error
        raise TieoutError("books.not_books", file=where) from None
    return books


def operating_system_user() -> str:
    """Who sits here, by the operating system."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return f"uid {os.getuid()}" if hasattr(os, "getuid") else "unknown"


def _store(url: str | None, passphrase: str | None) -> Store:
    place = books_url(url)
    return SqliteStore(place, passphrase) if place.drivername == "sqlite" else PostgresStore(place)


def _who(store: Store, engine: Engine, who: str | None) -> str:
    with engine.connect() as connection:
        return store.current_user(connection) or who or operating_system_user()
