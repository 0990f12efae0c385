"""Are rows without a date the lines of the document above them, whose amount has theirs in it already."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from tieout.ledger.cleaning.coded_texts import CodedTexts
from tieout.ledger.currency import format_amount
from tieout.ledger.problem import Problem
from tieout.ledger.table import Table

LINES_MIN = 2
"""Lines that add up to the row above them by more than accident; of single ones only every one tells."""
SINGLE_MIN = 3
"""Rows with a single line of the same amount below each that are no accident, where all are so."""


def item_lines(
    table: Table,
    cents: npt.NDArray[np.int64],
    currencies: CodedTexts,
    references: pd.Series,
    entry: npt.NDArray[np.bool_],
    undated: npt.NDArray[np.int64],
) -> list[Problem]:
    """A problem where the rows without a date add up to the dated row above them, in most cases.

    Counted beside it they would be counted twice. Rows with a number of their own are no lines.
    """
    if not len(undated):
        return []
    rows = np.flatnonzero(entry)
    below = np.isin(rows, undated)
    start = np.flatnonzero(~below)
    if not below.any() or not len(start):
        return []
    rows, below = rows[start[0] :], below[start[0] :]
    start = np.flatnonzero(~below)
    head, count = cents[rows[start]], np.diff(np.append(start, len(rows))) - 1
    sums = np.add.reduceat(cents[rows], start) - head
    number = references.to_numpy()[rows]
    another = below & (number != "") & (number != np.repeat(number[start], count + 1))
    told = (count > 0) & (np.add.reduceat(another.astype(np.int64), start) == 0)
    alike = told & (sums == head) & (head != 0)
    several = alike & (count >= LINES_MIN)
    every_single = alike.sum() == told.sum() >= SINGLE_MIN
    if not (several.any() or every_single) or 2 * alike.sum() < told.sum():
        return []
    first = int(np.flatnonzero(several if several.any() else alike)[0])
    row = int(rows[start[first]])
    amount = format_amount(int(head[first]), currencies.texts[currencies.codes[row]])
    return [table.problem("item_lines", row, "", amount, count=int(count[first]))]
