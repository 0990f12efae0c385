"""Who belongs to whom when several rows share a key: the best assignment by date, or ambiguity."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from tieout.matching.coded import Ints
from tieout.matching.findings import AMBIGUOUS, CONFIRMED
from tieout.matching.grouping import Grouping, group_by, one_each
from tieout.matching.rows import NO_DAY, Rows

ROWS_MAX = 60
"""Rows of a group up to which the best assignment is sought; a larger one is ambiguous."""

_OPEN_COST = 10**9
_NEVER = 10**12


@dataclass(frozen=True)
class Assigned:
    """Groups of rows that go together: rows, a label each, and per label its state and choices."""

    row: Ints
    label: Ints
    state: Ints
    alternatives: Ints


def assign(rows: Rows, keys: tuple[Ints, ...], *, window_days: int) -> tuple[Ints, Ints, Assigned]:
    """Rows of equal keys assigned by date: pairs that are the only solution, and the rest.

    Alone under a key: a pair. Several: those of one day first, then the assignment with the least
    total distance in days; where another is as good, its rows are ambiguous together.
    """
    grouping = group_by(*keys)
    ours, theirs = _within(rows, *one_each(grouping, rows.theirs), window_days)
    crowd, key = grouping.members((grouping.size > 2) & _both_sides(grouping, rows))
    if not len(crowd):
        return ours, theirs, _nothing()
    same_day = group_by(key, rows.day[crowd])
    day_ours, day_theirs = one_each(same_day, rows.theirs[crowd])
    dated = rows.day[crowd[day_ours]] != NO_DAY
    day_ours, day_theirs = day_ours[dated], day_theirs[dated]
    left = np.ones(len(crowd), dtype=bool)
    left[day_ours] = left[day_theirs] = False
    rest = list(_solved(rows, crowd[left], key[left], window_days))
    pairs = [
        found for found in rest if len(found[0]) == len(found[1]) == 1 and found[2] == CONFIRMED
    ]
    crowds = [
        found
        for found in rest
        if not (len(found[0]) == len(found[1]) == 1 and found[2] == CONFIRMED)
    ]
    return (
        np.concatenate([ours, crowd[day_ours], *(found[0] for found in pairs)]).astype(np.int64),
        np.concatenate([theirs, crowd[day_theirs], *(found[1] for found in pairs)]).astype(
            np.int64
        ),
        _collected(crowds),
    )


def _within(rows: Rows, ours: Ints, theirs: Ints, window_days: int) -> tuple[Ints, Ints]:
    near = gap(rows, ours, theirs) <= window_days
    return ours[near], theirs[near]


def gap(rows: Rows, ours: Ints, theirs: Ints) -> Ints:
    """Days between two rows; 0 where a date is missing."""
    undated = (rows.day[ours] == NO_DAY) | (rows.day[theirs] == NO_DAY)
    return np.where(undated, 0, np.abs(rows.day[ours] - rows.day[theirs]))


def _both_sides(grouping: Grouping, rows: Rows) -> np.ndarray:
    theirs = grouping.counts(rows.theirs)
    return (theirs > 0) & (theirs < grouping.size)


Solved = tuple[Ints, Ints, int, int]
"""Our rows, their rows, state, number of other solutions."""


def _solved(rows: Rows, crowd: Ints, key: Ints, window_days: int) -> Iterator[Solved]:
    grouping = group_by(key)
    for start, size in zip(grouping.start, grouping.size, strict=True):
        members = crowd[grouping.order[start : start + size]]
        theirs = rows.theirs[members]
        if theirs.any() and not theirs.all():
            yield from _best(rows, members[~theirs], members[theirs], window_days)


def _best(rows: Rows, ours: Ints, theirs: Ints, window_days: int) -> Iterator[Solved]:
    if _alike(rows, ours) and _alike(rows, theirs):
        state = CONFIRMED if len(ours) == len(theirs) else AMBIGUOUS
        if gap(rows, ours[:1], theirs[:1])[0] <= window_days:
            yield ours, theirs, state, abs(len(ours) - len(theirs))
        return
    if len(ours) + len(theirs) > ROWS_MAX:
        yield ours, theirs, AMBIGUOUS, 1
        return
    cost = _cost(rows, ours, theirs, window_days)
    chosen = _cheapest(cost)
    sure = [edge for edge in chosen if _total(_without(cost, *edge)) > _total(cost)]
    for i, j in sure:
        yield ours[i : i + 1], theirs[j : j + 1], CONFIRMED, 0
    if len(sure) < len(chosen):
        our_rest, their_rest = _in_some_best(cost, sure)
        yield ours[our_rest], theirs[their_rest], AMBIGUOUS, 1


def _alike(rows: Rows, side: Ints) -> bool:
    columns = (rows.day, rows.reference.codes, rows.memo.codes, rows.type.codes)
    return all(bool((column[side] == column[side[0]]).all()) for column in columns)


def _cost(rows: Rows, ours: Ints, theirs: Ints, window_days: int) -> Ints:
    days = gap(rows, np.repeat(ours, len(theirs)), np.tile(theirs, len(ours)))
    days = days.reshape(len(ours), len(theirs))
    # The same day is best by far; then the nearest; the square keeps first to first, last to last.
    cost = np.where(days == 0, 0, 3000 + 1000 * days + days * days)
    return np.where(days <= window_days, cost, _NEVER)


def _cheapest(cost: Ints) -> list[tuple[int, int]]:
    i, j = linear_sum_assignment(np.minimum(cost, _OPEN_COST))
    return [(int(a), int(b)) for a, b in zip(i, j, strict=True) if cost[a, b] < _OPEN_COST]


def _total(cost: Ints) -> int:
    i, j = linear_sum_assignment(np.minimum(cost, _OPEN_COST))
    return int(np.minimum(cost, _OPEN_COST)[i, j].sum())


def _without(cost: Ints, i: int, j: int) -> Ints:
    cut = cost.copy()
    cut[i, j] = _NEVER
    return cut


def _in_some_best(cost: Ints, sure: list[tuple[int, int]]) -> tuple[Ints, Ints]:
    """Rows that some best assignment uses, but not all assignments alike."""
    best = _total(cost)
    our_rest = np.setdiff1d(np.arange(cost.shape[0]), [i for i, _ in sure])
    their_rest = np.setdiff1d(np.arange(cost.shape[1]), [j for _, j in sure])
    used = [
        (i, j)
        for i in our_rest
        for j in their_rest
        if cost[i, j] < _OPEN_COST and _total(_only(cost, i, j)) == best
    ]
    return np.unique([i for i, _ in used]).astype(np.int64), np.unique([j for _, j in used]).astype(
        np.int64
    )


def _only(cost: Ints, i: int, j: int) -> Ints:
    """The costs when row i may go to row j alone."""
    forced = cost.copy()
    forced[i, :] = _NEVER
    forced[:, j] = _NEVER
    forced[i, j] = cost[i, j]
    return forced


def _collected(found: list[Solved]) -> Assigned:
    if not found:
        return _nothing()
    sizes = [len(ours) + len(theirs) for ours, theirs, _, _ in found]
    return Assigned(
        row=np.concatenate([side for ours, theirs, _, _ in found for side in (ours, theirs)]),
        label=np.repeat(np.arange(len(found)), sizes),
        state=np.array([state for *_, state, _ in found], dtype=np.int64),
        alternatives=np.array([more for *_, more in found], dtype=np.int64),
    )


def _nothing() -> Assigned:
    none = np.zeros(0, dtype=np.int64)
    return Assigned(none, none, none, none)
