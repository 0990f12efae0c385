"""What balances does a sheet state, and does opening + movement = closing hold row by row."""

from dataclasses import dataclass

import numpy as np

from tieout.ledger.cleaning.amounts import Amounts


@dataclass(frozen=True)
class StatedBalances:
    """Opening and closing balance, debits positive, None where none is stated.

    `broken_row` is the first row whose running balance does not follow, with what it shows and what
    was to be `expected`.
    """

    opening: int | None = None
    closing: int | None = None
    broken_row: int | None = None
    found: int = 0
    expected: int = 0


def stated_balances(
    aside: np.ndarray, signed: Amounts, balance: Amounts | None, preamble_opening: int | None
) -> StatedBalances:
    """The balances of a sheet of one account.

    `aside` says why each row is no entry, "" for entries; `balance` is the column of running
    balances, its sign as written.
    """
    entry = aside == ""
    opening_row = _first(aside == "opening")
    if balance is None:
        opening = preamble_opening if opening_row is None else _own(signed, opening_row)
        return _closed_by_row(aside, signed, opening)
    sign = _orientation(entry, signed, balance)
    shown = balance.cents * sign
    opening = preamble_opening * sign if preamble_opening is not None else None
    if opening_row is not None:
        opening = (
            int(shown[opening_row]) if balance.given[opening_row] else _own(signed, opening_row)
        )
    rows = np.flatnonzero(entry & balance.given)
    if not len(rows):
        return _closed_by_row(aside, signed, opening)
    movement = np.cumsum(np.where(entry, signed.cents, 0))
    if opening is None:
        opening = int(shown[rows[0]] - movement[rows[0]])
    off = np.flatnonzero(shown[rows] != opening + movement[rows])
    if not len(off):
        closing = int(shown[rows[-1]] + movement[-1] - movement[rows[-1]])
        return _closed_by_row(aside, signed, opening, closing, shown)
    row = rows[off[0]]
    return StatedBalances(
        opening, int(shown[rows[-1]]), int(row), int(shown[row]), int(opening + movement[row])
    )


def _closed_by_row(
    aside: np.ndarray,
    signed: Amounts,
    opening: int | None,
    closing: int | None = None,
    shown: np.ndarray | None = None,
) -> StatedBalances:
    """Held against the row that states the closing balance, where there is one."""
    row = _first(aside == "closing")
    if row is None:
        return StatedBalances(opening, closing)
    stated = int(shown[row]) if shown is not None and shown[row] else _own(signed, row)
    if stated is None:
        return StatedBalances(opening, closing)
    expected = (opening or 0) + int(signed.cents[aside == ""].sum())
    if stated in (expected, -expected) and opening is not None:
        return StatedBalances(opening, expected)
    if opening is None:
        return StatedBalances(None, stated)
    return StatedBalances(opening, stated, row, stated, expected)


def _orientation(entry: np.ndarray, signed: Amounts, balance: Amounts) -> int:
    """1 where the running balance grows with debits, −1 where it grows with credits."""
    rows = np.flatnonzero(entry & balance.given)
    step, amount = np.diff(balance.cents[rows]), signed.cents[rows[1:]]
    return -1 if int((step == -amount).sum()) > int((step == amount).sum()) else 1


def _first(marked: np.ndarray) -> int | None:
    found = np.flatnonzero(marked)
    return int(found[0]) if len(found) else None


def _own(signed: Amounts, row: int) -> int | None:
    return int(signed.cents[row]) if signed.given[row] else None
