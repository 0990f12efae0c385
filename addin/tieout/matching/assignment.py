"""Who belongs to whom when several rows share a key: the best assignment by date, or ambiguity."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tieout.matching.coded import Bools, Ints
from tieout.matching.findings import AMBIGUOUS, CONFIRMED
from tieout.matching.grouping import Grouping, group_by, labels, mixed, one_each
from tieout.matching.lags import lag_of_rows
from tieout.matching.optimum import solve
from tieout.matching.policy import Weights
from tieout.matching.rows import NO_DAY, Rows
from tieout.matching.small_assignment import each_its_own, nearest_of_several, two_and_two
from tieout.matching.window import Window

ROWS_MAX = 60
"""Rows of a group up to which the best assignment is sought; a larger one is ambiguous."""

TWICE_DAYS = 3
"""Days within which two entries that say the same, and no third of the amount, are one booked twice."""

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
    rows: Rows, keys: tuple[Ints, ...], *, window: Window, weights: Weights, margin_days: int = 0
) -> tuple[Ints, Ints, Assigned]:
    """Rows of equal keys assigned by date: pairs that are the only solution, and the rest.

    A way that is better by no more than `margin_days` is not better for certain.

    Alone under a key: a pair. Several: those of one day first, then the assignment with the least
    total cost; where another is as good, its rows are ambiguous together.
    """
    grouping = group_by(*keys)
    ours, theirs = _within(rows, *one_each(grouping, rows.theirs), window)
    crowd, key = _crowds(grouping, rows)
    if not len(crowd):
        return ours, theirs, _nothing()
    chosen_ours, chosen_theirs = [ours], [theirs]
    margin = weights.date * margin_days
    for chosen in (_of_one_lag, _alone, _of_one_day, _alone, _nearest, _two_pairs, _each_its_own):
        mine, other = chosen(rows, crowd, key, window, weights, margin)
        chosen_ours.append(crowd[mine])
        chosen_theirs.append(crowd[other])
        left = np.ones(len(crowd), dtype=bool)
        left[mine] = left[other] = False
        crowd, key = crowd[left], key[left]
        if chosen is _of_one_lag:
            key = _apart(rows, crowd, key, window)
    rest = list(_solved(rows, crowd, key, window, weights, margin))
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


def _crowds(grouping: Grouping, rows: Rows) -> tuple[Ints, Ints]:
    """Rows and labels of the groups of three or more that have rows of both sides."""
    row, label = grouping.members(grouping.size > 2)
    theirs = np.bincount(label[rows.theirs[row]], minlength=len(grouping.size))
    both = ((theirs > 0) & (theirs < grouping.size))[label]
    return row[both], label[both]


def _of_one_lag(
    rows: Rows, crowd: Ints, key: Ints, window: Window, weights: Weights, margin: int
) -> tuple[Ints, Ints]:
    """Where theirs come always so many days after ours: those that many days apart."""
    del weights, margin
    some = rows.take(crowd)
    lag, is_clear = lag_of_rows(some, key, window)
    index = np.flatnonzero(is_clear & (lag != 0) & (some.day != NO_DAY))
    shifted = some.day[index] - np.where(some.theirs[index], lag[index], 0)
    ours, theirs = _alike_in_turn(some.take(index), key[index], shifted)
    return index[ours], index[theirs]


def _apart(rows: Rows, crowd: Ints, key: Ints, window: Window) -> Ints:
    """The keys, told apart where no date of one part is within the window of the other."""
    day = rows.day[crowd]
    order = np.lexsort((day, key))
    gap_before = np.diff(day[order], prepend=day[order[:1]])
    new_key = np.diff(key[order], prepend=key[order[:1]]) != 0
    # An entry without a date fits anywhere, so what is beside it stays together.
    undated = np.zeros(int(key.max(initial=0)) + 1, dtype=bool)
    undated[key[day == NO_DAY]] = True
    part = np.empty(len(order), dtype=np.int64)
    part[order] = np.cumsum(new_key | ((gap_before > window.widest) & ~undated[key[order]]))
    return part


def _alone(
    rows: Rows, crowd: Ints, key: Ints, window: Window, weights: Weights, margin: int
) -> tuple[Ints, Ints]:
    """One row of each side, and no other."""
    del weights, margin
    ours, theirs = one_each(group_by(key), rows.theirs[crowd])
    near = window.holds(rows, crowd[ours], crowd[theirs])
    return ours[near], theirs[near]


def _of_one_day(
    rows: Rows, crowd: Ints, key: Ints, window: Window, weights: Weights, margin: int
) -> tuple[Ints, Ints]:
    """Rows of one day, alike on each side, first to first; or of one day with one memo."""
    del weights, margin
    some = rows.take(crowd)
    day, memo = some.day, some.memo.codes
    ours, theirs = _alike_in_turn(some, key, day)
    left = np.ones(len(crowd), dtype=bool)
    left[ours] = left[theirs] = False
    rest = np.flatnonzero(left & some.memo.given)
    mine, other = _alike_in_turn(some.take(rest), key[rest], day[rest], memo[rest])
    ours, theirs = np.concatenate([ours, rest[mine]]), np.concatenate([theirs, rest[other]])
    dated = (day[ours] != NO_DAY) & window.holds(some, ours, theirs)
    return ours[dated], theirs[dated]


def _alike_in_turn(rows: Rows, *keys: Ints) -> tuple[Ints, Ints]:
    """Under each key whose rows say the same on each side: the first of both, the second, and so on.

    Which of two rows that say the same is taken makes no difference to anybody.
    """
    none = np.zeros(0, dtype=np.int64)
    if not len(rows):
        return none, none
    content = said(rows)
    group = labels(*keys)
    side = group_by(group, rows.theirs.astype(np.int64))
    mixed_up = np.zeros(int(group.max()) + 1, dtype=bool)
    ordered = content[side.order]
    differs = np.r_[False, (ordered[1:] != ordered[:-1]) & (side.label[1:] == side.label[:-1])]
    mixed_up[group[side.order[differs]]] = True
    alike = np.flatnonzero(~mixed_up[group])
    rank = _rank(rows.take(alike), group[alike])
    ours, theirs = one_each(group_by(group[alike], rank), rows.theirs[alike])
    return alike[ours], alike[theirs]


def said(rows: Rows) -> Ints:
    """A number a row, equal where two rows of one key say the same in every column."""
    return mixed(rows.day, *_words_of(rows))


def _words(rows: Rows) -> Ints:
    return mixed(*_words_of(rows))


def _words_of(rows: Rows) -> tuple[Ints, ...]:
    return *rows.spelled, rows.memo.codes, rows.type.codes


def _rank(rows: Rows, group: Ints) -> Ints:
    """The how-manyth of its group and side each row is, by its line."""
    order = np.lexsort((rows.line, rows.theirs, group))
    place = group[order] * 2 + rows.theirs[order]
    first = np.flatnonzero(np.r_[True, place[1:] != place[:-1]]) if len(order) else order
    rank = np.empty(len(order), dtype=np.int64)
    size = np.diff(np.append(first, len(order)))
    rank[order] = np.arange(len(order)) - np.repeat(first, size)
    return rank


def _nearest(
    rows: Rows, crowd: Ints, key: Ints, window: Window, weights: Weights, margin: int
) -> tuple[Ints, Ints]:
    """One row on one side against several: the strictly cheapest of them."""

    def cost(ours: Ints, theirs: Ints) -> Ints:
        return cost_of(rows, crowd[ours], crowd[theirs], window, weights)

    some = rows.take(crowd)
    words = _words(some)

    def alike(one: Ints, other: Ints) -> Bools:
        apart = np.abs(some.day[one] - some.day[other])
        twice = (some.twins[one] == 2) & (apart <= TWICE_DAYS)
        return (words[one] == words[other]) & (twice | (apart == 0))

    # An entry that was booked twice was booked rightly the first time.
    turn = np.maximum(some.day, 0) * np.int64(2**32) + some.line
    return nearest_of_several(group_by(key), some.theirs, alike, turn, cost, _OPEN_COST, margin)


def _two_pairs(
    rows: Rows, crowd: Ints, key: Ints, window: Window, weights: Weights, margin: int
) -> tuple[Ints, Ints]:
    """Two rows against two: the cheaper of the two ways."""

    def cost(ours: Ints, theirs: Ints) -> Ints:
        return cost_of(rows, crowd[ours], crowd[theirs], window, weights)

    return two_and_two(group_by(key), rows.theirs[crowd], cost, _OPEN_COST, margin)


def _each_its_own(
    rows: Rows, crowd: Ints, key: Ints, window: Window, weights: Weights, margin: int
) -> tuple[Ints, Ints]:
    """Several against several: the cheapest of each, where no two want the same."""

    def cost(ours: Ints, theirs: Ints) -> Ints:
        return cost_of(rows, crowd[ours], crowd[theirs], window, weights)

    return each_its_own(group_by(key), rows.theirs[crowd], cost, _OPEN_COST, margin, ROWS_MAX)


Solved = tuple[Ints, Ints, int, int, bool]
"""Our rows, their rows, state, number of other solutions, whether the bound was reached."""


def _is_sure_pair(found: Solved) -> bool:
    ours, theirs, state, *_ = found
    return len(ours) == len(theirs) == 1 and state == CONFIRMED


def _solved(
    rows: Rows, crowd: Ints, key: Ints, window: Window, weights: Weights, margin: int
) -> Iterator[Solved]:
    if not len(crowd):
        return
    grouping = group_by(key)
    theirs = grouping.counts(rows.theirs[crowd])
    both = np.flatnonzero((theirs > 0) & (theirs < grouping.size))
    row, label = grouping.members((theirs > 0) & (theirs < grouping.size))
    # Ours before theirs, each side by line: of rows that say the same the first is taken first.
    row = row[np.lexsort((rows.line[crowd[row]], rows.theirs[crowd[row]], label))]
    some = rows.take(crowd[row])
    kind = said(some)
    end = np.cumsum(grouping.size[both])
    start = end - grouping.size[both]
    middle = end - theirs[both]
    for a, b, c in zip(start.tolist(), middle.tolist(), end.tolist(), strict=True):
        members = crowd[row[a:c]]
        if c - a > ROWS_MAX:
            yield members[: b - a], members[b - a :], AMBIGUOUS, 1, True
            continue
        cost = _cost(some, np.arange(a, b), np.arange(b, c), window, weights)
        yield from _best(members[: b - a], members[b - a :], cost, kind[a:b], kind[b:c], margin)


def _best(
    ours: Ints, theirs: Ints, cost: Ints, our_kind: Ints, their_kind: Ints, margin: int
) -> Iterator[Solved]:
    solution = solve(cost, our_kind, their_kind, _OPEN_COST, margin)
    for i, j in solution.sure:
        yield ours[i : i + 1], theirs[j : j + 1], CONFIRMED, 0, False
    if len(solution.our_rest):
        yield ours[solution.our_rest], theirs[solution.their_rest], AMBIGUOUS, 1, False


def _cost(rows: Rows, ours: Ints, theirs: Ints, window: Window, weights: Weights) -> Ints:
    cost = cost_of(rows, np.repeat(ours, len(theirs)), np.tile(theirs, len(ours)), window, weights)
    return cost.reshape(len(ours), len(theirs))


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
