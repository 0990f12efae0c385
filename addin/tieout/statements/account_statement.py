"""What does a statement of account (对账单) say of one customer: movement, open documents, age, months."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from tieout.statements.aging import AgingBase, age_days, aged_documents, due_dates
from tieout.statements.heading import StatementHeading, completed
from tieout.statements.one_side import AccountMovement, OneSide, dates_of, movement
from tieout.statements.open_documents import open_documents


@dataclass(frozen=True)
class AccountStatement:
    """One customer's account in one currency over a period; all amounts in minor units.

    `documents` are what is open at the end (see `open_documents`) with `age` by the base and
    `overdue` days (missing where a document has no date); `buckets` the balance by age; `year` the
    movement since the beginning of the year of the end.
    """

    heading: StatementHeading
    currency: str
    by: AgingBase
    movement: AccountMovement
    documents: pd.DataFrame
    buckets: Mapping[str, int]
    year: "YearToDate"

    @property
    def overdue(self) -> pd.DataFrame:
        """The documents past their due date."""
        late = self.documents["overdue"].fillna(0) > 0
        return self.documents[late & (self.documents["open"] > 0)].reset_index(drop=True)


def account_statement(
    side: OneSide, heading: StatementHeading, by: AgingBase = "invoice"
) -> AccountStatement:
    """The statement of one account, as its books stood at the end of the period."""
    heading = completed(heading, side.account.customer, *dates_of([side.entries]))
    found = movement(side, heading.begin, heading.end)
    documents = open_documents(movement(side, None, heading.end))
    terms_days = heading.issuer.terms_days
    return AccountStatement(
        heading=heading,
        currency=side.account.currency,
        by=by,
        movement=found,
        documents=documents.assign(
            due_date=due_dates(documents, terms_days),
            age=age_days(documents, heading.end, by, terms_days),
            overdue=age_days(documents, heading.end, "due", terms_days),
        ),
        buckets=aged_documents(documents, heading, by),
        year=_year_to_date(side.entries, heading.end),
    )


@dataclass(frozen=True)
class YearToDate:
    """本年累计 in minor units; `first` is the first of January, or the first day the ledger has after it."""

    first: date | None
    increase: int
    decrease: int


def _year_to_date(entries: pd.DataFrame, end: date | None) -> YearToDate:
    if end is None:
        return YearToDate(None, 0, 0)
    new_year = date(end.year, 1, 1)
    day = entries["date"].to_numpy("datetime64[D]")
    within = (day >= np.datetime64(new_year)) & (day <= np.datetime64(end))
    amount = entries["amount"].to_numpy(np.int64)[within]
    earlier = bool((day < np.datetime64(new_year)).any())
    first = new_year if earlier or not within.any() else day[within].min().item()
    return YearToDate(first, int(amount[amount > 0].sum()), -int(amount[amount < 0].sum()))


@dataclass(frozen=True)
class MonthMovement:
    """One month of an account: opening + increase − decrease = closing."""

    first: date
    opening: int
    increase: int
    decrease: int

    @property
    def closing(self) -> int:
        """What is owed at the end of the month."""
        return self.opening + self.increase - self.decrease


def months_of(statement: AccountStatement) -> list[MonthMovement]:
    """The movement month by month, from the first to the last of the period."""
    begin, end = statement.heading.begin, statement.heading.end
    if begin is None or end is None:
        return []
    lines = statement.movement.lines
    amount = lines["amount"].to_numpy(np.int64)
    month = lines["date"].dt.to_period("M")
    opening, found = statement.movement.opening, []
    for first in _months(begin, end):
        mine = amount[(month == pd.Period(first, "M")).to_numpy(dtype=bool)]
        found.append(
            MonthMovement(first, opening, int(mine[mine > 0].sum()), -int(mine[mine < 0].sum()))
        )
        opening = found[-1].closing
    return found


def _months(begin: date, end: date) -> Iterator[date]:
    """The first day of each month."""
    first = begin.replace(day=1)
    while first <= end:
        yield first
        first = (first + timedelta(days=32)).replace(day=1)
