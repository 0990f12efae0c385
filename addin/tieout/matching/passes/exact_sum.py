"""Several entries of one side add up, to the cent, to one or several of the other."""

from dataclasses import dataclass, replace

import numpy as np

from tieout.at_once import all_at_once, at_once
from tieout.matching.chance import Agreements, chances
from tieout.matching.coded import Bools, Ints
from tieout.matching.combinations import SPREAD, SUMS_ALIKE_MAX, Combinations, combinations, singles
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
from tieout.matching.grouping import group_by, in_both, is_in, labels, may_be_in, mixed
from tieout.matching.named import named_in_memos
from tieout.matching.passes.candidates import crossing, numbers_speak_against
from tieout.matching.policy import Policy
from tieout.matching.rows import NO_DAY, Rows
from tieout.matching.window import Window

CHANCE_MAX = 0.003
"""Share of accidental solutions up to which a unique one is confirmed."""
CHANCE_SUGGESTED_MAX = 0.4
WITH_TWINS = 0.9
"""Confidence in a sum of which an entry near by could stand for a row, or whose text names another."""
AMBIGUOUS_ROWS_MAX = 40


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
    one, no entry of equal amount near by could stand for one of its rows and none of these names another
    document, suggested otherwise; where several are equally good their rows are ambiguous together.
    """
    index, some = _dated(rows)
    solutions, bounded = _solutions(some, policy)
    solutions = solutions.keep(~_numbers_against(some, solutions))
    found: list[Findings] = []
    for _ in range(3):
        best = _best(solutions, len(some))
        found.append(_settled(some, solutions.keep(best)))
        solutions = solutions.keep(_untouched(solutions, best, len(some)))
        if not best.any():
            break
    found.append(_ambiguous(solutions))
    return placed(replace(joined(found), bounded=bounded), index)


def _dated(rows: Rows) -> tuple[Ints, Rows]:
    """The rows with a date; all of them, as of one day, where a side has none at all."""
    dated = rows.day != NO_DAY
    if dated[rows.theirs].any() and dated[~rows.theirs].any():
        index = np.flatnonzero(dated & (rows.amount != 0))
        return index, rows.take(index)
    index = np.flatnonzero(rows.amount != 0)
    some = rows.take(index)
    return index, some.but(day=np.zeros(len(some), dtype=np.int64))


def _solutions(rows: Rows, policy: Policy) -> tuple[Solutions, Ints]:
    days = policy.group_window_days
    group = labels(rows.account, np.sign(rows.amount)) if len(rows) else rows.account
    both = _both_sided(group, rows.theirs)
    sides = [np.flatnonzero(both & (rows.theirs == side)) for side in (False, True)]
    one = [singles(rows, side, group) for side in sides]
    many = at_once(lambda side: combinations(rows, side, group, days=days), sides, rows=len(rows))
    small = [_close(sets) for sets in many]
    found = all_at_once(
        lambda: _agreeing(many[0], many[1], policy, (small[0], small[1])),
        lambda: _agreeing(one[0], many[1], policy),
        lambda: _agreeing(many[0], one[1], policy),
        rows=len(many[0]) + len(many[1]),
    )
    bounded = np.concatenate([many[0].bounded, many[1].bounded])
    return _together([*found[1:], found[0]]), bounded


def _close(sets: Combinations) -> Ints:
    """Sets that may stand against a set: few rows, near each other."""
    return np.flatnonzero((sets.size <= 4) & ((sets.kind < SPREAD) | (sets.last - sets.first <= 3)))


def _both_sided(group: Ints, theirs: Bools) -> Bools:
    count = int(group.max(initial=-1)) + 1
    both = (np.bincount(group[theirs], minlength=count) > 0) & (
        np.bincount(group[~theirs], minlength=count) > 0
    )
    return both[group]


def _agreeing(
    ours: Combinations,
    theirs: Combinations,
    policy: Policy,
    chosen: tuple[Ints, Ints] | None = None,
) -> Solutions:
    """Sets of ours and theirs of one account, sign and sum, near enough to each other."""
    mine, other = chosen or (np.arange(len(ours)), np.arange(len(theirs)))
    every = Agreements(ours, theirs, *_equal_sums(ours, theirs, mine, other))
    near = _near(every, policy)
    agree, apart = every.take(near), every.take(~near)
    left, right = agree.left, agree.right
    kind = ours.kind[left] + theirs.kind[right]
    size = ours.size[left] + theirs.size[right]
    row, solution = _rows_of(ours, theirs, left, right)
    return Solutions(
        row,
        solution,
        cost=size * 1000 + kind * 200 + agree.days * 10,
        chance=chances(agree, apart, (mine, other), policy),
    )


def _near(every: Agreements, policy: Policy) -> Bools:
    window: Window = policy.date_window
    near = every.days <= policy.group_window_days
    if policy.window is not None or not policy.across_months:
        ours, theirs, left, right = every.ours, every.theirs, every.left, every.right
        near &= window.holds_days(ours.first[left], theirs.last[right])
        near &= window.holds_days(ours.last[left], theirs.first[right])
    return near


def _equal_sums(
    ours: Combinations, theirs: Combinations, mine: Ints, other: Ints
) -> tuple[Ints, Ints]:
    """Every chosen set of ours with every one of theirs of the same account, sign and sum."""
    our_key = mixed(ours.group[mine], ours.sum[mine])
    their_key = mixed(theirs.group[other], theirs.sum[other])
    left, right = in_both(our_key, their_key)
    mine, other = mine[left], other[right]
    none = mine[:0]
    if not len(mine) or not len(other):
        return none, none
    group = np.concatenate([ours.group[mine], theirs.group[other]])
    same = group_by(group, np.concatenate([ours.sum[mine], theirs.sum[other]]))
    is_other = np.arange(len(group)) >= len(mine)
    left, right = same.crossing(is_other, most=SUMS_ALIKE_MAX)
    return mine[left], other[right - len(mine)]


def _rows_of(
    ours: Combinations, theirs: Combinations, left: Ints, right: Ints
) -> tuple[Ints, Ints]:
    our_row, our_solution = ours.rows_of(left)
    their_row, their_solution = theirs.rows_of(right)
    return np.concatenate([our_row, their_row]), np.concatenate([our_solution, their_solution])


def _together(found: list[Solutions]) -> Solutions:
    start = np.cumsum([0, *(len(solutions.cost) for solutions in found)])
    return Solutions(
        np.concatenate([solutions.row for solutions in found]),
        np.concatenate([s.solution + n for s, n in zip(found, start, strict=False)]),
        np.concatenate([solutions.cost for solutions in found]),
        np.concatenate([solutions.chance for solutions in found]),
    )


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


def _settled(rows: Rows, best: Solutions) -> Findings:
    likely = best.keep(best.chance <= CHANCE_SUGGESTED_MAX)
    if not len(likely.cost):
        return NOTHING
    others = _have_twins(rows, likely) | _name_others(rows, likely)
    sure = (likely.chance <= CHANCE_MAX) & ~others
    return groups(
        likely.row,
        likely.solution,
        state=np.where(sure, CONFIRMED, SUGGESTED),
        confidence=np.where(others, WITH_TWINS, 0.98) * (1 - likely.chance),
    )


def _have_twins(rows: Rows, solutions: Solutions) -> Bools:
    """Solutions beside which an entry near by could stand for one of theirs, as it has its amount on its side."""
    row, solution = solutions.row, solutions.solution
    same = group_by(solution, rows.twin_key[row])
    first = same.order[same.start]
    outside = solution[first[rows.near_twins[row[first]] > same.size]]
    return np.bincount(outside, minlength=len(solutions.cost)) > 0


def _name_others(rows: Rows, solutions: Solutions) -> Bools:
    """Solutions, of a row one each, with an entry whose text names an open document of the other side beside them."""
    solution = np.zeros(len(rows), dtype=np.int64)
    solution[solutions.row] = solutions.solution
    row, number = named_in_memos(rows, solutions.row)
    owner = np.flatnonzero(may_be_in(rows.digits.codes, number))
    own = rows.digits.codes[owner]
    place = rows.account * 2 + rows.theirs
    there = is_in(mixed(place[row] ^ 1, number), mixed(place[owner], own))
    row, number = row[there], number[there]
    within = mixed(solutions.solution, rows.digits.codes[solutions.row])
    beside = row[~is_in(mixed(solution[row], number), within)]
    return np.bincount(solution[beside], minlength=len(solutions.cost)) > 0


def _numbers_against(rows: Rows, solutions: Solutions) -> Bools:
    """Solutions with an entry of each side under numbers that both sides quote, and not the same.

    What adds up then adds up to other documents, by accident.
    """
    some = rows.take(solutions.row)
    ours, theirs = crossing(some.theirs, solutions.solution)
    against = np.zeros(len(solutions.cost), dtype=bool)
    against[solutions.solution[ours[numbers_speak_against(some, ours, theirs)]]] = True
    return against


def _ambiguous(rivals: Solutions) -> Findings:
    """Rows that several equally good solutions want."""
    rivals = rivals.keep(rivals.chance <= CHANCE_SUGGESTED_MAX)
    if not len(rivals.cost):
        return NOTHING
    component = _components(rivals)
    row, place = np.unique(rivals.row, return_index=True)
    of_row = component[rivals.solution[place]]
    _, group, size = np.unique(of_row, return_inverse=True, return_counts=True)
    solutions = np.bincount(np.unique(component, return_inverse=True)[1])
    small = size[group] <= AMBIGUOUS_ROWS_MAX
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
