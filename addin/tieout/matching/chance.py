"""How likely is it that sums agree by accident: counted on the ledgers themselves, shifted a little.

Sets too far apart in time that agree do so by accident, and as many for their days do within the
window. Ledgers too short for that are shifted in amount: nothing truly adds up to a sum that is an
odd amount larger. The share of such accidents among the agreements of one shape is the chance that
one of them is none.
"""

from dataclasses import dataclass

import numpy as np

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
BEYOND = 3
"""Windows up to which sets that are too far apart for one are compared."""
WINDOWS_MIN = 2.5
"""Windows that a ledger lasts for accidents to be counted by days."""
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

    `apart` are those too far from each other, `chosen` the sets that were compared.
    """
    if not len(agree):
        return np.zeros(0)
    windows = _days(agree, chosen) / max(policy.group_window_days, 1)
    if windows >= WINDOWS_MIN:
        shape, tries = agree.shape, _pairs_beyond(windows) / _pairs_within(windows)
        accidents = apart.take(apart.days <= BEYOND * policy.group_window_days).shape
    else:
        tries = len(SHIFTS) if sum(map(len, chosen)) < SETS_MANY else 2
        shape, accidents = agree.near_shape, _shifted_accidents(agree, chosen, tries, policy)
    count = int(shape.max()) + 1
    seen = np.bincount(accidents[accidents < count], minlength=count)[shape]
    shared = (seen + 0.5) / tries / np.bincount(shape)[shape]
    own = _by_width(agree, chosen, policy)
    # Few agreements tell little by their accidents, so the smaller estimate holds for small ledgers.
    return np.minimum(1.0, np.where(seen >= 1, shared, np.minimum(shared, own)))


def _days(agree: Agreements, chosen: tuple[Ints, Ints]) -> int:
    """Over how many days the compared sets stand."""
    sides = zip((agree.ours, agree.theirs), chosen, strict=True)
    day = np.concatenate([np.append(sets.first[some], sets.last[some]) for sets, some in sides])
    return int(day.max() - day.min())


def _pairs_within(windows: float) -> float:
    """Of all pairs of days of a ledger of so many windows, the share no further apart than one window."""
    return 1 - max(0.0, 1 - 1 / windows) ** 2


def _pairs_beyond(windows: float) -> float:
    """The share further apart than one window, and no further than BEYOND."""
    return _pairs_within(windows / BEYOND) - _pairs_within(windows)


def _shifted_accidents(
    agree: Agreements, chosen: tuple[Ints, Ints], tries: int, policy: Policy
) -> Ints:
    """The shapes of what agrees when our sums are shifted, so many times."""
    ours, theirs, (mine, other) = agree.ours, agree.theirs, chosen
    our_roundness = roundness(ours.sum[mine])
    moved = (shifted(ours.sum[mine], our_roundness, number) for number in range(tries))
    found = (_agreeing_shifted(ours, theirs, mine, other, sums, policy) for sums in moved)
    return np.concatenate([agreements.near_shape for agreements in found])


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


def _by_width(agree: Agreements, chosen: tuple[Ints, Ints], policy: Policy) -> np.ndarray:
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
