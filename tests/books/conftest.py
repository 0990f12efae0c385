"""Books for the tests: a SQLite file, and a database on a PostgreSQL server the tests start themselves."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import uuid
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tieout.books.books import create_books, open_books

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
IN_MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
"""Where the server of the tests keeps its files: it is killed and thrown away, never recovered."""
INITDB = str(PROGRAMS[0]) if PROGRAMS else shutil.which("initdb")


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
    programs = Path(INITDB).resolve().parent
    folder = Path(tempfile.mkdtemp(prefix="tieout-pg-", dir=IN_MEMORY))
    user = {}
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        postgres = pwd.getpwnam("postgres")
        os.chown(folder, postgres.pw_uid, postgres.pw_gid)
        user = {"user": postgres.pw_uid, "group": postgres.pw_gid, "extra_groups": []}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def run(program, *words):
        subprocess.run(
            [programs / program, *words],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            cwd=folder,
            timeout=120,
            **user,
        )

    run(
        "initdb",
        "-D",
        folder / "base",
        "-U",
        "owner",
        "--auth=trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "-N",
    )
    options = (
        f"-h 127.0.0.1 -p {port} -k {folder} -c max_connections=60 -c shared_buffers=128MB "
        "-c fsync=off -c full_page_writes=off -c autovacuum=off -c max_wal_size=4GB"
    )
    run("pg_ctl", "-D", folder / "base", "-l", folder / "server.out", "-o", options, "-w", "start")
    yield f"postgresql+psycopg://owner@127.0.0.1:{port}"
    run("pg_ctl", "-D", folder / "base", "-m", "immediate", "-w", "stop")
    shutil.rmtree(folder, ignore_errors=True)


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
def url(request, tmp_path):
    """An empty place for books, on each store."""
    if request.param == "sqlite":
        return str(tmp_path / "books.sqlite")
    return fresh_database(request.getfixturevalue("server"))


@pytest.fixture
def books(url):
    with create_books(url, who="zhang") as made:
        yield made


@pytest.fixture
def sqlite_url(tmp_path):
    return str(tmp_path / "books.sqlite")
