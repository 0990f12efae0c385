"""Which entries are asked for: by period, customer, type, amount, status, reference, keyword."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, literal, or_, select

from tieout.books.books import Books
from tieout.books.entry import Entry, entry_columns, known_type
from tieout.books.grams import normalised
from tieout.books.journal import BatchState, is_in
from tieout.books.schema import ENTRIES
from tieout.books.search import catch_up
from tieout.books.sight import in_sight
from tieout.errors import TieoutError
from tieout.ledger.currency import to_cents

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
    """Answer a question."""
    if question.keyword and not normalised(question.keyword):
        raise TieoutError("books.empty_keyword", found=question.keyword)
    if question.keyword and books.store.may_index(books.engine):
        catch_up(books)
    with books.reading() as connection:
        asked = _conditions(books, connection, question)
        shown = (
            select(*entry_columns()).where(*asked).order_by(ENTRIES.c.posting_date, ENTRIES.c.id)
        )
        entries = tuple(Entry(*row) for row in connection.execute(shown.limit(limit)))
        return Answer(entries, _totals(connection, asked))


def every(books: Books, question: Question) -> Iterator[Entry]:
    """Every entry that answers a question, in the order of the journal."""
    with books.reading() as connection:
        asked = select(*entry_columns()).where(*_conditions(books, connection, question))
        found = connection.execution_options(stream_results=True).execute(
            asked.order_by(ENTRIES.c.id)
        )
        for rows in found.partitions(CHUNK_ROWS):
            yield from (Entry(*row) for row in rows)


def _totals(connection: Connection, asked: list[ColumnElement[bool]]) -> dict[str, CurrencyTotal]:
    debit = func.sum(case((ENTRIES.c.cents > 0, ENTRIES.c.cents), else_=0))
    credit = func.sum(case((ENTRIES.c.cents < 0, -ENTRIES.c.cents), else_=0))
    summed = select(ENTRIES.c.currency, func.count(), debit, credit).where(*asked)
    rows = connection.execute(summed.group_by(ENTRIES.c.currency).order_by(ENTRIES.c.currency))
    return {str(row[0]): CurrencyTotal(int(row[1]), int(row[2]), int(row[3])) for row in rows}


def _conditions(books: Books, connection: Connection, asked: Question) -> list[ColumnElement[bool]]:
    found = in_sight(connection, books.store, books.who)
    if asked.state is not None:
        found.append(is_in(asked.state))
    if asked.from_date is not None:
        found.append(ENTRIES.c.posting_date >= asked.from_date)
    if asked.to_date is not None:
        found.append(ENTRIES.c.posting_date <= asked.to_date)
    if asked.customer:
        found.append(ENTRIES.c.customer.in_(customers_named(connection, asked.customer)))
    if asked.type:
        found.append(ENTRIES.c.type == known_type(asked.type))
    if asked.currency is not None:
        found.append(ENTRIES.c.currency == asked.currency)
    if asked.least is not None or asked.most is not None:
        found.append(_between(asked))
    if asked.reference:
        found.append(ENTRIES.c.reference == asked.reference)
    if asked.keyword:
        found.append(ENTRIES.c.id.in_(books.store.found_by(asked.keyword)))
    return found


def customers_named(connection: Connection, name: str) -> list[str]:
    """The customer of that name; where there is none, those whose names contain it."""
    exact = select(ENTRIES.c.customer).where(ENTRIES.c.customer == name).limit(1)
    if connection.execute(exact).first():
        return [name]
    part = normalised(name)
    every_name = connection.execute(_distinct_customers()).scalars()
    return [str(each) for each in every_name if part and part in normalised(str(each))]


def _distinct_customers() -> Select[Any]:
    """Jumping through the index from name to name; a plain DISTINCT would read every entry."""
    names = (
        select(ENTRIES.c.customer.label("name")).order_by(ENTRIES.c.customer).limit(1).subquery()
    )
    chain = select(names.c.name).cte("names", recursive=True)
    after = (
        select(ENTRIES.c.customer)
        .where(ENTRIES.c.customer > chain.c.name)
        .order_by(ENTRIES.c.customer)
        .limit(1)
        .scalar_subquery()
    )
    chain = chain.union_all(select(after).where(chain.c.name.is_not(None)))
    return select(chain.c.name).where(chain.c.name.is_not(None))


def _between(asked: Question) -> ColumnElement[bool]:
    """Amounts by their size: of a debit or of a credit."""
    currency = asked.currency or ""
    least = to_cents(asked.least or Decimal(0), currency)
    conditions = [ENTRIES.c.cents >= least, ENTRIES.c.cents <= -least]
    if asked.most is None:
        return or_(*conditions)
    most = to_cents(asked.most, currency)
    return or_(
        and_(conditions[0], ENTRIES.c.cents <= literal(most)),
        and_(conditions[1], ENTRIES.c.cents >= literal(-most)),
    )
