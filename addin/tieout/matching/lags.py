"""Does one side book the same payments always so many days after the other: told by the days themselves."""

import numpy as np

from tieout.matching.coded import Ints
from tieout.matching.grouping import every_two, group_by, labels
from tieout.matching.rows import NO_DAY, Rows
from tieout.matching.window import Window

PAIRS_MAX = 2_000_000
"""Pairs looked at in one search."""
ROWS_MIN = 8
SEEN_MIN = 4
SHARE_MIN = 0.75
NEARER_SHARE_MAX = 0.9
"""Share of the rows of a complete lag that a lag further off may have, too."""


def lag_of_rows(rows: Rows, key: Ints, window: Window) -> tuple[Ints, np.ndarray]:
    """For each row the days from ours to theirs under its key, and whether there is one such lag.

    A lag is one that nearly every row has a partner at, and many more than at any other lag.
    """
    nothing = np.zeros(len(rows), dtype=np.int64), np.zeros(len(rows), dtype=bool)
    if not len(rows):
        return nothing
    group = labels(key)
    ours = np.bincount(group[~rows.theirs], minlength=int(group.max()) + 1)
    theirs = np.bincount(group[rows.theirs], minlength=len(ours))
    large = (ours + theirs >= ROWS_MIN) & (np.minimum(ours, theirs) >= SEEN_MIN)
    large &= _few_enough(ours * theirs * large)
    mine, other = _crossing(rows, group, large)
    near = (
        window.holds(rows, mine, other) & (rows.day[mine] != NO_DAY) & (rows.day[other] != NO_DAY)
    )
    mine, other = mine[near], other[near]
    if not len(mine):
        return nothing
    lag = rows.day[other] - rows.day[mine]
    best, is_clear = _clearest(group[mine], lag, np.minimum(ours, theirs))
    return best[group], is_clear[group]


def _few_enough(pairs: Ints) -> np.ndarray:
    """The groups with the fewest pairs, as many as can be looked at; those of one size all or none.

    >>> _few_enough(np.array([1_500_000, 400_000, 400_000])).tolist()
    [False, True, True]
    """
    ordered = np.sort(pairs)
    place = np.searchsorted(ordered, pairs, side="right") - 1
    return np.cumsum(ordered)[place] <= PAIRS_MAX


def _crossing(rows: Rows, group: Ints, chosen: np.ndarray) -> tuple[Ints, Ints]:
    """Every pair of ours and theirs of the chosen groups."""
    ours = np.flatnonzero(~rows.theirs & chosen[group])
    theirs = np.flatnonzero(rows.theirs & chosen[group])
    theirs = theirs[np.argsort(group[theirs], kind="stable")]
    mine, other = every_two(group[ours], group[theirs])
    return ours[mine], theirs[other]


def _clearest(group: Ints, lag: Ints, fewer: Ints) -> tuple[Ints, np.ndarray]:
    """Per group the lag seen most often, and whether it stands out."""
    seen = group_by(group, lag)
    of_group = group[seen.order[seen.start]]
    of_lag = lag[seen.order[seen.start]]
    order = np.lexsort((np.abs(of_lag), -seen.size, of_group))
    of_group, of_lag, size = of_group[order], of_lag[order], seen.size[order]
    first = np.flatnonzero(np.r_[True, of_group[1:] != of_group[:-1]])
    after = np.minimum(first + 1, len(of_group) - 1)
    second = np.where((after > first) & (of_group[after] == of_group[first]), size[after], 0)
    clear = (size[first] >= SEEN_MIN) & (size[first] >= SHARE_MIN * fewer[of_group[first]])
    # Every single row has its partner at this lag, or far more rows than chance would give have.
    # What recurs week by week has nearly as many a week on, so there the nearer lag may be closer run.
    nearer = np.abs(of_lag[first]) < np.abs(of_lag[after])
    most = np.where(nearer, NEARER_SHARE_MAX, SHARE_MIN) * size[first]
    complete = (size[first] >= fewer[of_group[first]]) & (second <= most)
    clear &= complete | (size[first] - second >= 3 * np.sqrt(second) + 1)
    best, is_clear = np.zeros(len(fewer), dtype=np.int64), np.zeros(len(fewer), dtype=bool)
    best[of_group[first]] = of_lag[first]
    is_clear[of_group[first]] = clear
    return best, is_clear
