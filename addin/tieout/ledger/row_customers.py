"""Whose account is each row, where a customer is written only on the first line of a block."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from tieout.ledger.aside import Aside, Reasons
from tieout.ledger.problem import Problem
from tieout.ledger.table import Table

_ENDS = (
    Aside.SUBTOTAL,
    Aside.TOTAL,
    Aside.CUMULATIVE,
    Aside.CLOSING,
    Aside.BLANK,
    Aside.REPEATED_HEADER,
    Aside.CARRIED_FORWARD,
)
"""Rows that end a block, whoever it is of."""
_NAMES_MIN, _SILENT_MIN = 2, 0.3


def row_customers(
    table: Table, customers: pd.Series, aside: Reasons, days: npt.NDArray[np.datetime64]
) -> tuple[pd.Series, list[Problem]]:
    """The customers, written down to the end of their block where the sheet is laid out in such blocks.

    Merged cells say so of theirs. Else it is where every name stands once, no entry stands outside a block,
    and each block ends with a total or begins with an earlier day than the one before ended with.
    """
    coded = table.coded("customer")
    if coded is not None and all(coded.texts):
        return customers, []
    named = (customers != "").to_numpy(bool)
    silent = (aside == Aside.ENTRY) & ~named
    if table.column("customer") is None or not silent.any() or not named.any():
        return customers, []
    ends = np.isin(aside, _ENDS)
    blocks = pd.Series(np.cumsum(ends | named))
    filled = customers.where(pd.Series(named), None).groupby(blocks).ffill().fillna("")
    below = silent & (filled != "").to_numpy(bool)
    if not (_in_blocks(customers, aside, silent, below) and _parted(named, ends, aside, days)):
        below &= _merged(table)
    if not below.any():
        return customers, []
    first, count = int(below.argmax()), int(below.sum())
    found = table.problem("customer_filled_down", first, "customer", filled[first], count=count)
    return customers.where(pd.Series(~below), filled), [found]


def _in_blocks(
    customers: pd.Series,
    aside: Reasons,
    silent: npt.NDArray[np.bool_],
    below: npt.NDArray[np.bool_],
) -> bool:
    """Several names, each written once, many entries without one, and none of them outside a block."""
    names = customers[(customers != "").to_numpy(bool) & (aside == Aside.ENTRY)]
    return bool(
        len(names) >= _NAMES_MIN
        and names.is_unique
        and silent.sum() >= _SILENT_MIN * (aside == Aside.ENTRY).sum()
        and (below == silent).all()
    )


def _parted(
    named: npt.NDArray[np.bool_],
    ends: npt.NDArray[np.bool_],
    aside: Reasons,
    days: npt.NDArray[np.datetime64],
) -> bool:
    """Before every name but the first stands a total or a blank row, or an entry of a later day."""
    entries = np.flatnonzero(aside == Aside.ENTRY)
    starts = np.flatnonzero(named & (aside == Aside.ENTRY))[1:]
    before = entries[np.searchsorted(entries, starts) - 1]
    return bool((ends[starts - 1] | (days[starts] < days[before])).all())


def _merged(table: Table) -> npt.NDArray[np.bool_]:
    """Rows under the first of a merged customer cell."""
    marked = np.zeros(len(table), dtype=bool)
    column = (table.column("customer") or 0) + 1
    for first, left, last, right in table.traits.merged:
        if left <= column <= right and last > first:
            start = max(first - table.line(0) + 1, 0)
            marked[start : max(last - table.line(0) + 1, 0)] = True
    return marked
