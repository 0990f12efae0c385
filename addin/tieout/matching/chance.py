"""How likely is it that sums agree by accident: counted on the ledgers themselves, shifted a little.

Nothing truly adds up to a sum shifted by an odd amount, so what then still agrees does by accident;
nor does what is too far apart in time, which tells price lists, whose sums no shifted amount meets.
The share of such accidents among the agreements of one shape is the chance that one of them is none.
"""

from dataclasses import dataclass

import numpy as np

from tieout.at_once import both_at_once
from tieout.matching.coded import Bools, Ints
from tieout.matching.combinations import SUMS_ALIKE_MAX, Combinations
from tieout.matching.grouping import group_by, in_both, mixed
from tieout.matching.kept import Kept
from tieout.matching.policy import Policy

SHIFTS = (1337, -1337, 4003, -4003, 6689, -6689, 9371, -9371)
ROUND_SHIFTS = (70, -70, 130, -130, 190, -190, 230, -230)
"""In minor units, of round amounts in their steps, which keeps them as round; the same up and down for both sides.

Longer than any rounding, in no relation to any rate."""
STEPS = np.array([1, 100, 1_000, 10_000, 100_000])
"""How round an amount can be: amounts in whole hundreds agree by accident with others in whole hundreds."""
BY_DAYS_MAX = 0.4
"""More is not concluded from days alone: what truly recurs every month agrees with other months, too."""
SETS_MANY = 200_000
"""Sets from which on fewer shifts tell enough."""


@dataclass(frozen=True)
class Agreements:
    """Sets of ours and of theirs that have one sum: `left[i]` of ours with `right[i]` of theirs."""

    ours: Combinations
    theirs: Combinations
    left: Ints
    right: Ints

    def __len__(self) -> int:
        return len(self.left)

    def take(self, index: Ints | Bools) -> "Agreements":
        """Some of them."""
        return Agreements(self.ours, self.theirs, self.left[index], self.right[index])

    @Kept
    def days(self) -> Ints:
        """Days from the first to the last entry of each."""
        first = np.minimum(self.ours.first[self.left], self.theirs.first[self.right])
        last = np.maximum(self.ours.last[self.left], self.theirs.last[self.right])
        return last - first

    @Kept
    def shape(self) -> Ints:
        """A number for the size and closeness of both sets, and how round their sum is."""
        ours, theirs = self.ours, self.theirs
        size = np.minimum(ours.size[self.left], 13) * 14 + np.minimum(theirs.size[self.right], 13)
        kind = ours.kind[self.left] * 3 + theirs.kind[self.right]
        return (size * 9 + kind) * len(STEPS) + roundness(ours.sum[self.left])

    @Kept
    def near_shape(self) -> Ints:
        """The shape, and how near the days of both sets are."""
        return self.shape * 4 + np.searchsorted([0, 2, 5], self.days)


def chances(
    agree: Agreements, apart: Agreements, chosen: tuple[Ints, Ints], policy: Policy
) -> np.ndarray:
    """For each agreement of sets near each other, the chance that it is an accident.

    `apart` are those too far from each other, `chosen` the sets that were compared. How many
    accidents there are is counted twice, and the larger number holds.
    """
    if not len(agree):
        return np.zeros(0)
    shifts = len(SHIFTS) if sum(map(len, chosen)) < SETS_MANY else 2
    rounds = roundness(agree.ours.sum[chosen[0]]), roundness(agree.theirs.sum[chosen[1]])
    accidents, own = both_at_once(
        lambda: _shifted_accidents(agree, chosen, rounds[0], shifts, policy)[agree.near_shape],
        lambda: _by_width(agree, chosen, rounds, policy),
        rows=sum(map(len, chosen)),
    )
    agreements = np.bincount(agree.near_shape)[agree.near_shape]
    shared = (accidents + 0.5) / shifts / agreements
    # Few agreements tell little by their accidents, so the smaller estimate holds for small ledgers.
    shared = np.where(accidents >= 1, shared, np.minimum(shared, own))
    return np.minimum(1.0, np.maximum(shared, _apart_accidents(agree, apart, policy)))


def _shifted_accidents(
    agree: Agreements,
    chosen: tuple[Ints, Ints],
    our_roundness: Ints,
    shifts: int,
    policy: Policy,
) -> np.ndarray:
    """How many agreements of each shape there are when our sums are shifted, so many times."""
    ours, theirs, (mine, other) = agree.ours, agree.theirs, chosen
    count = int(agree.near_shape.max()) + 1
    accidents = np.zeros(count)
    for number in range(shifts):
        moved = shifted(ours.sum[mine], our_roundness, number)
        found = _agreeing_shifted(ours, theirs, mine, other, moved, policy).near_shape
        accidents += np.bincount(found[found < count], minlength=count)
    return accidents


def _apart_accidents(agree: Agreements, apart: Agreements, policy: Policy) -> np.ndarray:
    """The share of accidents in each agreement's shape, by those that are a little too far apart.

    Two windows on either side of the one, so that half as many are expected within.
    """
    count = int(agree.shape.max()) + 1
    found = apart.take(apart.days <= 3 * policy.group_window_days).shape
    late = np.bincount(found[found < count], minlength=count)
    share = late / 2 / np.maximum(np.bincount(agree.shape), 1)
    return np.minimum(share, BY_DAYS_MAX)[agree.shape]


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
) -> Agreements:
    our_key = mixed(ours.group[mine], moved)
    their_key = mixed(theirs.group[other], theirs.sum[other])
    a, b = in_both(our_key, their_key)
    if not len(a):
        return Agreements(ours, theirs, a, a)
    same = group_by(np.concatenate([our_key[a], their_key[b]]))
    is_other = np.arange(len(a) + len(b)) >= len(a)
    left, right = same.crossing(is_other, most=SUMS_ALIKE_MAX)
    found = Agreements(ours, theirs, mine[a[left]], other[b[right - len(a)]])
    found = found.take(found.days <= policy.group_window_days)
    alike = roundness(ours.sum[found.left]) == roundness(theirs.sum[found.right])
    return found.take(alike)


def _by_width(
    agree: Agreements, chosen: tuple[Ints, Ints], rounds: tuple[Ints, Ints], policy: Policy
) -> np.ndarray:
    """What sums spread evenly would give: pairs of sets of one shape in the account over their width."""
    ours, theirs, (mine, other) = agree.ours, agree.theirs, chosen
    left, right = agree.left, agree.right
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
    mine_alike = _alike(ours, mine, rounds[0], left, round_to, count)
    other_alike = _alike(theirs, other, rounds[1], right, round_to, count)
    return mine_alike * other_alike * near / np.maximum(width[group] / STEPS[round_to], 1)


def _alike(
    sets: Combinations,
    some: Ints,
    roundness_of_some: Ints,
    asked: Ints,
    round_to: Ints,
    groups_count: int,
) -> np.ndarray:
    """For each of the sets asked for, how many of some have its size, kind and group, and are as round."""
    place = (sets.size * 3 + sets.kind) * groups_count + sets.group
    alike = np.zeros(len(asked))
    for step in np.unique(round_to).tolist():
        as_round = some if step == 0 else some[np.flatnonzero(roundness_of_some >= step)]
        count = np.bincount(place[as_round], minlength=13 * 3 * groups_count)
        mine = round_to == step
        alike[mine] = count[place[asked[mine]]]
    return alike
