"""One side booked an entry and took it back: the two cancel on that side alone."""

from dataclasses import dataclass

import numpy as np

from tieout.matching.assignment import Assigned, assign
from tieout.matching.coded import Bools, Ints
from tieout.matching.findings import CONFIRMED, NOTHING, SUGGESTED, Findings, joined, pairs, placed
from tieout.matching.grouping import group_by, is_in, labels, may_be_in
from tieout.matching.named import first_named
from tieout.matching.passes.by_key import found
from tieout.matching.policy import Policy, Weights
from tieout.matching.rows import NO_DAY, Rows
from tieout.matching.window import Window

MARKS = r"红冲|红字(?:[^发专普增票通信]|$)|冲红|冲销|冲回|回冲|反冲|冲正|冲账|作废|撤销|(?i:\brevers(?:e|ed|al|als|ing)\b|\bstorn[oi]|\bvoid(?:ed)?\b|\bcancel|\bcontra\b|\bannul)"
"""Words by which people say that an entry takes back another."""
ROUNDS = 4
"""How often what was found is set aside to see whether others stand alone then."""
_SPAN = np.int64(2**24)


def find(rows: Rows, policy: Policy) -> Findings:
    """Opposite amounts on one side, one of them marked as a reversal.

    Under one number, its own or the one its memo names; or without a number, where only one entry
    before it can be meant.
    """
    some = _Reversing.of(rows)
    if some is None:
        return NOTHING
    keys = (some.place, some.number, some.rows.amount)
    by_number = _assigned(some.rows, some.number > 0, keys, policy)
    left = np.ones(len(some.index), dtype=bool)
    left[by_number.row] = False
    entry, back = _only_one_before(some, np.flatnonzero(left), policy)
    by_date = pairs(entry, back, state=CONFIRMED, confidence=0.98)
    return placed(joined([by_number, by_date]), some.index)


def find_by_date(rows: Rows, policy: Policy) -> Findings:
    """A marked reversal without a number, and the only entry of its amount before it that is still open."""
    some = _Reversing.of(rows)
    if some is None:
        return NOTHING
    entry, back = _only_one_before(some, np.arange(len(some.index)), policy)
    return placed(pairs(entry, back, state=SUGGESTED, confidence=0.9), some.index)


def find_unmarked(rows: Rows, policy: Policy) -> Findings:
    """Opposite amounts on one side under one number that the other side does not have."""
    every = np.ones(len(rows), dtype=bool)
    index = np.flatnonzero(_opposite_to(rows, every) & rows.digits.given & _one_sided_number(rows))
    some = rows.take(index)
    keys = (some.account * 2 + some.theirs, some.digits.codes, some.type.codes, np.abs(some.amount))
    same = group_by(*keys)
    start = same.start[same.size == 2]
    first, second = same.order[start], same.order[start + 1]
    near = np.abs(some.day[first] - some.day[second]) <= policy.reversal_window_days
    near &= some.amount[first] == -some.amount[second]
    return pairs(index[first[near]], index[second[near]], state=SUGGESTED, confidence=0.8)


def marked(rows: Rows) -> Bools:
    """Rows that say of themselves that they take back another."""
    return rows.memo.says(MARKS) | rows.type.says(MARKS)


@dataclass(frozen=True)
class _Reversing:
    """Marked reversals and the rows of the opposite amount, as if the marked stood on the other side with its sign.

    `index` is where they are among all rows; `number` is a row's own, or the one that a reversal names.
    """

    index: Ints
    rows: Rows
    place: Ints
    number: Ints

    @classmethod
    def of(cls, rows: Rows) -> "_Reversing | None":
        every_mark = marked(rows)
        index = np.flatnonzero(_opposite_to(rows, every_mark))
        some, mark = rows.take(index), every_mark[index]
        if not mark.any():
            return None
        turned = some.but(theirs=mark, amount=np.where(mark, -some.amount, some.amount))
        number = np.where(mark, first_named(some), some.digits.codes)
        return cls(index, turned, some.account * 2 + some.theirs, number)

    def times(self, index: Ints) -> Ints:
        """A number in the order of place, amount and day; the undated are of the first day."""
        day = self.rows.day[index]
        day = np.maximum(day, day[day != NO_DAY].min(initial=_SPAN))
        return labels(self.place[index], self.rows.amount[index]) * _SPAN + day - day.min(initial=0)


def _only_one_before(some: _Reversing, index: Ints, policy: Policy) -> tuple[Ints, Ints]:
    """Entries and their reversals, where each reversal has one entry before it, those taken by others aside."""
    at = some.times(index)
    found = []
    for _ in range(ROUNDS):
        entry, back = _alone_before(at, some.rows.theirs[index], policy.reversal_window_days)
        found.append((index[entry], index[back]))
        left = np.ones(len(index), dtype=bool)
        left[np.concatenate([entry, back])] = False
        index, at = index[left], at[left]
    entry, back = (np.concatenate(side) for side in zip(*found, strict=True))
    number = some.number
    against = (number[back] > 0) & (number[entry] > 0) & (number[back] != number[entry])
    return entry[~against], back[~against]


def _alone_before(at: Ints, is_back: Bools, window_days: int) -> tuple[Ints, Ints]:
    """Entries and reversals at places in time, where a reversal has one entry before it that no other has alone."""
    entries, backs = np.flatnonzero(~is_back), np.flatnonzero(is_back)
    entries = entries[np.argsort(at[entries], kind="stable")]
    first = np.searchsorted(at[entries], at[backs] - np.minimum(window_days, at[backs] % _SPAN))
    count = np.searchsorted(at[entries], at[backs], side="right") - first
    single = count == 1
    entry, back = entries[first[single]], backs[single]
    once = np.bincount(entry, minlength=len(at))[entry] == 1
    return entry[once], back[once]


def _assigned(turned: Rows, chosen: Bools, keys: tuple[Ints, ...], policy: Policy) -> Findings:
    index = np.flatnonzero(chosen)
    assigned = assign(
        turned.take(index),
        tuple(key[index] for key in keys),
        window=Window.either_way(policy.reversal_window_days),
        weights=Weights(memo=0),
    )
    return found(index, _only_pairs(assigned), confidence=0.98)


def _only_pairs(assigned: tuple[Ints, Ints, Assigned]) -> tuple[Ints, Ints, Assigned]:
    """Rows that could reverse several others are left to the other side to tell."""
    ours, theirs, crowds = assigned
    none = crowds.row[:0]
    return ours, theirs, Assigned(none, none, none, none, none)


def _opposite_to(rows: Rows, chosen: Bools) -> Bools:
    """Chosen rows whose amount stands with the other sign on their side and account, and those."""
    found = _opposite(rows, chosen) if chosen.all() else chosen
    return (found | _opposite(rows, found)) & (rows.amount != 0)


def _opposite(rows: Rows, chosen: Bools) -> Bools:
    """Rows of the side, account and amount of a chosen one, but for the sign."""
    some = rows.take(np.flatnonzero(chosen))
    turned = some.but(amount=-some.amount)
    index = np.flatnonzero(may_be_in(rows.amount, turned.amount))
    found = np.zeros(len(rows), dtype=bool)
    found[index[is_in(rows.take(index).twin_key, turned.twin_key)]] = True
    return found


def _one_sided_number(rows: Rows) -> Bools:
    """Rows whose number the other side does not have in this account."""
    grouping = group_by(rows.account, rows.digits.codes)
    theirs = grouping.counts(rows.theirs)
    alone = np.zeros(len(rows), dtype=bool)
    alone[grouping.order] = np.repeat((theirs == 0) | (theirs == grouping.size), grouping.size)
    return alone
