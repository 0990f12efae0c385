"""How fast are postings and questions of the books: python -m tests.benchmarks.books [ROWS].

In a file, and on a server of our own where PostgreSQL is installed; in processor time, the server's too.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from tests.books.measuring import postings
from tests.books.own_server import INITDB, own_server
from tests.books.questions_speed import add_others, ask

ROWS = 100_000


@contextmanager
def places(folder: Path) -> Iterator[dict[str, str]]:
    """By kind of store, a place for books."""
    found = {"SQLite": str(folder / "books.sqlite")}
    if not INITDB:
        print("PostgreSQL: not measured, it is not installed")
        yield found
        return
    with own_server(str(folder)) as server:
        plain = server.replace("+psycopg", "")
        with psycopg.connect(f"{plain}/postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE books")
        yield found | {"PostgreSQL": f"{server}/books"}


def main(rows: int = ROWS) -> None:
    """Post, then ask every kind of question, beside as many rows by their numbers."""
    with TemporaryDirectory(prefix="tieout-bench") as folder:
        os.environ["TIEOUT_HOME"] = folder
        Path(folder).chmod(0o755)  # the server has a user of its own
        with places(Path(folder)) as found:
            for kind, place in found.items():
                print(f"{kind}, {rows:,} entries", flush=True)
                postings(place, rows)
                add_others(place, rows)
                ask(place)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
