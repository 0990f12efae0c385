"""How fast is each kind of question, beside a range of as many rows by their numbers, in processor time.

`python -m tests.books.measuring URL ROWS` makes the books, `python -m tests.books.questions_speed add URL ROWS` adds to them
what else is asked for, `ask URL` asks them.
"""

import sys
from collections.abc import Callable
from decimal import Decimal

import numpy as np
import pandas as pd
from sqlalchemy import func, select, text
from tests.books.clock import Clock

from tieout.books.balances import balances
from tieout.books.books import Books, open_books
from tieout.books.entry import Entry, entry_columns
from tieout.books.journal import add_batch, reject
from tieout.books.periods import first_and_last_day
from tieout.books.query import Question, query
from tieout.books.rows import Rows, rows_of
from tieout.books.schema import ENTRIES, EVENTS, FILES
from tieout.books.search import catch_up
from tieout.books.trace import trace
from tieout.ledger.ledger import Ledger

TYPES = (
    "sale",
    "payment",
    "sale",
    "return",
    "sale",
    "payment",
    "credit_note",
    "sale",
    "refund",
    "discount",
)
WORDS = ("Spare parts for line", "Steel order", "Freight of shipment", "Bolts and nuts lot")
LATER_ROWS = 20_000
"""Rows of each smaller batch: one that waits, one that was rejected."""


def ledger_of(rows: int, first: int = 0) -> Ledger:
    """Two years of documents of two thousand customers, in Chinese and English, in two currencies."""
    number = np.arange(first, first + rows)
    chinese = number % 4 != 3
    memo = np.where(
        chinese,
        [f"第{n % 5000}批货款 合同{n % 977:03}" for n in number],
        [f"{WORDS[n % 3]} {n % 5000}" for n in number],
    )
    frame = pd.DataFrame(
        {
            "line": number + 2,
            "date": pd.Timestamp("2025-01-01") + pd.to_timedelta(number % 730, unit="D"),
            "amount": [Decimal(int(n)) / 100 for n in (number * 7919) % 10_000_000 + 1],
            "reference": [f"XS-{n:07}" for n in number],
            "memo": memo,
            "type": np.array(TYPES)[number * 31 % 97 % len(TYPES)],
            "customer": np.where(
                chinese,
                [f"客户{n % 2000:04}有限公司" for n in number],
                [f"Customer {n % 2000:04} Ltd" for n in number],
            ),
            "currency": np.where(chinese, "CNY", "USD"),
        }
    )
    return Ledger.from_frame(frame)


def add_others(url: str, rows: int) -> None:
    """Beside so many posted entries some that wait or were sent back, and matches; the texts indexed."""
    with open_books(url, who="measuring") as books:
        books.set("review", "yes")
        for place in (0, 1):
            batch = _batch(
                books, rows_of(ledger_of(LATER_ROWS, rows + place * LATER_ROWS)), f"{place}.csv"
            )
            if place:
                reject(books, batch, "another month")
        with books.writing("match", subject="M1") as pen:
            pen.add_rows(
                EVENTS,
                [
                    {
                        "entry": n,
                        "kind": "match",
                        "name": f"M{n // 2}",
                        "who": "measuring",
                        "detail": "",
                    }
                    for n in range(1, min(rows, 100_001))
                ],
            )
        catch_up(books)
        if (
            books.store.name == "postgresql"
        ):  # as a server does by itself after so many rows; the tests' own does not
            with books.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as plain:
                plain.execute(text("VACUUM ANALYZE"))


def _batch(books: Books, rows: Rows, name: str) -> int:
    with books.writing("prepare", reason=name) as pen:
        file = pen.add(FILES, name=name, sheet="", sha256="", size=0)
        return add_batch(pen, rows, file=file)


def questions(rows: int) -> dict[str, Question]:
    """One question of every kind, and some of several at once."""
    july = first_and_last_day("2026-07")
    return {
        "period": Question(from_date=july[0], to_date=july[1]),
        "one day": Question(from_date=july[0], to_date=july[0]),
        "customer": Question(customer="客户0042有限公司"),
        "customer, part zh": Question(customer="0042有限"),
        "customer, part en": Question(customer="customer 0043"),
        "customer and period": Question(customer="客户0042有限公司", from_date=july[0], to_date=july[1]),
        "type": Question(type="discount"),
        "type and period": Question(type="payment", from_date=july[0], to_date=july[1]),
        "amount range": Question(least=Decimal("500.00"), most=Decimal("600.00"), currency="CNY"),
        "amount at least": Question(least=Decimal("99000.00"), currency="USD"),
        "currency": Question(currency="USD"),
        "reference": Question(reference=f"XS-{rows // 2:07}"),
        "keyword zh": Question(keyword="第42批"),
        "word of many zh": Question(keyword="货款"),
        "keyword en": Question(keyword="steel order 41"),
        "beginning of a keyword": Question(keyword="Frei"),
        "keyword and period": Question(keyword="货款", from_date=july[0], to_date=july[0]),
        "keyword, none": Question(keyword="没有这个词"),
        "status prepared": Question(state="prepared"),
        "status rejected": Question(state="rejected"),
        "status reviewed, none": Question(state="reviewed"),
        "every status, day": Question(state=None, from_date=july[0], to_date=july[0]),
        "everything": Question(),
    }  # fmt: skip


def ask(url: str, only: str = "") -> None:
    """Every question, all its rows, beside the range; then as a person asks it, the first fifty rows."""
    clock = Clock(url)
    print(
        "  processor time of the whole answer, of as many rows by their numbers, their ratio; the first fifty rows"
    )
    with open_books(url, who="measuring") as books:
        with books.reading() as connection:
            rows = int(connection.execute(select(func.count()).select_from(ENTRIES)).scalar() or 0)
        asked: dict[str, Callable[[int], int]] = {
            name: lambda limit, q=each: query(books, q, limit=limit).count
            for name, each in questions(rows).items()
        }
        asked["trace"] = lambda _: len(trace(books, 5001).steps)
        asked["balance, one customer"] = lambda _: len(balances(books, customer="客户0042有限公司"))
        for name, work in asked.items():
            if only in name:
                _say(books, clock, name, work, rows)


def _say(books: Books, clock: Clock, name: str, work: Callable[[int], int], rows: int) -> None:
    count = work(0)
    wanted = 500 if name.startswith("balance") else count
    whole, plain = clock.beside(lambda: work(rows), lambda: by_number(books, wanted))
    first, _ = clock.beside(lambda: work(50), lambda: None, enough=0.0)
    print(f"  {name:24} {count:8} rows {whole * 1000:9.1f} ms {plain * 1000:9.1f} ms {whole / plain:5.1f}; fifty {first * 1000:8.1f} ms", flush=True)  # fmt: skip


def by_number(books: Books, count: int) -> list[Entry]:
    """A range of entries by their primary key."""
    with books.reading() as connection:
        wanted = select(*entry_columns()).where(ENTRIES.c.id.between(1000, 1000 + count - 1))
        return [Entry(*row) for row in connection.execute(wanted)]


if __name__ == "__main__":
    if sys.argv[1] == "add":
        add_others(sys.argv[2], int(sys.argv[3]))
    else:
        ask(sys.argv[2], *sys.argv[3:4])
