"""Who belongs to whom when several rows share a key: the best assignment by date, or ambiguity."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from tieout.matching.coded import Ints
from tieout.matching.findings import AMBIGUOUS, CONFIRMED
from tieout.matching.grouping import Grouping, group_by, one_each
from tieout.matching.policy import Weights
from tieout.matching.rows import NO_DAY, Rows
from tieout.matching.small_assignment import nearest_of_several, two_and_two
from tieout.matching.window import Window

ROWS_MAX = 60
"""Rows of a group up to which the best assignment is sought; a larger one is ambiguous."""

_OPEN_COST = 10**12
_NEVER = 10**15


@dataclass(frozen=True)
class Assigned:
    """Groups of rows that go together: rows, a label each, and per label its state and choices.

    `bounded` are rows of groups too large for the best assignment to be sought.
    """

    row: Ints
    label: Ints
    state: Ints
    alternatives: Ints
    bounded: Ints


def assign(
    rows: Rows, keys: tuple[Ints, ...], *, window: Window, weights: Weights
) -> tuple[Ints, Ints, Assigned]:
    """Rows of equal keys assigned by date: pairs that are the only solution, and the rest.

    Alone under a key: a pair. Several: those of one day first, then the assignment with the least
    total cost; where another is as good, its rows are ambiguous together.
    """
    grouping = group_by(*keys)
    ours, theirs = _within(rows, *one_each(grouping, rows.theirs), window)
    crowd, key = grouping.members((grouping.size > 2) & _both_sides(grouping, rows))
    if not len(crowd):
        return ours, theirs, _nothing()
    chosen_ours, chosen_theirs = [ours], [theirs]
    for chosen in (_of_one_day, _nearest, _two_pairs):
        mine, other = chosen(rows, crowd, key, window, weights)
        chosen_ours.append(crowd[mine])
        chosen_theirs.append(crowd[other])
        left = np.ones(len(crowd), dtype=bool)
        left[mine] = left[other] = False
        crowd, key = crowd[left], key[left]
    rest = list(_solved(rows, crowd, key, window, weights))
    pairs = [found for found in rest if _is_sure_pair(found)]
    crowds = [found for found in rest if not _is_sure_pair(found)]
    return (
        np.concatenate([*chosen_ours, *(found[0] for found in pairs)]).astype(np.int64),
        np.concatenate([*chosen_theirs, *(found[1] for found in pairs)]).astype(np.int64),
        _collected(crowds),
    )


def gap(rows: Rows, ours: Ints, theirs: Ints) -> Ints:
    """Days between two rows; 0 where a date is missing."""
    undated = (rows.day[ours] == NO_DAY) | (rows.day[theirs] == NO_DAY)
    return np.where(undated, 0, np.abs(rows.day[ours] - rows.day[theirs]))


def cost_of(rows: Rows, ours: Ints, theirs: Ints, window: Window, weights: Weights) -> Ints:
    """How dear it is to take two rows for one: the same day is best by far, then the nearest.

    The square keeps first to first and last to last; equal memos break a tie.
    """
    days = gap(rows, ours, theirs)
    cost = np.where(days == 0, 0, weights.date * (3 + days) + days * days)
    cost = cost + np.where(rows.memo.codes[ours] == rows.memo.codes[theirs], 0, weights.memo)
    return np.where(window.holds(rows, ours, theirs), cost, _NEVER)


def _within(rows: Rows, ours: Ints, theirs: Ints, window: Window) -> tuple[Ints, Ints]:
    near = window.holds(rows, ours, theirs)
    return ours[near], theirs[near]


def _both_sides(grouping: Grouping, rows: Rows) -> np.ndarray:
    theirs = grouping.counts(rows.theirs)
    return (theirs > 0) & (theirs < grouping.size)


def _of_one_day(
    rows: Rows, crowd: Ints, key: Ints, window: Window, weights: Weights
) -> tuple[Ints, Ints]:
    """One row of each side on a day; or on a day, with one memo."""
    del weights
    day, memo = rows.day[crowd], rows.memo.codes[crowd]
    ours, theirs = one_each(group_by(key, day), rows.theirs[crowd])
    ours_said, theirs_said = one_each(group_by(key, day, memo), rows.theirs[crowd])
    said = memo[ours_said] != 0
    ours = np.concatenate([ours, ours_said[said]])
    theirs = np.concatenate([theirs, theirs_said[said]])
    ours, first = np.unique(ours, return_index=True)
    theirs = theirs[first]
    dated = (day[ours] != NO_DAY) & window.holds(rows, crowd[ours], crowd[theirs])
    return ours[dated], theirs[dated]


def _nearest(
    rows: Rows, crowd: Ints, key: Ints, window: Window, weights: Weights
) -> tuple[Ints, Ints]:
    """One row on one side against several: the strictly cheapest of them."""

    def cost(ours: Ints, theirs: Ints) -> Ints:
        return cost_of(rows, crowd[ours], crowd[theirs], window, weights)

    return nearest_of_several(group_by(key), rows.theirs[crowd], cost, _OPEN_COST)


def _two_pairs(
    rows: Rows, crowd: Ints, key: Ints, window: Window, weights: Weights
) -> tuple[Ints, Ints]:
    """Two rows against two: the cheaper of the two ways."""

    def cost(ours: Ints, theirs: Ints) -> Ints:
        return cost_of(rows, crowd[ours], crowd[theirs], window, weights)

    return two_and_two(group_by(key), rows.theirs[crowd], cost, _OPEN_COST)


Solved = tuple[Ints, Ints, int, int, bool]
"""Our rows, their rows, state, number of other solutions, whether the bound was reached."""


def _is_sure_pair(found: Solved) -> bool:
    ours, theirs, state, *_ = found
    return len(ours) == len(theirs) == 1 and state == CONFIRMED


def _solved(
    rows: Rows, crowd: Ints, key: Ints, window: Window, weights: Weights
) -> Iterator[Solved]:
    if not len(crowd):
        return
    grouping = group_by(key)
    theirs = grouping.counts(rows.theirs[crowd])
    both = np.flatnonzero((theirs > 0) & (theirs < grouping.size))
    for start, size in zip(grouping.start[both], grouping.size[both], strict=True):
        members = crowd[grouping.order[start : start + size]]
        side = rows.theirs[members]
        yield from _best(rows, members[~side], members[side], window, weights)


def _best(
    rows: Rows, ours: Ints, theirs: Ints, window: Window, weights: Weights
) -> Iterator[Solved]:
    if _alike(rows, ours) and _alike(rows, theirs):
        state = CONFIRMED if len(ours) == len(theirs) else AMBIGUOUS
        if window.holds(rows, ours[:1], theirs[:1])[0]:
            yield ours, theirs, state, abs(len(ours) - len(theirs)), False
        return
    if len(ours) + len(theirs) > ROWS_MAX:
        yield ours, theirs, AMBIGUOUS, 1, True
        return
    cost = _cost(rows, ours, theirs, window, weights)
    chosen = _cheapest(cost)
    least = _total(cost)
    sure = [edge for edge in chosen if _total(_without(cost, *edge)) > least]
    for i, j in sure:
        yield ours[i : i + 1], theirs[j : j + 1], CONFIRMED, 0, False
    if len(sure) < len(chosen):
        our_rest, their_rest = _in_some_best(cost, sure)
        yield ours[our_rest], theirs[their_rest], AMBIGUOUS, 1, False


def _alike(rows: Rows, side: Ints) -> bool:
    columns = (rows.day, rows.reference.codes, rows.memo.codes, rows.type.codes)
    return all(bool((column[side] == column[side[0]]).all()) for column in columns)


def _cost(rows: Rows, ours: Ints, theirs: Ints, window: Window, weights: Weights) -> Ints:
    cost = cost_of(rows, np.repeat(ours, len(theirs)), np.tile(theirs, len(ours)), window, weights)
    return cost.reshape(len(ours), len(theirs))


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
    sizes = [len(ours) + len(theirs) for ours, theirs, *_ in found]
    row = np.concatenate([side for ours, theirs, *_ in found for side in (ours, theirs)])
    bounded = np.repeat(np.array([bound for *_, bound in found], dtype=bool), sizes)
    return Assigned(
        row=row,
        label=np.repeat(np.arange(len(found)), sizes),
        state=np.array([state for _, _, state, *_ in found], dtype=np.int64),
        alternatives=np.array([more for *_, more, _ in found], dtype=np.int64),
        bounded=row[bounded],
    )


def _nothing() -> Assigned:
    none = np.zeros(0, dtype=np.int64)
    return Assigned(none, none, none, none, none)
