"""Entries of one day add up to one entry of the other side: takings of a day, paid in together."""

from dataclasses import dataclass

import numpy as np

from tieout.matching.coded import Bools, Ints
from tieout.matching.findings import SUGGESTED, Findings, groups
from tieout.matching.grouping import Grouping, group_by, labels
from tieout.matching.passes.candidates import numbers_speak_against, ours_first, times
from tieout.matching.rows import Rows
from tieout.matching.subsets import subset_sums, width

FEW_MIN, MANY_MAX = 4, 12
"""Open entries of a day of which every subset is formed."""
DAYS_MAX = 500
"""Days of an account and side that are searched, those of the largest totals first."""
CHANCE_MAX = 0.05
_SPAN = np.int64(2**24)


@dataclass(frozen=True)
class _Sums:
    """Subsets that add up to an entry: `target[i]` is the sum of `rows[cell[i]]` where `bits[i]` has a bit."""

    target: Ints
    cell: Ints
    bits: Ints


def of_one_day(rows: Rows, days: int) -> Findings:
    """Four entries or more of one day: the only subset of any day near by that adds up is suggested.

    None is claimed for an amount that stands twice, nor where a subset may add up by accident.
    """
    place = labels(rows.account, np.sign(rows.amount)) if len(rows) else rows.account
    by_day = group_by(place * 2 + rows.theirs, rows.day)
    cells = _cells(rows, by_day)
    found, chance = _all_sums(rows, cells, _Near.of(rows, place, days))
    return _claimed(rows, cells, found, chance)


def _cells(rows: Rows, by_day: Grouping) -> list[Ints]:
    """The rows of each day, account, side and sign with as many as can be searched."""
    chosen = np.flatnonzero((by_day.size >= FEW_MIN) & (by_day.size <= MANY_MAX))
    total = np.abs(by_day.sums(rows.amount)[chosen]) if len(chosen) else chosen
    largest = chosen[np.argsort(-total, kind="stable")][:DAYS_MAX]
    return [
        by_day.order[start : start + size]
        for start, size in zip(
            by_day.start[largest].tolist(), by_day.size[largest].tolist(), strict=True
        )
    ]


@dataclass(frozen=True)
class _Near:
    """The entries that may be such a sum, in the order of account, side and day."""

    row: Ints
    at: Ints
    place: Ints
    days: int

    @classmethod
    def of(cls, rows: Rows, place: Ints, days: int) -> "_Near":
        row = np.flatnonzero(_alone(rows, place))
        at = (place[row] * 2 + rows.theirs[row]) * _SPAN + rows.day[row] - rows.day.min(initial=0)
        order = np.argsort(at, kind="stable")
        return cls(row[order], at[order], place, days)

    def to(self, rows: Rows, cell: Ints) -> Ints:
        """The entries of the other side that are near the day of a cell."""
        one = cell[0]
        day = rows.day[one] - rows.day.min(initial=0)
        there = (self.place[one] * 2 + ~rows.theirs[one]) * _SPAN
        start = np.searchsorted(self.at, there + max(0, day - self.days))
        end = np.searchsorted(self.at, there + day + self.days, side="right")
        return self.row[start:end]


def _alone(rows: Rows, place: Ints) -> Bools:
    same = group_by(place * 2 + rows.theirs, rows.amount)
    alone = np.zeros(len(rows), dtype=bool)
    alone[same.order[same.start[same.size == 1]]] = True
    return alone


def _all_sums(rows: Rows, cells: list[Ints], near: _Near) -> tuple[_Sums, np.ndarray]:
    """Every subset that adds up to an entry near by, and for each entry the chance of an accident."""
    chance = np.zeros(len(rows))
    target, which, bits = [near.row[:0]], [near.row[:0]], [near.row[:0]]
    for number, cell in enumerate(cells):
        targets = near.to(rows, cell)
        if not len(targets):
            continue
        amount = rows.amount[cell]
        chance[targets] += 2.0 ** len(cell) / width(amount)
        hit, subset = _hits(subset_sums(amount), rows.amount[targets])
        target.append(targets[hit])
        which.append(np.full(len(hit), number))
        bits.append(subset)
    return _Sums(*(np.concatenate(column) for column in (target, which, bits))), chance


def _hits(sums: Ints, wanted: Ints) -> tuple[Ints, Ints]:
    """Which of the wanted amounts, all different, are a sum, and of which subset; as often as they are one."""
    order = np.argsort(wanted)
    ordered = wanted[order]
    place = np.minimum(np.searchsorted(ordered, sums), len(wanted) - 1)
    subset = np.flatnonzero(ordered[place] == sums)
    return order[place[subset]], subset


def _claimed(rows: Rows, cells: list[Ints], found: _Sums, chance: np.ndarray) -> Findings:
    """The sums of entries that are one in one way only, where no entry is asked for twice."""
    single = (times(found.target, rows)[found.target] == 1) & (chance[found.target] <= CHANCE_MAX)
    members = [
        cells[cell][(bits >> np.arange(len(cells[cell]))) & 1 == 1]
        for cell, bits in zip(found.cell[single].tolist(), found.bits[single].tolist(), strict=True)
    ]
    target = found.target[single]
    size = np.array([len(one) for one in members], dtype=np.int64)
    part = np.concatenate([target[:0], *members])
    label = np.repeat(np.arange(len(target)), size)
    good = (size >= FEW_MIN) & ~_any(
        label, numbers_speak_against(rows, *ours_first(rows, target[label], part)), len(target)
    )
    row = np.concatenate([target, part])
    group = np.concatenate([np.arange(len(target)), label])
    asked = times(row[good[group]], rows)
    good &= ~_any(group, asked[row] > 1, len(target))
    kept = good[group]
    return groups(row[kept], group[kept], state=SUGGESTED, confidence=0.85 - chance[target[good]])


def _any(group: Ints, marked: Bools, count: int) -> Bools:
    return np.bincount(group[marked], minlength=count) > 0
