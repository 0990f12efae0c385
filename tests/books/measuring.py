"""How fast are postings and questions, beside the bare database, in one run: python -m tests.books.measuring URL ROWS."""

import sqlite3
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import psycopg
from sqlalchemy import select

from tieout.books.books import Books, create_books
from tieout.books.digests import row_digests, written_rows
from tieout.books.entry import Entry, entry_columns
from tieout.books.periods import first_and_last_day
from tieout.books.posting import post_ledger
from tieout.books.query import Question, query
from tieout.books.rows import rows_of
from tieout.books.schema import ENTRIES
from tieout.books.search import catch_up
from tieout.books.verify import verify
from tieout.ledger.ledger import Ledger

BARE = """CREATE TABLE bare (id bigint PRIMARY KEY, trail bigint, batch bigint, line bigint, posting_date date,
due_date date, type text, reference text, memo text, cents bigint, currency text, customer text, others text,
reverses bigint, replaces bigint, fingerprint bigint, digest {bytes})"""


def ledger_of(rows: int) -> Ledger:
    """A year of documents of two thousand customers."""
    number = np.arange(rows)
    frame = pd.DataFrame(
        {
            "date": pd.Timestamp("2026-01-01") + pd.to_timedelta(number % 365, unit="D"),
            "amount": [Decimal(int(n)) / 100 for n in (number * 7919) % 10_000_000 + 1],
            "reference": [f"XS-{n:07}" for n in number],
            "memo": [f"第{n % 5000}批货款" for n in number],
            "type": np.where(number % 3 == 0, "收款", "销售"),
            "customer": [f"客户{n % 2000:04}有限公司" for n in number],
            "currency": "CNY",
        }
    )
    return Ledger.from_frame(frame)


def seconds(work: Callable[[], object]) -> float:
    """How long something takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def bare(url: str, ledger: Ledger, folder: Path) -> dict[str, float]:
    """How long the same rows take, ready made, into a plain table with a key and no index, committed once."""
    rows = as_kept(ledger)
    if "postgres" not in url:
        file = sqlite3.connect(folder / "bare.sqlite")
        file.execute(BARE.format(bytes="blob"))

        def insert() -> None:
            file.executemany(f"INSERT INTO bare VALUES ({','.join('?' * 17)})", rows)
            file.commit()

        return {"INSERT": seconds(insert)}
    with psycopg.connect(url.replace("+psycopg", "")) as server:
        found = {}
        for name, add in (("INSERT", by_insert), ("COPY", by_copy)):
            server.execute("DROP TABLE IF EXISTS bare")
            server.execute(BARE.format(bytes="bytea"))
            server.commit()
            found[name] = seconds(lambda add=add: add(server, rows))
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


def asked(books: Books, rows: int) -> None:
    """Every way of asking, beside as many rows by their numbers."""
    first, last = first_and_last_day("2026-07")
    questions = {
        "period": Question(from_date=first, to_date=last),
        "customer": Question(customer="客户0042有限公司"),
        "part of a name": Question(customer="0042有限"),
        "type and days": Question(type="收款", from_date=first, to_date=first),
        "amounts": Question(least=Decimal("500.00"), most=Decimal("600.00")),
        "reference": Question(reference=f"XS-{rows // 2:07}"),
        "keyword": Question(keyword="第42批"),
        "waiting": Question(state="prepared"),
    }
    for name, question in questions.items():
        count = query(books, question, limit=0).count
        mine = min(seconds(lambda q=question: query(books, q, limit=rows)) for _ in range(3))
        plain = min(seconds(lambda n=count: by_number(books, n)) for _ in range(3))
        print(
            f"  {name:16} {count:8} rows {mine * 1000:8.1f} ms, by number {plain * 1000:8.1f} ms: {mine / plain:5.1f}",
            flush=True,
        )


def by_number(books: Books, count: int) -> list[Entry]:
    """A range of entries by their primary key."""
    with books.reading() as connection:
        wanted = select(*entry_columns()).where(ENTRIES.c.id.between(1000, 1000 + count - 1))
        return [Entry(*row) for row in connection.execute(wanted)]


def main(url: str, rows: int) -> None:
    """Post, ask, verify."""
    ledger = ledger_of(rows)
    with TemporaryDirectory() as folder:
        plain = bare(url, ledger, Path(folder))
    with create_books(url) as books:
        posted = seconds(lambda: post_ledger(books, ledger))
        print(f"{rows} rows posted: {rows / posted:,.0f}/s", flush=True)
        for name, found in plain.items():
            print(f"  bare {name} {rows / found:,.0f}/s, ratio {posted / found:.1f}", flush=True)
        print(f"texts indexed in {seconds(lambda: catch_up(books)):.0f} s", flush=True)
        asked(books, rows)
    print(f"verified in {seconds(lambda: verify(url)):.0f} s", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
