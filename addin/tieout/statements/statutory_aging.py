"""How old are receivables by the years of the notes to the accounts (附注账龄), now and a year before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from tieout.ledger.currency import decimals
from tieout.statements.aging import one_currency
from tieout.statements.fields import Fields, money
from tieout.statements.heading import StatementHeading, completed, heading_fields
from tieout.statements.one_side import OneSide, dates_of, movement
from tieout.statements.open_documents import open_documents
from tieout.texts import Language

YEARS = ("within_1", "years_1_2", "years_2_3", "over_3", "undated", "advances")
"""1年以内, 1-2年, 2-3年, 3年以上, an opening without documents, and credit balances (预收)."""


@dataclass(frozen=True)
class StatutoryAging:
    """Book balances by year at the end and at the beginning of the year, minor units.

    A customer whose balance is a credit is an advance, never taken off other customers' debts.
    """

    heading: StatementHeading
    currency: str
    closing: dict[str, int]
    opening: dict[str, int]


def statutory_aging(sides: Sequence[OneSide], heading: StatementHeading) -> StatutoryAging:
    """The note of accounts of one currency."""
    heading = completed(heading, "", *dates_of([side.entries for side in sides]))
    currency = one_currency(sides)
    end = heading.end or date.max
    before = date(end.year - 1, 12, 31)
    return StatutoryAging(heading, currency, _by_year(sides, end), _by_year(sides, before))


def _by_year(sides: Sequence[OneSide], as_of: date) -> dict[str, int]:
    total = dict.fromkeys(YEARS, 0)
    for side in sides:
        found = open_documents(movement(side, None, as_of))
        cents = found["open"].to_numpy(np.int64)
        places = np.where(cents < 0, len(YEARS) - 1, _years(found["date"], as_of))
        for place, name in enumerate(YEARS):
            total[name] += int(cents[places == place].sum())
    return total


def _years(dates: pd.Series, as_of: date) -> np.ndarray:
    """Whole calendar years between a document and the day, three at most; 4 where it has no date."""
    day = pd.Timestamp(as_of)
    turned = (dates.dt.month > day.month) | (
        (dates.dt.month == day.month) & (dates.dt.day > day.day)
    )
    years = (day.year - dates.dt.year - turned.astype(int)).clip(lower=0, upper=3)
    return years.fillna(4).to_numpy(np.int64)


def statutory_fields(found: StatutoryAging, language: Language) -> Fields:
    """Everything a template of the note can show."""
    currency = found.currency
    return Fields(
        values={
            **heading_fields(found.heading, currency, language),
            **{f"closing_{name}": money(cents, currency) for name, cents in found.closing.items()},
            **{f"opening_{name}": money(cents, currency) for name, cents in found.opening.items()},
            "closing_total": money(sum(found.closing.values()), currency),
            "opening_total": money(sum(found.opening.values()), currency),
        },
        blocks={},
        places=decimals(currency),
    )
