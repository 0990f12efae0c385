"""What balances does a sheet state, and where does opening + movement = closing stop holding."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from tieout.ledger.aside import Aside, Reasons
from tieout.ledger.cleaning.amounts import Amounts

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Break:
    """A row whose balance is not the one before it plus what lies between."""

    row: int
    found: int
    expected: int
    account: int


class _Closing(NamedTuple):
    """A balance called closing, and its place among the rows of its account."""

    row: int
    place: int
    cents: int


@dataclass(frozen=True)
class StatedBalances:
    """Opening and closing balance by account, debits positive, only where they are stated."""

    opening: Mapping[int, int] = field(default_factory=dict)
    closing: Mapping[int, int] = field(default_factory=dict)
    breaks: tuple[Break, ...] = ()
    closing_breaks: tuple[Break, ...] = ()
    held: int = 0
    """How many balances followed from the one before."""


def stated_balances(
    aside: Reasons,
    accounts: Rows,
    signed: Amounts,
    balance: Amounts | None,
    above: Mapping[int, int],
    below: Mapping[int, int],
) -> StatedBalances:
    """The balances of every account of a sheet.

    `aside` says why each row is no entry; `accounts` numbers the account of each
    row; `balance` is the column of running balances, its sign as written; `above` and `below` are
    the opening and closing balances the preamble states.
    """
    rows_of = _rows_of(accounts)
    if balance is None:
        each = [
            _by_rows(account, rows, aside, signed, above, below)
            for account, rows in rows_of.items()
        ]
        return _together(each)
    separate = _together(
        [
            _running(account, rows, aside, signed, balance, above, below)
            for account, rows in rows_of.items()
        ]
    )
    if len(rows_of) == 1:
        return separate
    whole = _running(-1, np.arange(len(aside)), aside, signed, balance, {}, {})
    if whole.held > separate.held:
        return StatedBalances(breaks=whole.breaks)
    return separate


def _rows_of(accounts: Rows) -> dict[int, Rows]:
    """The rows of each account."""
    if len(accounts) and (accounts == accounts[0]).all():
        return {int(accounts[0]): np.arange(len(accounts))}
    order = np.argsort(accounts, kind="stable")
    found, starts = np.unique(accounts[order], return_index=True)
    return dict(zip(found.tolist(), np.split(order, starts[1:]), strict=True)) if len(found) else {}


def _together(each: list[StatedBalances]) -> StatedBalances:
    return StatedBalances(
        {account: cents for one in each for account, cents in one.opening.items()},
        {account: cents for one in each for account, cents in one.closing.items()},
        tuple(found for one in each for found in one.breaks),
        tuple(found for one in each for found in one.closing_breaks),
        sum(one.held for one in each),
    )


def _running(
    account: int,
    rows: Rows,
    aside: Reasons,
    signed: Amounts,
    balance: Amounts,
    above: Mapping[int, int],
    below: Mapping[int, int],
) -> StatedBalances:
    """One account with a running balance, written in whichever order and sign adds up.

    Each balance less what moved up to it is what was there `before`: while that stays the same, all hold.
    """
    kind, given, shown = (_at(each, rows) for each in (aside, balance.given, balance.cents))
    entry = kind == Aside.ENTRY
    if not (entry & given).any():
        return _by_rows(account, rows, aside, signed, above, below)
    amount = _at(signed.cents, rows)
    amount = amount if entry.all() else np.where(entry, amount, 0)
    running = entry | (kind == Aside.NO_AMOUNT)
    checked = np.flatnonzero(running & given)
    anchored = np.flatnonzero((running | (kind == Aside.OPENING)) & given)
    moved = np.cumsum(amount)
    sign, newest_first = _orientation(anchored, moved, shown)
    if newest_first:
        rows, kind, shown = rows[::-1], kind[::-1], shown[::-1]
        checked, moved = len(rows) - 1 - checked[::-1], np.cumsum(amount[::-1])
    before = _at(shown, checked) * sign - _at(moved, checked)
    opening = _opening(kind, rows, signed, balance, sign)
    if opening is None and account in above:
        opening = above[account] * sign
    given_opening = opening is not None
    if opening is None:
        opening = int(before[0])
    off = [*([0] if before[0] != opening else []), *np.flatnonzero(np.diff(before)) + 1]
    breaks = tuple(
        Break(
            int(rows[checked[i]]),
            int(shown[checked[i]]) * sign,
            int((before[i - 1] if i else opening) + moved[checked[i]]),
            account,
        )
        for i in off
    )
    closing = int(before[-1] + moved[-1])
    stated = _closings(kind, rows, signed, balance, sign)
    if not stated and account in below:
        stated = [_Closing(-1, len(rows) - 1, below[account] * sign)]
    ends = _closing_breaks(account, stated, opening + moved, entry[:: -1 if newest_first else 1])
    held = len(checked) - len(off) - (0 if given_opening else 1)
    return StatedBalances({account: opening}, {account: closing}, breaks, ends, held)


def _at(values: npt.NDArray[Any], places: Rows) -> npt.NDArray[Any]:
    """The values at ascending places, which often are all there are."""
    return values if len(places) == len(values) else values[places]


def _by_rows(
    account: int,
    rows: Rows,
    aside: Reasons,
    signed: Amounts,
    above: Mapping[int, int],
    below: Mapping[int, int],
) -> StatedBalances:
    """One account whose balances stand in rows of their own or above the headings."""
    kind = _at(aside, rows)
    opening = _own(signed, _first(rows, kind == Aside.OPENING))
    if opening is None:
        opening = above.get(account)
    stated = _closings(kind, rows, signed)
    if not stated and account in below:
        stated = [_Closing(-1, len(rows) - 1, below[account])]
    openings = {} if opening is None else {account: opening}
    if not stated:
        return StatedBalances(openings)
    if opening is None:
        return StatedBalances(openings, {account: stated[-1].cents})
    entry = kind == Aside.ENTRY
    after = opening + np.cumsum(np.where(entry, _at(signed.cents, rows), 0))
    breaks = _closing_breaks(account, stated, after, entry)
    closing = stated[-1].cents if breaks else int(after[-1])
    return StatedBalances(openings, {account: closing}, closing_breaks=breaks)


def _orientation(checked: Rows, moved: Rows, shown: Rows) -> tuple[int, bool]:
    """Whether the balance grows with debits or credits, and whether the newest row stands first."""
    before = _at(shown, checked) - _at(moved, checked)
    if (before[1:] == before[:-1]).all():
        return 1, False
    step, down = np.diff(_at(shown, checked)), np.diff(_at(moved, checked))
    up = np.concatenate(([0], moved[:-1]))[checked]
    up = -np.diff(up)
    holding = {
        (1, False): int((step == down).sum()),
        (-1, False): int((step == -down).sum()),
        (1, True): int((step == up).sum()),
        (-1, True): int((step == -up).sum()),
    }
    return max(holding, key=lambda each: holding[each])


def _opening(kind: Reasons, rows: Rows, signed: Amounts, balance: Amounts, sign: int) -> int | None:
    row = _first(rows, kind == Aside.OPENING)
    if row is None:
        return None
    return int(balance.cents[row]) * sign if balance.given[row] else _own(signed, row)


def _closing_breaks(
    account: int, stated: list[_Closing], after: Rows, entry: npt.NDArray[np.bool_]
) -> tuple[Break, ...]:
    """The closings that are neither the balance `after` their row nor that of the last one, whatever their sign."""
    last, found = int(after[-1]), []
    for each in stated:
        there = int(after[each.place]) if entry[: each.place].any() else last
        if abs(each.cents) not in (abs(there), abs(last)):
            found.append(Break(each.row, each.cents, there, account))
    return tuple(found)


def _closings(
    kind: Reasons, rows: Rows, signed: Amounts, balance: Amounts | None = None, sign: int = 1
) -> list[_Closing]:
    """Every balance that is called closing: that of each month may stand below its entries."""
    found = []
    for place in np.flatnonzero(kind == Aside.CLOSING).tolist():
        row = int(rows[place])
        cents = _own(signed, row)
        if balance is not None and balance.given[row]:
            cents = int(balance.cents[row]) * sign
        if cents is not None:
            found.append(_Closing(row, place, cents))
    return found


def _first(rows: Rows, marked: npt.NDArray[np.bool_]) -> int | None:
    return int(rows[marked][0]) if marked.any() else None


def _own(signed: Amounts, row: int | None) -> int | None:
    return int(signed.cents[row]) if row is not None and signed.given[row] else None
