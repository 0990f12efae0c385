"""Do amounts without a sign increase or decrease what is owed: the running balance tells."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from tieout.ledger.aside import Aside, Reasons
from tieout.ledger.cleaning.amounts import Amounts
from tieout.ledger.currency import decimals
from tieout.ledger.problem import Problem
from tieout.ledger.row_amounts import RowAmounts, unit_shift
from tieout.ledger.row_currencies import sheet_currency
from tieout.ledger.table import PROBLEMS_MAX, Table

Units = npt.NDArray[np.int64]
_STEPS_MIN, _HELD_MIN = 2, 0.9


def balance_signs(
    table: Table, amounts: RowAmounts, aside: Reasons
) -> tuple[RowAmounts, list[Problem]]:
    """Amounts with the sign of the step their balance takes, where all are written without any.

    Only where the steps are as large as the amounts and go both ways; a row whose step is not its
    amount is asked.
    """
    balance = amounts.balance
    if amounts.rule != "signed" or balance is None:
        return amounts, []
    rows = np.flatnonzero((aside == Aside.ENTRY) & amounts.signed.given & balance.given)
    cents = amounts.signed.cents[rows]
    if (
        len(rows) <= _STEPS_MIN
        or (cents < 0).any()
        or not amounts.signed.given[aside == Aside.ENTRY].all()
    ):
        return amounts, []
    steps = _steps(cents, balance.cents[rows], _opening(table, aside, balance))
    if steps is None:
        return amounts, []
    agreed = np.abs(steps) == cents
    signed = amounts.signed.cents.copy()
    signed[rows] = np.where(agreed, steps, cents)
    found = [table.problem("signs_by_balance", -1, "amount", table.heading("balance"))]
    found += [
        table.problem("sign_unclear", int(row), "amount", table.cells_of("amount").iloc[int(row)])
        for row in rows[~agreed][:PROBLEMS_MAX]
    ]
    read = replace(amounts.signed, cents=signed)
    return replace(amounts, signed=read, rule="balance"), found


def _steps(cents: Units, shown: Units, opening: int) -> Units | None:
    """What each row moved the balance by, in the order that fits; None where that is not what they say."""
    for newest_first in (False, True):
        order = slice(None, None, -1) if newest_first else slice(None)
        own, after = cents[order], shown[order]
        steps = np.diff(after)
        held = np.abs(steps) == own[1:]
        moved = steps[held & (steps != 0)]
        if held.sum() < max(_STEPS_MIN, _HELD_MIN * len(steps)) or len(set(np.sign(moved))) < 2:
            continue
        return np.concatenate(([after[0] - opening], steps))[order]
    return None


def _opening(table: Table, aside: Reasons, balance: Amounts) -> int:
    """The balance before the first entry, as a row or the lines above the headings state it; else none."""
    rows = np.flatnonzero((aside == Aside.OPENING) & balance.given)
    if len(rows):
        return int(balance.cents[rows[0]])
    places = decimals(sheet_currency(table)) + unit_shift(table, "balance")
    return table.preamble.opening(places) or 0
