"""How old is what customers owe: buckets of days as of a date, by document or by due date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

import numpy as np
import pandas as pd

from tieout.errors import TieoutError
from tieout.ledger.currency import decimals
from tieout.statements.balance_sentences import undated
from tieout.statements.fields import Cell, Field, Fields, money, money_column, text_column, words
from tieout.statements.heading import Issuer, StatementHeading, completed, heading_fields
from tieout.statements.one_side import OneSide, dates_of, movement, undated_of
from tieout.statements.open_documents import open_documents
from tieout.texts import Language, text

AgingBase = Literal["invoice", "due"]
LIMITS_DAYS: dict[AgingBase, tuple[int, ...]] = {
    "invoice": (30, 60, 90, 180, 365),
    "due": (0, 30, 60, 90, 180),
}
"""The last day of each bucket but the last; by due date the first is not due yet."""
BUCKETS = tuple(f"bucket_{number}" for number in range(1, 7))
_COLUMNS = (*BUCKETS, "unapplied", "undated", "total")


@dataclass(frozen=True)
class AgingSchedule:
    """Every customer's balance by age in one currency, minor units.

    `lines`: customer, bucket_1 … bucket_6, unapplied (receipts not applied, negative), undated (an
    opening balance without documents), total; the columns add up to the total.
    """

    heading: StatementHeading
    currency: str
    by: AgingBase
    lines: pd.DataFrame
    undated: tuple[int, ...] = ()


def aging_schedule(
    sides: Sequence[OneSide], heading: StatementHeading, by: AgingBase = "invoice"
) -> AgingSchedule:
    """The schedule of accounts of one currency."""
    currency = one_currency(sides)
    heading = completed(heading, "", *dates_of([side.entries for side in sides]))
    rows = [
        {
            "customer": side.account.customer,
            **aged(side, heading, by),
        }
        for side in sides
    ]
    lines = pd.DataFrame(rows, columns=["customer", *_COLUMNS])
    lines = lines[(lines[list(_COLUMNS)] != 0).any(axis=1)].reset_index(drop=True)
    return AgingSchedule(heading, currency, by, lines, undated_of(sides))


def aged(side: OneSide, heading: StatementHeading, by: AgingBase) -> dict[str, int]:
    """One account's balance by bucket."""
    return aged_documents(open_documents(movement(side, None, heading.end)), heading, by)


def aged_documents(found: pd.DataFrame, heading: StatementHeading, by: AgingBase) -> dict[str, int]:
    """Open documents by bucket."""
    cents = found["open"].to_numpy(np.int64)
    bucket = _buckets(found, heading, by)
    totals = {name: int(cents[bucket == at].sum()) for at, name in enumerate(_COLUMNS[:-1])}
    return {**totals, "total": int(cents.sum())}


def limits_of(issuer: Issuer, by: AgingBase) -> tuple[int, ...]:
    """The last day of each bucket but the last, as the issuer wants them; not due is a bucket too.

    >>> limits_of(Issuer(aging_days=(15, 45)), "due")
    (0, 15, 45)
    """
    days = issuer.aging_days
    limits = ((0, *days) if by == "due" else days) if days else LIMITS_DAYS[by]
    if len(limits) >= len(BUCKETS):
        raise TieoutError("statement.error.too_many_buckets", days=list(days), buckets=len(BUCKETS))
    return limits


def _buckets(found: pd.DataFrame, heading: StatementHeading, by: AgingBase) -> np.ndarray:
    """The place of each open document in the columns."""
    age = age_days(found, heading.end, by, heading.issuer.terms_days)
    limits = np.array(limits_of(heading.issuer, by))
    known = np.searchsorted(limits, age.fillna(0).to_numpy(np.int64), "left")
    place = np.where(age.isna(), len(BUCKETS) + 1, known)
    return np.where(found["open"] < 0, len(BUCKETS), place)


def age_days(
    found: pd.DataFrame, as_of: date | None, by: AgingBase, terms_days: int = 0
) -> pd.Series:
    """Days since a document's date, or since it fell due; missing where it has no date."""
    base = due_dates(found, terms_days) if by == "due" else found["date"]
    if as_of is None:
        return pd.Series(pd.NA, index=found.index, dtype="Int64")
    return (pd.Timestamp(as_of) - base.dt.normalize()).dt.days.astype("Int64")


def due_dates(found: pd.DataFrame, terms_days: int = 0) -> pd.Series:
    """When each document falls due: as stated, else so many days after its date."""
    return found["due_date"].fillna(found["date"] + pd.Timedelta(days=terms_days))


def one_currency(sides: Sequence[OneSide]) -> str:
    """The currency of accounts that have one."""
    currencies = sorted({side.account.currency for side in sides})
    if len(currencies) > 1:
        raise TieoutError("statement.error.several_currencies", currencies=currencies)
    return currencies[0] if currencies else ""


def aging_fields(schedule: AgingSchedule, language: Language) -> Fields:
    """Everything a template of an aging schedule can show."""
    lines, currency = schedule.lines, schedule.currency
    totals = {name: int(lines[name].sum()) for name in _COLUMNS}
    return Fields(
        values={
            **heading_fields(schedule.heading, currency, language),
            "remark": words(undated(schedule.undated, language)),
            **bucket_fields(schedule.heading.issuer, schedule.by, language),
            **{f"{name}_total": money(cents, currency) for name, cents in totals.items()},
            "base": words(text(f"statement.aging.by_{schedule.by}", language)),
            "method": words(text("statement.aging.method", language)),
        },
        blocks={"customer_rows": _rows(lines, currency, language)},
        places=decimals(currency),
    )


def bucket_fields(issuer: Issuer, by: AgingBase, language: Language) -> dict[str, Field]:
    """What stands above each bucket."""
    names = bucket_names(limits_of(issuer, by), by, language)
    return {f"{bucket}_name": words(name) for bucket, name in names}


def bucket_names(limits: Sequence[int], by: AgingBase, language: Language) -> list[tuple[str, str]]:
    """Each bucket with its name; those that nobody wants have none.

    >>> [name for _, name in bucket_names((30, 365), "invoice", "zh")]
    ['0-30天', '31-365天', '1年以上', '', '', '']
    """
    first = text(f"statement.aging.first_{by}", language, last=limits[0])
    middle = [
        text("statement.aging.between", language, first=low + 1, last=high)
        for low, high in pairwise(limits)
    ]
    over = "over_year" if limits[-1] == 365 else "over"
    last = text(f"statement.aging.{over}", language, last=limits[-1])
    unused = [""] * (len(BUCKETS) - len(limits) - 1)
    return list(zip(BUCKETS, [first, *middle, last, *unused], strict=True))


def _rows(lines: pd.DataFrame, currency: str, language: Language) -> dict[str, list[Cell]]:
    if lines.empty:
        nothing: list[Cell] = [text("statement.nothing", language)]
        return {"number": [None], "customer": nothing, **{name: [None] for name in _COLUMNS}}
    return {
        "number": list(range(1, len(lines) + 1)),
        "customer": text_column(lines["customer"]),
        **{name: money_column(lines[name], currency) for name in _COLUMNS},
    }
