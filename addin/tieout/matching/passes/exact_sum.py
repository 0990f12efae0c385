"""Several entries of one side add up, to the cent, to one or several of the other."""

from dataclasses import dataclass

import numpy as np

from tieout.matching.coded import Bools, Ints
from tieout.matching.combinations import Combinations, combinations
from tieout.matching.findings import (
    AMBIGUOUS,
    CONFIRMED,
    NOTHING,
    SUGGESTED,
    Findings,
    groups,
    joined,
    placed,
)
from tieout.matching.grouping import group_by, is_in, labels, mixed
from tieout.matching.policy import Policy
from tieout.matching.rows import NO_DAY, Rows

SUMS_ALIKE_MAX = 30
"""Combinations of one sum beyond which the sum tells nothing."""
CHANCE_MAX = 0.01
"""Expected number of accidental solutions up to which a unique one is confirmed."""
CHANCE_SUGGESTED_MAX = 0.5


@dataclass(frozen=True)
class Solutions:
    """Sets of rows whose sums agree: `row[i]` belongs to solution `solution[i]`; a cost each."""

    row: Ints
    solution: Ints
    cost: Ints
    chance: np.ndarray

    def keep(self, chosen: Bools) -> "Solutions":
        """Some of the solutions, renumbered."""
        number = np.cumsum(chosen) - 1
        kept = chosen[self.solution]
        return Solutions(
            self.row[kept], number[self.solution[kept]], self.cost[chosen], self.chance[chosen]
        )


def find(rows: Rows, policy: Policy) -> Findings:
    """Exact sums of one sign within the window: one to many, many to one, many to many.

    A solution that is the best for all its rows is confirmed where chance alone would hardly give
    one, suggested otherwise; where several are equally good their rows are ambiguous together.
    """
    index = np.flatnonzero((rows.day != NO_DAY) & (rows.amount != 0))
    some = rows.take(index)
    solutions = _solutions(some, policy.group_window_days)
    found: list[Findings] = []
    for _ in range(3):
        best = _best(solutions, len(some))
        found.append(_settled(solutions.keep(best)))
        solutions = solutions.keep(_untouched(solutions, best, len(some)))
        if not best.any():
            break
    found.append(_ambiguous(solutions))
    return placed(joined(found), index)


def _solutions(rows: Rows, days: int) -> Solutions:
    group = labels(rows.account, np.sign(rows.amount)) if len(rows) else rows.account
    both = _both_sided(group, rows.theirs)
    ours = combinations(rows, np.flatnonzero(both & ~rows.theirs), group, days=days)
    theirs = combinations(rows, np.flatnonzero(both & rows.theirs), group, days=days)
    left, right = _equal_sums(ours, theirs)
    first = np.minimum(ours.first[left], theirs.first[right])
    last = np.maximum(ours.last[left], theirs.last[right])
    size = ours.size[left] + theirs.size[right]
    fits = (
        (last - first <= days)
        & (size > 2)
        & ((size <= 6) | (ours.size[left] == 1) | (theirs.size[right] == 1))
    )
    left, right, size, span = left[fits], right[fits], size[fits], (last - first)[fits]
    return Solutions(
        *_rows_of(ours, theirs, left, right),
        cost=size * 1000 + span,
        chance=_chance(ours, theirs, left, right),
    )


def _both_sided(group: Ints, theirs: Bools) -> Bools:
    count = int(group.max(initial=-1)) + 1
    both = (np.bincount(group[theirs], minlength=count) > 0) & (
        np.bincount(group[~theirs], minlength=count) > 0
    )
    return both[group]


def _equal_sums(ours: Combinations, theirs: Combinations) -> tuple[Ints, Ints]:
    """Every set of ours with every set of theirs of the same account, sign and sum."""
    sums = np.concatenate([ours.sum, theirs.sum])
    group = np.concatenate([ours.group, theirs.group])
    our_key, their_key = mixed(ours.group, ours.sum), mixed(theirs.group, theirs.sum)
    shared = is_in(our_key, their_key), is_in(their_key, our_key)
    index = np.flatnonzero(np.concatenate(shared))
    if not len(index):
        return index, index
    same = group_by(group[index], sums[index])
    row, label = same.members(same.size <= SUMS_ALIKE_MAX)
    row = index[row]
    right = row >= len(ours)
    left, left_label, other, other_label = row[~right], label[~right], row[right], label[right]
    start = np.searchsorted(other_label, left_label)
    count = np.searchsorted(other_label, left_label, side="right") - start
    within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    return np.repeat(left, count), other[np.repeat(start, count) + within] - len(ours)


def _rows_of(
    ours: Combinations, theirs: Combinations, left: Ints, right: Ints
) -> tuple[Ints, Ints]:
    our_row, our_solution = _members(ours, left)
    their_row, their_solution = _members(theirs, right)
    return np.concatenate([our_row, their_row]), np.concatenate([our_solution, their_solution])


def _members(sets: Combinations, chosen: Ints) -> tuple[Ints, Ints]:
    start = np.cumsum(sets.size) - sets.size
    size = sets.size[chosen]
    within = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size)
    return sets.member[np.repeat(start[chosen], size) + within], np.repeat(
        np.arange(len(chosen)), size
    )


def _chance(ours: Combinations, theirs: Combinations, left: Ints, right: Ints) -> np.ndarray:
    """Expected number of accidental solutions of the same shape in the same account.

    Sets of one size of each side, compared pairwise, over the width of their sums: what sums spread
    evenly would give.
    """
    count = max(int(ours.group.max(initial=0)), int(theirs.group.max(initial=0))) + 1
    largest = np.ones(count, dtype=np.int64)
    for sets in (ours, theirs):
        np.maximum.at(largest, sets.group, np.abs(sets.sum))
    our_sets = _sets_like(ours, count)[ours.size[left], ours.group[left]]
    their_sets = _sets_like(theirs, count)[theirs.size[right], theirs.group[right]]
    return our_sets * their_sets / largest[ours.group[left]]


def _sets_like(sets: Combinations, groups_count: int) -> np.ndarray:
    """Number of sets by size and group."""
    counts = np.bincount(sets.size * groups_count + sets.group, minlength=13 * groups_count)
    return counts.reshape(13, groups_count).astype(float)


def _best(solutions: Solutions, rows_count: int) -> Bools:
    """Solutions strictly cheaper than every other one for each of their rows."""
    least = np.full(rows_count, np.iinfo(np.int64).max)
    cost = solutions.cost[solutions.solution]
    np.minimum.at(least, solutions.row, cost)
    is_least = cost == least[solutions.row]
    rivals = np.bincount(solutions.row[is_least], minlength=rows_count)
    good = is_least & (rivals[solutions.row] == 1)
    best = np.ones(len(solutions.cost), dtype=bool)
    best[solutions.solution[~good]] = False
    return best


def _untouched(solutions: Solutions, best: Bools, rows_count: int) -> Bools:
    used = np.zeros(rows_count, dtype=bool)
    used[solutions.row[best[solutions.solution]]] = True
    free = np.ones(len(solutions.cost), dtype=bool)
    free[solutions.solution[used[solutions.row]]] = False
    return free


def _settled(best: Solutions) -> Findings:
    likely = best.keep(best.chance <= CHANCE_SUGGESTED_MAX)
    if not len(likely.cost):
        return NOTHING
    return groups(
        likely.row,
        likely.solution,
        state=np.where(likely.chance <= CHANCE_MAX, CONFIRMED, SUGGESTED),
        confidence=0.97 / (1 + likely.chance),
    )


def _ambiguous(rivals: Solutions) -> Findings:
    """Rows that several equally good solutions want."""
    rivals = rivals.keep(rivals.chance <= CHANCE_MAX)
    if not len(rivals.cost):
        return NOTHING
    component = _components(rivals)
    row, place = np.unique(rivals.row, return_index=True)
    of_row = component[rivals.solution[place]]
    _, group, size = np.unique(of_row, return_inverse=True, return_counts=True)
    solutions = np.bincount(np.unique(component, return_inverse=True)[1])
    small = size[group] <= 40
    if not small.any():
        return NOTHING
    kept = np.unique(group[small])
    return groups(
        row[small], group[small], state=AMBIGUOUS, confidence=0.5, alternatives=solutions[kept]
    )


def _components(solutions: Solutions) -> Ints:
    """Solutions that share rows, directly or through others, have one number."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    row = np.unique(solutions.row, return_inverse=True)[1]
    count = len(solutions.cost)
    size = count + int(row.max(initial=-1)) + 1
    graph = coo_matrix((np.ones(len(row)), (solutions.solution, count + row)), shape=(size, size))
    return connected_components(graph, directed=False)[1][:count].astype(np.int64)
