"""Which entries are asked for: by period, customer, type, amount, status, reference, keyword."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, func, select

from tieout.books.amounts_asked import of_amount
from tieout.books.books import Books
from tieout.books.customers_named import customers_named
from tieout.books.entry import Entry, entry_columns, known_type
from tieout.books.grams import normalised
from tieout.books.journal import BatchState, is_in
from tieout.books.keyword import by_keyword
from tieout.books.schema import ENTRIES
from tieout.books.search import catch_up, is_behind
from tieout.books.sight import in_sight
from tieout.errors import TieoutError

CHUNK_ROWS = 10_000


@dataclass(frozen=True)
class Question:
    """What is asked; everything that is given must hold. Amounts are magnitudes in major units."""

    from_date: date | None = None
    to_date: date | None = None
    customer: str = ""
    type: str = ""
    currency: str | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    state: BatchState | None = "posted"
    reference: str = ""
    keyword: str = ""

    def said(self) -> dict[str, object]:
        """What is asked, by its names; what is not asked is left out."""
        given = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: str(value) for name, value in given.items() if value not in (None, "")}


@dataclass(frozen=True)
class CurrencyTotal:
    """Count and sums in one currency, minor units."""

    count: int
    debit: int
    credit: int

    @property
    def net(self) -> int:
        """Debits less credits."""
        return self.debit - self.credit


@dataclass(frozen=True)
class Answer:
    """The first entries by date, and the count and totals of all."""

    entries: tuple[Entry, ...]
    totals: Mapping[str, CurrencyTotal]

    @property
    def count(self) -> int:
        """How many entries there are, shown or not."""
        return sum(total.count for total in self.totals.values())


def query(books: Books, question: Question, *, limit: int = 1000) -> Answer:
    """Answer a question; entries posted since the last search are indexed first, by who may."""
    if question.keyword and not normalised(question.keyword):
        raise TieoutError("books.empty_keyword", found=question.keyword)
    with books.reading() as connection:
        if not question.keyword or not is_behind(books.store, connection):
            return _answer(books, connection, question, limit)
    catch_up(books)
    with books.reading() as connection:
        return _answer(books, connection, question, limit)


def every(books: Books, question: Question) -> Iterator[Entry]:
    """Every entry that answers a question, in the order of the journal."""
    with books.reading() as connection:
        asked = select(*entry_columns()).where(*_conditions(books, connection, question))
        found = connection.execution_options(stream_results=True).execute(
            asked.order_by(ENTRIES.c.id)
        )
        count = 0
        for rows in found.partitions(CHUNK_ROWS):
            count += len(rows)
            yield from (Entry(*row) for row in rows)
    books.note("query", count, question.said())


def _answer(books: Books, connection: Connection, question: Question, limit: int) -> Answer:
    asked = _conditions(books, connection, question)
    entries = _entries(connection, _wanted(asked).limit(limit + 1))
    if len(entries) <= limit:
        answer = Answer(tuple(entries), _summed(entries))
    else:
        answer = Answer(tuple(entries[:limit]), _totals(connection, asked))
    books.note("query", answer.count, question.said())
    return answer


def _wanted(asked: Sequence[ColumnElement[bool]]) -> Select[Any]:
    order = (ENTRIES.c.posting_date, ENTRIES.c.id)
    return select(*entry_columns()).where(*asked).order_by(*order)


def _entries(connection: Connection, wanted: Select[Any]) -> list[Entry]:
    return [Entry(*row) for row in connection.execute(wanted)]


def _summed(entries: Sequence[Entry]) -> dict[str, CurrencyTotal]:
    """The totals of entries that are all at hand, so that the database need not look twice."""
    cents: dict[str, list[int]] = {}
    for entry in entries:
        cents.setdefault(entry.currency, []).append(entry.cents)
    return {
        currency: CurrencyTotal(
            len(found), sum(c for c in found if c > 0), -sum(c for c in found if c < 0)
        )
        for currency, found in sorted(cents.items())
    }


def _totals(
    connection: Connection, asked: Sequence[ColumnElement[bool]]
) -> dict[str, CurrencyTotal]:
    debit = func.sum(case((ENTRIES.c.cents > 0, ENTRIES.c.cents), else_=0))
    credit = func.sum(case((ENTRIES.c.cents < 0, -ENTRIES.c.cents), else_=0))
    summed = select(ENTRIES.c.currency, func.count(), debit, credit).where(*asked)
    rows = connection.execute(summed.group_by(ENTRIES.c.currency).order_by(ENTRIES.c.currency))
    return {str(row[0]): CurrencyTotal(int(row[1]), int(row[2]), int(row[3])) for row in rows}


def _conditions(books: Books, connection: Connection, asked: Question) -> list[ColumnElement[bool]]:
    found = [*in_sight(connection, books.store, books.who), *_of_few(books, connection, asked)]
    if asked.keyword:
        found = by_keyword(books.store, connection, asked.keyword, found, narrowed=_narrows(asked))
    if asked.state is not None:
        found.append(is_in(asked.state))
    if asked.currency is not None:
        found.append(ENTRIES.c.currency == asked.currency)
    return found


def _narrows(asked: Question) -> bool:
    """Whether something leaves fewer entries than all, which an index finds."""
    return any((asked.from_date, asked.to_date, asked.customer, asked.type, asked.reference, asked.least is not None, asked.most is not None))  # fmt: skip


def _of_few(books: Books, connection: Connection, asked: Question) -> Iterator[ColumnElement[bool]]:
    """What an index finds."""
    if asked.from_date is not None:
        yield ENTRIES.c.posting_date >= asked.from_date
    if asked.to_date is not None:
        yield ENTRIES.c.posting_date <= asked.to_date
    if asked.customer:
        yield ENTRIES.c.customer.in_(customers_named(connection, books.store, asked.customer))
    if asked.type:
        yield ENTRIES.c.type == known_type(asked.type)
    if asked.least is not None or asked.most is not None:
        yield of_amount(asked.least, asked.most, asked.currency)
    if asked.reference:
        yield ENTRIES.c.reference == asked.reference
