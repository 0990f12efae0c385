"""How likely is it that sums agree by accident: counted on the ledgers themselves, shifted a little.

Nothing truly adds up to a sum shifted by an odd amount, so what then still agrees does by accident.
The share of such accidents among the agreements of one shape is the chance that one of them is none.
"""

import numpy as np

from tieout.matching.coded import Bools, Ints
from tieout.matching.combinations import SUMS_ALIKE_MAX, Combinations
from tieout.matching.grouping import group_by, in_both, mixed
from tieout.matching.policy import Policy

SHIFTS = (1337, -2671, 4003, -5347, 6689, -8011, 9371, -10711)
"""In minor units; longer than any rounding, in no relation to any rate."""
ROUND = 100
SETS_MANY = 200_000
"""Sets from which on fewer shifts tell enough."""


def chances(
    ours: Combinations,
    theirs: Combinations,
    left: Ints,
    right: Ints,
    chosen: tuple[Ints, Ints],
    policy: Policy,
) -> np.ndarray:
    """For each agreement of a set of ours and one of theirs, the chance that it is an accident."""
    if not len(left):
        return np.zeros(0)
    mine, other = chosen
    shifts = SHIFTS if len(mine) + len(other) < SETS_MANY else SHIFTS[:2]
    shape = _shape(ours, theirs, left, right)
    accidents = np.zeros(int(shape.max()) + 1)
    for shift in shifts:
        a, b = _agreeing_shifted(ours, theirs, mine, other, shift, policy)
        of = _shape(ours, theirs, a, b)
        accidents += np.bincount(of[of < len(accidents)], minlength=len(accidents))
    agreements = np.bincount(shape, minlength=len(accidents))
    shared = (accidents[shape] + 0.5) / len(shifts) / agreements[shape]
    own = _by_width(ours, theirs, left, right, chosen, policy)
    # Few agreements tell little by their accidents, so the smaller estimate holds for small ledgers.
    told = accidents[shape] >= 1
    return np.minimum(1.0, np.where(told, shared, np.minimum(shared, own)))


def _shape(ours: Combinations, theirs: Combinations, left: Ints, right: Ints) -> Ints:
    """A number for size and closeness of both sets, and the distance of their days."""
    first = np.minimum(ours.first[left], theirs.first[right])
    last = np.maximum(ours.last[left], theirs.last[right])
    days = np.searchsorted([0, 2, 5], last - first)
    size = np.minimum(ours.size[left], 13) * 14 + np.minimum(theirs.size[right], 13)
    kind = ours.kind[left] * 3 + theirs.kind[right]
    rounded = (ours.sum[left] % ROUND == 0).astype(np.int64)
    return ((size * 9 + kind) * 4 + days) * 2 + rounded


def _agreeing_shifted(
    ours: Combinations, theirs: Combinations, mine: Ints, other: Ints, shift: int, policy: Policy
) -> tuple[Ints, Ints]:
    sums = ours.sum[mine]
    # Whole amounts agree with whole amounts only, so they are shifted by whole amounts.
    moved = sums + np.where(sums % ROUND == 0, shift * ROUND, shift)
    our_key = mixed(ours.group[mine], moved)
    their_key = mixed(theirs.group[other], theirs.sum[other])
    a, b = in_both(our_key, their_key)
    if not len(a):
        return a, a
    same = group_by(np.concatenate([our_key[a], their_key[b]]))
    is_other = np.arange(len(a) + len(b)) >= len(a)
    left, right = same.crossing(is_other, most=SUMS_ALIKE_MAX)
    left, found = mine[a[left]], other[b[right - len(a)]]
    near = _near(ours, theirs, left, found, policy)
    return left[near], found[near]


def _near(
    ours: Combinations, theirs: Combinations, left: Ints, right: Ints, policy: Policy
) -> Bools:
    first = np.minimum(ours.first[left], theirs.first[right])
    last = np.maximum(ours.last[left], theirs.last[right])
    return last - first <= policy.group_window_days


def _by_width(
    ours: Combinations,
    theirs: Combinations,
    left: Ints,
    right: Ints,
    chosen: tuple[Ints, Ints],
    policy: Policy,
) -> np.ndarray:
    """What sums spread evenly would give: pairs of sets of one shape in the account over their width."""
    mine, other = chosen
    count = max(int(ours.group.max(initial=0)), int(theirs.group.max(initial=0))) + 1
    width = np.ones(count, dtype=np.int64)
    first, last = np.full(count, np.iinfo(np.int64).max), np.full(count, np.iinfo(np.int64).min)
    for sets, some in ((ours, mine), (theirs, other)):
        np.maximum.at(width, sets.group[some], np.abs(sets.sum[some]))
        np.minimum.at(first, sets.group[some], sets.first[some])
        np.maximum.at(last, sets.group[some], sets.last[some])
    group, days = ours.group[left], policy.group_window_days
    near = np.minimum(1.0, (2 * days + 1) / (last[group] - first[group] + 1))
    mine_alike = _alike(ours, mine, count)[ours.size[left], ours.kind[left], group]
    other_alike = _alike(theirs, other, count)[theirs.size[right], theirs.kind[right], group]
    steps = np.where(ours.sum[left] % ROUND == 0, width[group] / ROUND, width[group])
    return mine_alike * other_alike * near / np.maximum(steps, 1)


def _alike(sets: Combinations, some: Ints, groups_count: int) -> np.ndarray:
    """Number of sets by size, kind and group."""
    place = (sets.size[some] * 3 + sets.kind[some]) * groups_count + sets.group[some]
    return np.bincount(place, minlength=13 * 3 * groups_count).reshape(13, 3, groups_count)
