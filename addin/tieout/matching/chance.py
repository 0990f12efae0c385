"""How likely is it that sums agree by accident: counted on the ledgers themselves, shifted a little.

Nothing truly adds up to a sum shifted by an odd amount, so what then still agrees does by accident.
The share of such accidents among the agreements of one shape is the chance that one of them is none.
"""

import numpy as np

from tieout.matching.coded import Bools, Ints
from tieout.matching.combinations import SUMS_ALIKE_MAX, Combinations
from tieout.matching.grouping import group_by, in_both, mixed
from tieout.matching.policy import Policy

SHIFTS = (1337, -1337, 4003, -4003, 6689, -6689, 9371, -9371)
ROUND_SHIFTS = (70, -70, 130, -130, 190, -190, 230, -230)
"""In minor units, of round amounts in their steps, which keeps them as round; the same up and down for both sides.

Longer than any rounding, in no relation to any rate."""
STEPS = np.array([1, 100, 1_000, 10_000, 100_000])
"""How round an amount can be: amounts in whole hundreds agree by accident with others in whole hundreds."""
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
    shifts = len(SHIFTS) if len(mine) + len(other) < SETS_MANY else 2
    our_roundness = roundness(ours.sum[mine])
    shape = _shape(ours, theirs, left, right)
    accidents = np.zeros(int(shape.max()) + 1)
    for number in range(shifts):
        moved = shifted(ours.sum[mine], our_roundness, number)
        a, b = _agreeing_shifted(ours, theirs, mine, other, moved, policy)
        of = _shape(ours, theirs, a, b)
        accidents += np.bincount(of[of < len(accidents)], minlength=len(accidents))
    agreements = np.bincount(shape, minlength=len(accidents))
    shared = (accidents[shape] + 0.5) / shifts / agreements[shape]
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
    return ((size * 9 + kind) * 4 + days) * len(STEPS) + roundness(ours.sum[left])


def roundness(sums: Ints) -> Ints:
    """Which of the STEPS each sum is a multiple of, the largest.

    >>> roundness(np.array([1205, 1200, 12_000, 1_200_000])).tolist()
    [0, 1, 2, 4]
    """
    found = np.zeros(len(sums), dtype=np.int64)
    some = np.arange(len(sums))
    for step in STEPS[1:].tolist():
        some = some[sums[some] % step == 0]
        found[some] += 1
    return found


def shifted(sums: Ints, round_to: Ints, number: int) -> Ints:
    """The sums a little larger or smaller and as round as they were: as such they agree by accident."""
    moved = sums + SHIFTS[number]
    whole = np.flatnonzero(round_to)
    moved[whole] = sums[whole] + ROUND_SHIFTS[number] * STEPS[round_to[whole]]
    return moved


def _agreeing_shifted(
    ours: Combinations, theirs: Combinations, mine: Ints, other: Ints, moved: Ints, policy: Policy
) -> tuple[Ints, Ints]:
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
    near &= roundness(ours.sum[left]) == roundness(theirs.sum[found])
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
    round_to = roundness(ours.sum[left])
    mine_alike = _alike(ours, mine, left, round_to, count)
    other_alike = _alike(theirs, other, right, round_to, count)
    return mine_alike * other_alike * near / np.maximum(width[group] / STEPS[round_to], 1)


def _alike(
    sets: Combinations, some: Ints, asked: Ints, round_to: Ints, groups_count: int
) -> np.ndarray:
    """For each of the sets asked for, how many of some have its size, kind and group, and are as round."""
    place = (sets.size * 3 + sets.kind) * groups_count + sets.group
    alike = np.zeros(len(asked))
    for step in np.unique(round_to).tolist():
        as_round = some if step == 0 else some[sets.sum[some] % STEPS[step] == 0]
        count = np.bincount(place[as_round], minlength=13 * 3 * groups_count)
        mine = round_to == step
        alike[mine] = count[place[asked[mine]]]
    return alike
