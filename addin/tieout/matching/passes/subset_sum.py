"""Some of the open entries near one entry of the other side add up to it, to the cent."""

import numpy as np

from tieout.matching.coded import Ints
from tieout.matching.findings import AMBIGUOUS, NOTHING, SUGGESTED, Findings, groups, joined, placed
from tieout.matching.grouping import group_by, labels
from tieout.matching.policy import Policy
from tieout.matching.rows import NO_DAY, Rows

CANDIDATES_MAX = 16
"""Entries of which every subset is formed; the nearest, where there are more."""
SEARCHES_MAX = 1_000
"""Entries for which subsets are searched."""
OPEN_MAX = 1_000
"""Open entries of an account and sign, beyond which too many lie near each other for a search."""
CHANCE_MAX = 0.05


def find(rows: Rows, policy: Policy) -> Findings:
    """Four to sixteen open entries near by: the only subset that adds up is suggested, several are ambiguous.

    Smaller sets were all tried before. Where subsets are so many that one adds up by accident, none
    is claimed.
    """
    index = np.flatnonzero((rows.day != NO_DAY) & (rows.amount != 0))
    some = rows.take(index)
    found, used, bounded, searches = [], np.zeros(len(some), dtype=bool), [], 0
    for target, near in _targets(some, policy.group_window_days):
        if searches == SEARCHES_MAX:
            bounded.append(target)
            continue
        near = near[~used[near]]
        if used[target] or len(near) < 4:
            continue
        if len(near) > CANDIDATES_MAX:
            bounded.append(target)
            continue
        searches += 1
        one = _adding_up(some, target, near)
        used[one.row] = True
        found.append(one)
    all_found = joined([one for one in found if one.count]) if found else NOTHING
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
    grouping = group_by(place)
    found = []
    for start, size in zip(grouping.start.tolist(), grouping.size.tolist(), strict=True):
        members = grouping.order[start : start + size]
        if (
            size < 5
            or size > OPEN_MAX
            or rows.theirs[members].all()
            or not rows.theirs[members].any()
        ):
            continue
        found += _near(rows, members, days)
    return sorted(found, key=lambda one: -abs(int(rows.amount[one[0]])))


def _near(rows: Rows, members: Ints, days: int) -> list[tuple[int, Ints]]:
    found = []
    size, day = np.abs(rows.amount[members]), rows.day[members]
    by_day = np.argsort(day, kind="stable")
    _, place, times = np.unique(size, return_inverse=True, return_counts=True)
    alone = times[place]
    for target in range(len(members)):
        first = np.searchsorted(day, day[target] - days, sorter=by_day)
        last = np.searchsorted(day, day[target] + days, side="right", sorter=by_day)
        close = by_day[first:last]
        if alone[target] > 1:
            continue
        fits = close[
            (rows.theirs[members[close]] != rows.theirs[members[target]])
            & (size[close] < size[target])
        ]
        if len(fits) < 4 or size[fits].sum() < size[target]:
            continue
        apart = np.abs(day[fits] - day[target])
        found.append((int(members[target]), members[_few_enough(fits, apart)]))
    return found


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
    low, high = _sums(amount[:half]), _sums(amount[half:])
    order = np.argsort(low, kind="stable")
    wanted = rows.amount[target] - high
    start = np.searchsorted(low[order], wanted, side="left")
    end = np.searchsorted(low[order], wanted, side="right")
    solutions = int((end - start).sum())
    chance = 2.0 ** len(near) / max(abs(int(amount.sum())), 1)
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


def _sums(amount: Ints) -> Ints:
    """The sum of every subset, the subset being the bits of its place."""
    sums = np.zeros(1, dtype=np.int64)
    for one in amount.tolist():
        sums = np.concatenate([sums, sums + one])
    return sums


def _bits(low: int, high: int, half: int) -> list[int]:
    return [n for n in range(64) if (low >> n) & 1] + [
        half + n for n in range(64) if (high >> n) & 1
    ]
