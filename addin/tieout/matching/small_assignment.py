"""Who belongs to whom where the nearest tells: one against several, two against two, each his own."""

from collections.abc import Callable

import numpy as np

from tieout.matching.coded import Bools, Ints
from tieout.matching.grouping import Grouping, every_two

Cost = Callable[[Ints, Ints], Ints]
"""How dear it is to take two rows, ours and theirs, for one."""
Alike = Callable[[Ints, Ints], Bools]
"""Whether it makes no difference which of two rows of a side is taken."""


def nearest_of_several(
    grouping: Grouping,
    theirs: Bools,
    alike: Alike,
    turn: Ints,
    cost: Cost,
    too_dear: int,
    margin: int,
) -> tuple[Ints, Ints]:
    """In each group with one row on one side, that row and the strictly cheapest of the others.

    Of rows that are alike any is as good as any: of those that cost the same, the first in turn is taken.
    """
    their_count = grouping.counts(theirs) if len(grouping.order) else grouping.size
    lone_theirs = their_count == 1
    chosen = (lone_theirs | (grouping.size - their_count == 1)) & (grouping.size > 2)
    row, label = grouping.members(chosen)
    if not len(row):
        return row, row
    is_lone = theirs[row] == lone_theirs[label]
    lone = np.zeros(len(grouping.size), dtype=np.int64)
    lone[label[is_lone]] = row[is_lone]
    other, of_group = row[~is_lone], label[~is_lone]
    mine = lone[of_group]
    ours, their = np.where(theirs[mine], other, mine), np.where(theirs[mine], mine, other)
    price = cost(ours, their)
    order = np.lexsort((turn[other], price, of_group))
    first = np.r_[True, of_group[order][1:] != of_group[order][:-1]]
    best = order[first]
    best_of = np.zeros(len(grouping.size), dtype=np.int64)
    best_of[of_group[best]] = best
    rival = best_of[of_group]
    as_good = (price <= price[rival] + margin) & ~alike(other, other[rival])
    tied = np.zeros(len(grouping.size), dtype=bool)
    tied[of_group[as_good]] = True
    good = ~tied[of_group[best]] & (price[best] < too_dear)
    return ours[best[good]], their[best[good]]


def two_and_two(
    grouping: Grouping, theirs: Bools, cost: Cost, too_dear: int, margin: int
) -> tuple[Ints, Ints]:
    """In each group of two against two, both pairs of the cheaper way, where one is cheaper."""
    if not len(grouping.order):
        return grouping.order, grouping.order
    start = grouping.start[(grouping.size == 4) & (grouping.counts(theirs) == 2)]
    four = grouping.order[start[:, None] + np.arange(4)[None, :]]
    four = np.take_along_axis(four, np.argsort(theirs[four], axis=1, kind="stable"), axis=1)
    a, b, x, y = four.T
    straight, crossed = cost(a, x) + cost(b, y), cost(a, y) + cost(b, x)
    one_way = (np.abs(straight - crossed) > margin) & (np.minimum(straight, crossed) < too_dear)
    swap = crossed < straight
    first, second = np.where(swap, y, x), np.where(swap, x, y)
    return (
        np.concatenate([a[one_way], b[one_way]]),
        np.concatenate([first[one_way], second[one_way]]),
    )


def each_its_own(
    grouping: Grouping, theirs: Bools, cost: Cost, too_dear: int, margin: int, rows_max: int
) -> tuple[Ints, Ints]:
    """In each group where every row of the smaller side has a strictly cheapest partner of its own.

    No other way can then be as cheap, as it would have to take a dearer partner for some row.
    """
    theirs_count = grouping.counts(theirs) if len(grouping.order) else grouping.size
    ours_count = grouping.size - theirs_count
    chosen = (np.minimum(ours_count, theirs_count) > 0) & (grouping.size <= rows_max)
    row, label = grouping.members(chosen)
    if not len(row):
        return row, row
    few = theirs[row] == (theirs_count < ours_count)[label]
    one, other, start = _every_two(row[few], label[few], row[~few], label[~few])
    price = np.minimum(
        cost(np.where(theirs[one], other, one), np.where(theirs[one], one, other)), too_dear
    )
    least = np.minimum.reduceat(price, start)
    size = np.diff(np.append(start, len(price)))
    rivals = np.add.reduceat((price <= np.repeat(least + margin, size)).astype(np.int64), start)
    best = np.flatnonzero(price == np.repeat(least, size))
    best = best[(rivals == 1)[np.repeat(np.arange(len(start)), size)[best]]]
    best = best[price[best] < too_dear]
    taken = np.bincount(other[best], minlength=len(theirs))
    happy = np.zeros(len(theirs), dtype=bool)
    happy[one[best]] = taken[other[best]] == 1
    hopeless = one[start[least >= too_dear]]
    happy[hopeless] = True
    whole = np.ones(len(grouping.size), dtype=bool)
    whole[label[few][~happy[row[few]]]] = False
    of = np.zeros(len(theirs), dtype=np.int64)
    of[row] = label
    best = best[whole[of[one[best]]]]
    mine, its = one[best], other[best]
    return np.where(theirs[mine], its, mine), np.where(theirs[mine], mine, its)


def _every_two(
    ours: Ints, our_label: Ints, theirs: Ints, their_label: Ints
) -> tuple[Ints, Ints, Ints]:
    """Every row of the first with every one of the second of its group; where each of the first starts."""
    mine, other = every_two(our_label, their_label)
    return ours[mine], theirs[other], np.searchsorted(mine, np.arange(len(ours)))
