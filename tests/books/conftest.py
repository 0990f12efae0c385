"""Books for the tests: a SQLite file, and a database on a PostgreSQL server the tests start themselves."""

import shutil
import uuid
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from tests.books.own_server import INITDB, own_server

from tieout.books.books import create_books, open_books


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setenv("TIEOUT_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("TIEOUT_BOOKS", raising=False)
    monkeypatch.setenv("TIEOUT_LANGUAGE", "en")


@pytest.fixture(scope="session")
def server():
    """The address of a PostgreSQL server on this machine, ours alone."""
    if not INITDB:
        pytest.skip("PostgreSQL is not installed (no initdb)")
    with own_server() as address:
        yield address


def fresh_database(server) -> str:
    return _database(server, "books")


def copied_database(url) -> str:
    """A copy of a database nobody is connected with."""
    server, _, name = url.rpartition("/")
    return _database(server, "copy", f" TEMPLATE {name}")


def _database(server, prefix, like="") -> str:
    name = f"{prefix}_{uuid.uuid4().hex[:12]}"
    engine = create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}{like}"))
    engine.dispose()
    return f"{server}/{name}"


def opened_by(url, who):
    """The books as another person opens them; on a server that is another sign-in there."""
    if "postgres" not in url:
        return open_books(url, who=who)
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        known = connection.execute(
            text("SELECT 1 FROM pg_roles WHERE rolname = :who"), {"who": who}
        )
        if known.first() is None:
            connection.execute(text(f"CREATE ROLE {who} SUPERUSER LOGIN"))
    engine.dispose()
    return open_books(url.replace("owner@", f"{who}@"))


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request):
    return request.param


@pytest.fixture(scope="session")
def new_books(request, tmp_path_factory):
    """The address of new books on a store; they are made once, a test works on its copy of them."""

    @cache
    def made(store):
        url = empty_place(request, store, tmp_path_factory.mktemp("new"))
        create_books(url, who="zhang").close()
        return url

    return made


@pytest.fixture
def url(request, store, tmp_path):
    """An empty place for books, on each store; new books where a test asks for both."""
    if "books" in request.fixturenames:
        return copied(request.getfixturevalue("new_books")(store), tmp_path)
    return empty_place(request, store, tmp_path)


def empty_place(request, store, folder):
    """The address of a place on a store where books can be made."""
    if store == "sqlite":
        return str(folder / "books.sqlite")
    return fresh_database(request.getfixturevalue("server"))


def copied(url, folder):
    """A copy of books nobody has open."""
    if "postgres" in url:
        return copied_database(url)
    for part in Path(url).parent.iterdir():
        shutil.copy(part, folder)
    return str(folder / Path(url).name)


@pytest.fixture
def books(url):
    with open_books(url, who="zhang") as opened:
        yield opened


@pytest.fixture
def sqlite_url(tmp_path):
    return str(tmp_path / "books.sqlite")
