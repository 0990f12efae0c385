"""Some of the open entries near one entry of the other side add up to it, to the cent."""

import numpy as np

from tieout.at_once import both_at_once
from tieout.matching.coded import Ints
from tieout.matching.findings import AMBIGUOUS, NOTHING, SUGGESTED, Findings, groups, joined, placed
from tieout.matching.grouping import group_by, labels
from tieout.matching.passes.candidates import numbers_speak_against, ours_first
from tieout.matching.passes.one_day_sum import of_one_day
from tieout.matching.policy import Policy
from tieout.matching.rows import NO_DAY, Rows
from tieout.matching.subsets import subset_sums, width

CANDIDATES_MAX = 16
"""Entries of which every subset is formed; the nearest, where there are more."""
SEARCHES_MAX = 1_000
"""Entries for which subsets are searched."""
OPEN_MAX = 1_000
"""Open entries of an account and sign, beyond which too many lie near each other for a search."""
CHANCE_MAX = 0.05


def find(rows: Rows, policy: Policy) -> Findings:
    """Four to sixteen open entries near by: the only subset that adds up is suggested, several are ambiguous.

    Those of one day go first: takings of a day are paid in together. Smaller sets were all tried before. Where subsets are so many that one adds up by accident, none
    is claimed.
    """
    index = np.flatnonzero((rows.day != NO_DAY) & (rows.amount != 0))
    some = rows.take(index)
    used, bounded, searches = np.zeros(len(some), dtype=bool), [], 0
    takings, targets = both_at_once(
        lambda: of_one_day(some, policy.group_window_days),
        lambda: _targets(some, policy.group_window_days),
        rows=len(some),
    )
    found = [takings]
    used[takings.row] = True
    for target, near in targets:
        if searches == SEARCHES_MAX:
            bounded.append(target)
            continue
        near = near[~used[near]]
        if used[target] or len(near) < FEW_MIN:
            continue
        if len(near) > CANDIDATES_MAX:
            bounded.append(target)
            continue
        searches += 1
        one = _adding_up(some, target, near)
        used[one.row] = True
        found.append(one)
    all_found = joined([one for one in found if one.count])
    left_out = np.array(bounded, dtype=np.int64)
    return placed(Findings(*_fields(all_found), left_out), index)


def _fields(findings: Findings) -> tuple[Ints, Ints, Ints, Ints, Ints, np.ndarray]:
    return (
        findings.row,
        findings.group,
        findings.state,
        findings.cause,
        findings.alternatives,
        findings.confidence,
    )


def _targets(rows: Rows, days: int) -> list[tuple[int, Ints]]:
    """Every entry that stands alone with its amount, with the smaller entries of the other side near it.

    The largest entries come first, so that the order does not hang on the order of the sheet.
    """
    if not len(rows):
        return []
    place = labels(rows.account, np.sign(rows.amount))
    size = np.abs(rows.amount)
    same = group_by(place, size)
    alone = np.zeros(len(rows), dtype=bool)
    alone[same.order[same.start[same.size == 1]]] = True
    target = np.flatnonzero(alone & (np.bincount(place)[place] <= OPEN_MAX))
    target = target[np.lexsort((place[target], -size[target]))]
    found = []
    for some in np.array_split(target, len(target) // TARGETS_AT_ONCE + 1):
        found += _near(rows, some, place, size, days)
    return found


TARGETS_AT_ONCE = 20_000


def _near(rows: Rows, target: Ints, place: Ints, size: Ints, days: int) -> list[tuple[int, Ints]]:
    """The smaller entries near each target, where they are four or more and together large enough.

    Not those under another number that both sides quote.
    """
    span = np.int64(2**24)
    first = rows.day.min()
    at = (place * 2 + rows.theirs) * span + rows.day - first
    order = np.argsort(at, kind="stable")
    there = (place[target] * 2 + ~rows.theirs[target]) * span + rows.day[target] - first
    start = np.searchsorted(at[order], there - np.minimum(days, rows.day[target] - first))
    count = np.searchsorted(at[order], there + days, side="right") - start
    many = count >= FEW_MIN
    target, start, count = target[many], start[many], count[many]
    which = np.repeat(np.arange(len(target)), count)
    before = np.cumsum(count) - count
    near = order[np.repeat(start - before, count) + np.arange(len(which))]
    smaller = size[near] < size[target[which]]
    which, near = which[smaller], near[smaller]
    may = ~numbers_speak_against(rows, *ours_first(rows, target[which], near))
    which, near = which[may], near[may]
    count = np.bincount(which, minlength=len(target))
    enough = np.zeros(len(target), dtype=np.int64)
    np.add.at(enough, which, size[near])
    end = np.cumsum(count)
    likely = np.flatnonzero((count >= FEW_MIN) & (enough >= size[target]))
    apart = np.abs(rows.day[near] - rows.day[target[which]])
    return [
        (int(target[t]), _few_enough(near[a:b], apart[a:b]))
        for t, a, b in zip(
            likely.tolist(), (end - count)[likely].tolist(), end[likely].tolist(), strict=True
        )
    ]


FEW_MIN = 4


def _few_enough(fits: Ints, apart: Ints) -> Ints:
    """The entries within so many days that they are not too many for every subset to be formed."""
    for days in sorted(set(apart.tolist()), reverse=True):
        within = fits[apart <= days]
        if len(within) <= CANDIDATES_MAX:
            return within
    return fits


def _adding_up(rows: Rows, target: int, near: Ints) -> Findings:
    """The subsets of the near entries that add up to the target: meet in the middle."""
    amount = rows.amount[near]
    half = len(near) // 2
    low, high = subset_sums(amount[:half]), subset_sums(amount[half:])
    order = np.argsort(low, kind="stable")
    wanted = rows.amount[target] - high
    start = np.searchsorted(low[order], wanted, side="left")
    end = np.searchsorted(low[order], wanted, side="right")
    solutions = int((end - start).sum())
    chance = 2.0 ** len(near) / width(amount)
    if solutions == 0 or chance > CHANCE_MAX:
        return NOTHING
    picks = [
        (int(order[place]), int(other))
        for other in np.flatnonzero(end > start)
        for place in range(start[other], end[other])
    ]
    chosen = sorted({n for low_bits, high_bits in picks for n in _bits(low_bits, high_bits, half)})
    row = np.array([target, *near[chosen]], dtype=np.int64)
    state = SUGGESTED if solutions == 1 else AMBIGUOUS
    return groups(
        row,
        np.zeros(len(row), dtype=np.int64),
        state=state,
        confidence=0.85 - chance if solutions == 1 else 0.5,
        alternatives=solutions - 1,
    )


def _bits(low: int, high: int, half: int) -> list[int]:
    return [n for n in range(64) if (low >> n) & 1] + [
        half + n for n in range(64) if (high >> n) & 1
    ]
