"""Are credits that are all written as negatives decreases after all: the running balance tells."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from tieout.ledger.problem import Problem
from tieout.ledger.row_amounts import RowAmounts
from tieout.ledger.table import Table


def negative_credits(
    table: Table, amounts: RowAmounts, entry: npt.NDArray[np.bool_]
) -> tuple[RowAmounts, list[Problem]]:
    """Credits as decreases where the balance moves so; said either way, as both are written."""
    if {"debit", "credit"} - amounts.parts.keys():
        return amounts, []
    debit, credit = amounts.parts["debit"], amounts.parts["credit"]
    if credit.cents.min(initial=0) >= 0:
        return amounts, []
    written = entry & credit.given & (credit.cents != 0)
    if not written.any() or (credit.cents[written] > 0).any() or not (debit.cents[entry] > 0).any():
        return amounts, []
    row = int(written.argmax())
    as_decrease = debit.cents + credit.cents
    if _followed(amounts, as_decrease, entry) <= _followed(amounts, amounts.signed.cents, entry):
        return amounts, [table.problem("credits_reversed", row, "credit")]
    turned = replace(credit, cents=-credit.cents)
    found = replace(
        amounts,
        signed=replace(amounts.signed, cents=as_decrease),
        parts=dict(amounts.parts) | {"credit": turned},
    )
    return found, [table.problem("credits_negative", row, "credit")]


def _followed(
    amounts: RowAmounts, cents: npt.NDArray[np.int64], entry: npt.NDArray[np.bool_]
) -> int:
    """How many balances are the one before plus the amount of their row, the newest row last."""
    if amounts.balance is None:
        return 0
    rows = np.flatnonzero(entry & amounts.balance.given)
    shown = amounts.balance.cents[rows]
    return int((np.diff(shown) == cents[rows[1:]]).sum())
