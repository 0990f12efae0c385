"""What did every customer's account do over a period: 期初, 增加, 减少, 期末, one line a customer."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from tieout.ledger.currency import decimals
from tieout.statements.aging import one_currency
from tieout.statements.balance_sentences import undated
from tieout.statements.fields import (
    Cell,
    Fields,
    balance,
    direction,
    money,
    money_column,
    nothing,
    text_column,
    words,
)
from tieout.statements.heading import StatementHeading, completed, heading_fields
from tieout.statements.one_side import OneSide, dates_of, movement, undated_of
from tieout.texts import Language

_AMOUNTS = ("opening", "increase", "decrease", "closing")
COLUMNS = (
    "number",
    "customer",
    *_AMOUNTS,
    "opening_direction",
    "opening_absolute",
    "closing_direction",
    "closing_absolute",
)


@dataclass(frozen=True)
class CustomersSummary:
    """Every customer of one currency over a period, minor units; no line is all nil."""

    heading: StatementHeading
    currency: str
    lines: pd.DataFrame
    undated: tuple[int, ...] = ()


def customers_summary(sides: Sequence[OneSide], heading: StatementHeading) -> CustomersSummary:
    """The summary of accounts of one currency."""
    currency = one_currency(sides)
    heading = completed(heading, "", *dates_of([side.entries for side in sides]))
    rows = []
    for side in sides:
        found = movement(side, heading.begin, heading.end)
        amounts = {name: int(getattr(found, name)) for name in _AMOUNTS}
        rows.append({"customer": side.account.customer, **amounts})
    lines = pd.DataFrame(rows, columns=["customer", *_AMOUNTS])
    moved = (lines[list(_AMOUNTS)] != 0).any(axis=1)
    return CustomersSummary(
        heading, currency, lines[moved].reset_index(drop=True), undated_of(sides)
    )


def summary_fields(summary: CustomersSummary, language: Language) -> Fields:
    """Everything a template of a summary can show."""
    lines, currency = summary.lines, summary.currency
    totals = {name: int(lines[name].sum()) for name in _AMOUNTS}
    return Fields(
        values={
            **heading_fields(summary.heading, currency, language),
            "remark": words(undated(summary.undated, language)),
            "increase": money(totals["increase"], currency),
            "decrease": money(totals["decrease"], currency),
            **balance("opening", totals["opening"], currency, language),
            **balance("closing", totals["closing"], currency, language),
        },
        blocks={"customer_rows": _rows(lines, currency, language)},
        places=decimals(currency),
    )


def _rows(lines: pd.DataFrame, currency: str, language: Language) -> dict[str, list[Cell]]:
    if lines.empty:
        return nothing(COLUMNS, "customer", language)
    directions: dict[str, list[Cell]] = {
        f"{name}_direction": [*(direction(cents, language) for cents in lines[name])]
        for name in ("opening", "closing")
    }
    absolutes = {
        f"{name}_absolute": money_column(lines[name].abs(), currency)
        for name in ("opening", "closing")
    }
    return {
        "number": list(range(1, len(lines) + 1)),
        "customer": text_column(lines["customer"]),
        **{name: money_column(lines[name], currency) for name in _AMOUNTS},
        **directions,
        **absolutes,
    }
