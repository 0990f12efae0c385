"""All entries of whole days in a row add up to one entry of the other side: a statement of a week or month."""

from dataclasses import dataclass

import numpy as np

from tieout.matching.chance import SHIFTS, roundness, shifted
from tieout.matching.coded import Ints
from tieout.matching.findings import NOTHING, SUGGESTED, Findings, groups, placed
from tieout.matching.grouping import Grouping, every_two, group_by, in_both, labels, mixed
from tieout.matching.passes.candidates import numbers_speak_against, ours_first, times
from tieout.matching.policy import Policy
from tieout.matching.rows import NO_DAY, Rows

ENTRIES_MIN = 4
DAYS_MAX = 31
"""Days in a row that one entry may stand for: a month."""
PERIODS_MAX = 2_000_000
"""Periods looked at; of shorter ones only, where there are more."""
CHANCE_MAX = 0.1


@dataclass(frozen=True)
class _Days:
    """The days of each account, side and sign in order: the rows of day d are `row[start[d] : start[d + 1]]`.

    `total` has the sum of all rows before each day, so that a period's sum is a difference.
    """

    row: Ints
    start: Ints
    place: Ints
    day: Ints
    total: Ints


@dataclass(frozen=True)
class _Periods:
    """From day `first[n]` to day `last[n]` of one place, and the sum."""

    first: Ints
    last: Ints
    sum: Ints


@dataclass(frozen=True)
class _Search:
    """Rows with their place, those that may be the one entry, and the periods that may be its parts."""

    rows: Rows
    place: Ints
    alone: Ints
    days: _Days
    periods: _Periods
    window_days: int


def find(rows: Rows, policy: Policy) -> Findings:
    """The only days in a row, near in date, of which all open entries add up to one of the other side.

    None is claimed for an amount that stands twice, nor where sums agree by accident.
    """
    index = np.flatnonzero((rows.day != NO_DAY) & (rows.amount != 0))
    if not len(index):
        return NOTHING
    some = rows.take(index)
    place = labels(some.account, np.sign(some.amount)) * 2 + some.theirs
    days = _days(some, place)
    search = _Search(
        some, place, _alone(some, place), days, _periods(days), policy.group_window_days
    )
    target, period = _agreeing(search, np.arange(len(search.periods.sum)), search.periods.sum)
    if not len(target):
        return NOTHING
    chance = _chances(search, target)
    likely = (chance <= CHANCE_MAX) & (times(target, some)[target] == 1)
    return placed(_claimed(search, target[likely], period[likely], chance[likely]), index)


def _days(rows: Rows, place: Ints) -> _Days:
    """The days of the places that have enough entries, and the other side any."""
    count = np.bincount(place, minlength=int(place.max()) + 2)
    row = np.flatnonzero((count[place ^ 1] > 0) & (count[place] >= ENTRIES_MIN))
    row = row[np.lexsort((rows.day[row], place[row]))]
    where, day = place[row], rows.day[row]
    begins = np.append(True, (where[1:] != where[:-1]) | (day[1:] != day[:-1]))[: len(row)]
    start = np.flatnonzero(begins)
    before = np.append(0, np.cumsum(rows.amount[row]))
    ends = np.append(start, len(row))
    return _Days(row, ends, where[start], day[start], before[ends])


def _periods(days: _Days) -> _Periods:
    """Every few days in a row with enough entries, of as many days as can be looked at."""
    every = np.arange(len(days.day))
    at = days.place * np.int64(2**24) + days.day - days.day.min(initial=0)
    for most in (DAYS_MAX, 14, 7, 1):
        count = np.searchsorted(at, at + most) - every
        if count.sum() <= PERIODS_MAX:
            break
    first = np.repeat(every, count)
    last = first + np.arange(len(first)) - np.repeat(np.cumsum(count) - count, count)
    many = days.start[last + 1] - days.start[first] >= ENTRIES_MIN
    first, last = first[many], last[many]
    return _Periods(first, last, days.total[last + 1] - days.total[first])


def _alone(rows: Rows, place: Ints) -> Ints:
    """The entries whose amount stands once on their side."""
    same = group_by(place, rows.amount)
    return same.order[same.start[same.size == 1]]


def _agreeing(search: _Search, period: Ints, sums: Ints) -> tuple[Ints, Ints]:
    """Every entry with every one of some periods near it whose sum, as given, is its amount."""
    rows, place, days = search.rows, search.place, search.days
    first, last = search.periods.first[period], search.periods.last[period]
    there = days.place[first] ^ 1
    wanted = mixed(place[search.alone], rows.amount[search.alone])
    key = mixed(there, sums)
    some, maybe = in_both(key, wanted)
    maybe = maybe[np.argsort(wanted[maybe])]
    left, right = every_two(key[some], wanted[maybe])
    found, target = some[left], search.alone[maybe[right]]
    near = (rows.amount[target] == sums[found]) & (place[target] == there[found])
    near &= rows.day[target] >= days.day[first[found]] - search.window_days
    near &= rows.day[target] <= days.day[last[found]] + search.window_days
    return target[near], period[found[near]]


def _chances(search: _Search, target: Ints) -> np.ndarray:
    """The share of accidents among the agreements of an account, told by sums shifted a little."""
    agreements = np.bincount(search.place[target], minlength=int(search.place.max()) + 2)
    there = search.days.place[search.periods.first] ^ 1
    period = np.flatnonzero(agreements[there] > 0)
    sums = search.periods.sum[period]
    round_to = roundness(sums)
    accidents = np.zeros(len(agreements))
    for number in range(len(SHIFTS)):
        by_accident, _ = _agreeing(search, period, shifted(sums, round_to, number))
        accidents += np.bincount(search.place[by_accident], minlength=len(accidents))
    here = search.place[target]
    return (accidents[here] + 0.5) / len(SHIFTS) / agreements[here]


def _claimed(search: _Search, target: Ints, period: Ints, chance: np.ndarray) -> Findings:
    """The periods as matches, where no entry is asked for twice and no number speaks against one."""
    rows, days, periods = search.rows, search.days, search.periods
    start = days.start[periods.first[period]]
    size = days.start[periods.last[period] + 1] - start
    part, label = Grouping(days.row, start, size).members(np.ones(len(size), dtype=bool))
    against = numbers_speak_against(rows, *ours_first(rows, target[label], part))
    asked = times(np.concatenate([target, part]), rows)
    bad = np.bincount(label[against | (asked[part] > 1)], minlength=len(target)) > 0
    good = ~bad & (asked[target] == 1)
    kept = good[label]
    return groups(
        np.concatenate([target[good], part[kept]]),
        np.concatenate([np.flatnonzero(good), label[kept]]),
        state=SUGGESTED,
        confidence=0.97 - chance[good],
    )
