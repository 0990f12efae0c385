"""How likely is it that two equal amounts that stand once agree by accident: reckoned from what is left alone.

Two lone entries can meet by accident. How many would is reckoned twice, and the larger holds: from
how dense the lone amounts are, as if they were spread evenly, and from how often two entries of one
side agree, which tells ledgers of few prices.
"""

import numpy as np

from tieout.matching.assignment import gap
from tieout.matching.chance import STEPS, roundness
from tieout.matching.coded import Ints
from tieout.matching.grouping import group_by
from tieout.matching.rows import NO_DAY, Rows
from tieout.matching.window import Window

CHANCE_MAX = 0.003
"""Share of accidents up to which amounts that stand once are confirmed."""
NEARER = np.array([1, 3, 6])
"""Days from which on two dates are less near: the same day, 1 or 2 days, 3 to 5 days, more."""


def accident_chances(rows: Rows, ours: Ints, theirs: Ints, window: Window) -> np.ndarray:
    """For each pair of rows, the chance that it is an accident.

    The pairs are within the window, of one account and of amounts that stand once on each side;
    `rows` are all that could be such pairs. The share of accidents to be expected among the pairs of
    one account whose amounts are as round and whose days are as near.
    """
    if not len(ours):
        return np.zeros(0)
    place = rows.account * len(STEPS) + roundness(rows.amount)
    alone = rows.twins == 1
    alone[ours] = alone[theirs] = False
    lone = np.flatnonzero(alone)
    meeting = np.maximum(_by_density(rows, lone, place), _by_twins(rows, lone, place))
    distance = np.searchsorted(NEARER, gap(rows, ours, theirs), side="right")
    days = _days_of_distances(window)[distance] / _days(rows, lone)[rows.account[ours]]
    kind = place[ours] * (len(NEARER) + 1) + distance
    return np.minimum(1.0, meeting[place[ours]] * np.minimum(days, 1.0) / np.bincount(kind)[kind])


def _by_density(rows: Rows, lone: Ints, place: Ints) -> np.ndarray:
    """How many lone pairs of each place would be equal, were amounts of one magnitude spread evenly."""
    met = np.zeros(int(place.max()) + 1)
    if not len(lone):
        return met
    amount = rows.amount[lone]
    magnitude = np.frexp(np.abs(amount).astype(np.float64))[1].astype(np.int64)
    alike = group_by(place[lone], np.sign(amount), magnitude)
    theirs = alike.counts(rows.theirs[lone])
    first = alike.order[alike.start]
    steps = np.exp2(magnitude[first] - 1) / STEPS[place[lone[first]] % len(STEPS)]
    pairs = theirs * (alike.size - theirs)
    return np.bincount(place[lone[first]], pairs / np.maximum(steps, 1.0), minlength=len(met))


def _by_twins(rows: Rows, lone: Ints, place: Ints) -> np.ndarray:
    """How many would be equal if two lone rows agree as often as two of one side do."""
    count = int(place.max()) + 1
    equal, possible, pairs = np.zeros(count), np.zeros(count), np.ones(count)
    for side in (False, True):
        mine = rows.theirs == side
        rows_count = np.bincount(place[mine], minlength=count)
        equal += np.bincount(place[mine & (rows.twins == 2)], minlength=count) / 2
        possible += rows_count * (rows_count - 1) / 2
        pairs *= np.bincount(place[lone[rows.theirs[lone] == side]], minlength=count)
    return pairs * equal / np.maximum(possible, 1)


def _days_of_distances(window: Window) -> Ints:
    """How many days of the window are as near as each of the distances."""
    lag = np.abs(np.arange(window.earliest, window.latest + 1))
    return np.bincount(np.searchsorted(NEARER, lag, side="right"), minlength=len(NEARER) + 1)


def _days(rows: Rows, lone: Ints) -> Ints:
    """Over how many days the lone rows of each account stand."""
    count = int(rows.account.max()) + 1
    first, last = np.full(count, np.iinfo(np.int32).max), np.zeros(count, dtype=np.int64)
    lone = lone[rows.day[lone] != NO_DAY]
    np.minimum.at(first, rows.account[lone], rows.day[lone])
    np.maximum.at(last, rows.account[lone], rows.day[lone])
    return np.maximum(last - first + 1, 1)
