"""How fast is a bulk posting beside bare inserts of the same rows, in one run: python -m tests.books.measuring URL ROWS.

In processor time, which other programs on the machine do not lengthen much, and by the clock.
"""

import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from tests.books.clock import Clock
from tests.books.questions_speed import ledger_of

from tieout.books.books import create_books
from tieout.books.digests import row_digests, written_rows
from tieout.books.posting import post_ledger
from tieout.books.rows import rows_of
from tieout.ledger.ledger import Ledger

BARE = """CREATE TABLE bare (id bigint PRIMARY KEY, trail bigint, batch bigint, line bigint, posting_date date,
due_date date, type text, reference text, memo text, cents bigint, currency text, customer text, others text,
reverses bigint, replaces bigint, fingerprint bigint, digest {bytes})"""

Taken = tuple[float, float]
"""Seconds of the processor, and by the clock."""


def taken(clock: Clock, work: Callable[[], object]) -> Taken:
    """How long something takes, both ways."""
    began = time.perf_counter()
    return clock.seconds(work), time.perf_counter() - began


def bare(url: str, clock: Clock, ledger: Ledger, folder: Path) -> dict[str, Taken]:
    """How long the same rows take, ready made, into a plain table with a key and no index, committed once."""
    rows = as_kept(ledger)
    if "postgres" not in url:
        file = sqlite3.connect(folder / "bare.sqlite")
        file.execute(BARE.format(bytes="blob"))

        def insert() -> None:
            file.executemany(f"INSERT INTO bare VALUES ({','.join('?' * 17)})", rows)
            file.commit()

        return {"INSERT": taken(clock, insert)}
    with psycopg.connect(url.replace("+psycopg", "")) as server:
        found = {}
        for name, add in (("INSERT", by_insert), ("COPY", by_copy)):
            server.execute("DROP TABLE IF EXISTS bare")
            server.execute(BARE.format(bytes="bytea"))
            server.commit()
            found[name] = taken(clock, lambda add=add: add(server, rows))
        server.execute("DROP TABLE bare")
    return found


def as_kept(ledger: Ledger) -> list[tuple[object, ...]]:
    """The rows as the books keep them, numbers and digests too."""
    rows = rows_of(ledger)
    columns = [range(1, len(rows) + 1), [2] * len(rows), *rows.columns(1)]
    return list(zip(*columns, row_digests(written_rows(columns)), strict=True))


def by_insert(server: psycopg.Connection, rows: list[tuple[object, ...]]) -> None:
    """As a program inserts many rows: the driver sends them without waiting for each."""
    with server.cursor() as cursor:
        cursor.executemany(f"INSERT INTO bare VALUES ({','.join(['%s'] * 17)})", rows)
    server.commit()


def by_copy(server: psycopg.Connection, rows: list[tuple[object, ...]]) -> None:
    """As a server loads what is ready made."""
    with server.cursor() as cursor, cursor.copy("COPY bare FROM STDIN") as into:
        for row in rows:
            into.write_row(row)
    server.commit()


def postings(url: str, rows: int) -> None:
    """Post a ledger into new books, and the same rows into a bare table."""
    ledger, clock = ledger_of(rows), Clock(url)
    with TemporaryDirectory() as folder:
        plain = bare(url, clock, ledger, Path(folder))
    with create_books(url, who="measuring") as books:
        posted = taken(clock, lambda: post_ledger(books, ledger))
    _say("posted with trail", rows, posted)
    for name, found in plain.items():
        _say(f"bare {name}", rows, found)
        print(f"    ratio {posted[0] / found[0]:.1f} ({posted[1] / found[1]:.1f} by the clock)", flush=True)  # fmt: skip


def _say(name: str, rows: int, found: Taken) -> None:
    print(f"  {name:20} {rows / found[0]:9,.0f} rows a second of the processor, {rows / found[1]:9,.0f} by the clock", flush=True)  # fmt: skip


if __name__ == "__main__":
    postings(sys.argv[1], int(sys.argv[2]))
