"""Do the total rows of a sheet say what its entries add up to."""

import numpy as np
import numpy.typing as npt

from tieout.ledger.aside import Aside, Reasons
from tieout.ledger.currency import format_amount
from tieout.ledger.problem import Problem
from tieout.ledger.row_amounts import RowAmounts
from tieout.ledger.table import Table

_STARTS = (Aside.TOTAL, Aside.SUBTOTAL, Aside.CUMULATIVE, Aside.NO_AMOUNT)
_STARTS_MAX = 6
"""Totals and titles above a total from which it may count."""
LISTED = (Aside.OTHER_ACCOUNT, Aside.NEUTRAL, Aside.NOT_SETTLED)
"""Rows that a total of the sender may count, though they are no entries of ours."""


def total_problems(
    table: Table, amounts: RowAmounts, aside: Reasons, currency: str
) -> list[Problem]:
    """Total rows that no sum of the entries above explains."""
    return [
        problem
        for row in np.flatnonzero(aside == Aside.TOTAL)
        for meaning in amounts.parts
        if (problem := _total_problem(table, amounts, aside, int(row), meaning, currency))
    ]


def _total_problem(
    table: Table,
    amounts: RowAmounts,
    aside: Reasons,
    row: int,
    meaning: str,
    currency: str,
) -> Problem | None:
    part = amounts.parts[meaning]
    if not part.given[row]:
        return None
    sums = _sums(part.cents, aside, row)
    if meaning == "amount":
        sums |= _sums(amounts.signed.cents, aside, row)
        for side in (1, -1) if amounts.rule == "direction" else ():
            sums |= _sums(np.where(amounts.words == side, part.cents, 0), aside, row)
    if {int(part.cents[row]), -int(part.cents[row])} & sums:
        return None
    whole = int(np.where(aside[:row] == Aside.ENTRY, part.cents[:row], 0).sum())
    return table.problem(
        "total_differs",
        row,
        meaning,
        format_amount(int(part.cents[row]), currency),
        expected=format_amount(whole, currency),
    )


def _sums(cents: npt.NDArray[np.int64], aside: Reasons, row: int) -> set[int]:
    """What a total may mean: all entries, those above, those since a total or a title, openings too."""
    entries = np.where(aside == Aside.ENTRY, cents, 0)
    opened = np.where(np.isin(aside, (Aside.ENTRY, Aside.OPENING)), cents, 0)
    closed = np.where(np.isin(aside, (Aside.ENTRY, Aside.OPENING, Aside.CLOSING)), cents, 0)
    listed = np.where(np.isin(aside, (Aside.ENTRY, *LISTED)), cents, 0)
    before = np.flatnonzero(np.isin(aside[:row], _STARTS))
    starts = (before[-_STARTS_MAX:] + 1).tolist()
    return {
        int(column[where].sum())
        for column in (entries, opened, closed, listed)
        for where in (slice(0, None), slice(0, row), *(slice(start, row) for start in starts))
    }
