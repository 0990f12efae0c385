"""Which 未达账项 are there: what one side has booked and the other will, with how long it has been out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from tieout.ledger.currency import decimals
from tieout.matching.causes import Cause
from tieout.statements.account import OneAccount
from tieout.statements.fields import (
    Cell,
    Fields,
    date_column,
    money,
    money_column,
    nothing,
    number_column,
    text_column,
)
from tieout.statements.heading import StatementHeading, completed, heading_fields
from tieout.statements.one_side import dates_of
from tieout.texts import Language

COLUMNS = ("number", "date", "document", "memo", "increase", "decrease", "amount", "days")


@dataclass(frozen=True)
class ItemsInTransit:
    """The 未达账项 of one account: entries that only we, or only they, have booked; minor units."""

    heading: StatementHeading
    currency: str
    ours: pd.DataFrame
    theirs: pd.DataFrame


def items_in_transit(found: OneAccount, heading: StatementHeading) -> ItemsInTransit:
    """The items in transit of one account."""
    return ItemsInTransit(
        heading=completed(
            heading, found.customer, *dates_of([found.ours, found.theirs]), found.our_name
        ),
        currency=found.currency,
        ours=_in_transit(found.ours),
        theirs=_in_transit(found.theirs),
    )


def _in_transit(entries: pd.DataFrame) -> pd.DataFrame:
    mine = (entries["match"] == 0) & (entries["cause"] == Cause.IN_TRANSIT.value)
    return entries[mine].sort_values(["date", "line"], kind="stable", ignore_index=True)


def in_transit_fields(items: ItemsInTransit, language: Language) -> Fields:
    """Everything a template of 未达账项 can show."""
    currency = items.currency
    ours, theirs = int(items.ours["amount"].sum()), int(items.theirs["amount"].sum())
    return Fields(
        values={
            **heading_fields(items.heading, currency, language),
            "our_total": money(ours, currency),
            "their_total": money(theirs, currency),
            "net": money(ours - theirs, currency),
        },
        blocks={
            "only_ours_rows": _rows(items.ours, items, language),
            "only_theirs_rows": _rows(items.theirs, items, language),
        },
        places=decimals(currency),
    )


def _rows(
    entries: pd.DataFrame, items: ItemsInTransit, language: Language
) -> Mapping[str, list[Cell]]:
    if entries.empty:
        return nothing(COLUMNS, "memo", language)
    amount, currency = entries["amount"], items.currency
    return {
        "number": list(range(1, len(entries) + 1)),
        "date": date_column(entries["date"]),
        "document": text_column(entries["reference"]),
        "memo": text_column(entries["memo"]),
        "increase": money_column(amount.where(amount >= 0), currency),
        "decrease": money_column((-amount).where(amount < 0), currency),
        "amount": money_column(amount, currency),
        "days": number_column(_days(entries["date"], items.heading.end)),
    }


def _days(dates: pd.Series, as_of: date | None) -> pd.Series:
    if as_of is None:
        return pd.Series(pd.NA, index=dates.index, dtype="Int64")
    return (pd.Timestamp(as_of) - dates.dt.normalize()).dt.days.astype("Int64")
