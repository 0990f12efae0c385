"""Is a row that names a balance of some day such a balance, and which: told by its own date, number and place."""

from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from tieout.ledger.aside import Aside, Reasons
from tieout.ledger.cleaning.dated_sayings import Dated
from tieout.ledger.cleaning.texts import cell_text
from tieout.ledger.cleaning.written_date import written_date
from tieout.ledger.currency import format_amount
from tieout.ledger.problem import Problem
from tieout.ledger.row_amounts import RowAmounts
from tieout.ledger.sayings import bare_balance
from tieout.ledger.table import PROBLEMS_MAX, Table

_ASKED_MAX, _NEAR = 2000, 50
Rows = npt.NDArray[np.int64]


def told_balances(table: Table, reasons: Reasons, bare: Rows) -> tuple[Reasons, Rows]:
    """The reasons with the balances among the `bare` rows, and those of the rows that nothing tells.

    A balance has no date and no number of its own, or the date it is of; what has others may be a payment
    of that balance.
    """
    said = {row: _said(table, row) for row in bare[:_ASKED_MAX].tolist()}
    told = {row: dated for row, dated in said.items() if _is_balance(table, row, dated)}
    reasons = reasons.copy()
    reasons[list(told)] = Aside.CLOSING
    which = {row: _which(table, reasons, row, dated.day) for row, dated in told.items()}
    reasons[list(which)] = list(which.values())
    return reasons, bare[~np.isin(bare, list(told))]


def balances_counted(table: Table, amounts: RowAmounts, rows: Rows, currency: str) -> list[Problem]:
    """Rows that may be balances and were counted as entries."""
    return [
        table.problem(
            "balance_counted",
            row,
            "memo",
            next(cell for cell in table.body.iloc[row].dropna() if bare_balance(cell)),
            amount=format_amount(int(amounts.signed.cents[row]), currency),
        )
        for row in rows[:PROBLEMS_MAX].tolist()
    ]


def _said(table: Table, row: int) -> Dated:
    return next(filter(None, map(bare_balance, table.body.iloc[row].dropna())))


def _is_balance(table: Table, row: int, said: Dated) -> bool:
    dated, numbered = (_own(table, row, meanings) for meanings in (("date", "day"), ("reference",)))
    if not dated and not numbered:
        parted = table.column("reference") is not None and table.column("date") is not None
        return said.whole or parted
    if said.day is None:
        return said.whole and not numbered
    return _day(table, row) in (said.day, said.day + timedelta(days=1))


def _own(table: Table, row: int, meanings: tuple[str, ...]) -> str:
    """What stands in a row under the first of some meanings, unless that is the balance's own text."""
    columns = [column for meaning in meanings if (column := table.column(meaning)) is not None]
    texts = (cell_text(table.body.iloc[row, column]).strip() for column in columns)
    return next((text for text in texts if text and not bare_balance(text)), "")


def _day(table: Table, row: int) -> date | None:
    column = table.column("date")
    return None if column is None else written_date(table.body.iloc[row, column])


def _which(table: Table, reasons: Reasons, row: int, day: date | None) -> Aside:
    """The opening above the entries that are not before its day, the closing elsewhere; the newest may stand first."""
    above = [near for near in range(row - 1, max(row - _NEAR, 0) - 1, -1) if reasons[near] == 0]
    below = [near for near in range(row + 1, min(row + _NEAR, len(table))) if reasons[near] == 0]
    if above and below:
        return Aside.CLOSING
    beside = _day(table, (above or below)[0]) if above or below else None
    if day is None or beside is None or day == beside:
        return Aside.CLOSING if above else Aside.OPENING
    return Aside.OPENING if day < beside else Aside.CLOSING
