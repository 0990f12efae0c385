"""Both sides booked the same amount within the date window."""

import numpy as np

from tieout.matching.accidents import CHANCE_MAX, accident_chances
from tieout.matching.assignment import Assigned, assign, gap
from tieout.matching.coded import Bools, Ints
from tieout.matching.findings import CONFIRMED, SUGGESTED, Findings, groups, joined, pairs, placed
from tieout.matching.grouping import group_by, is_in, labels
from tieout.matching.passes.candidates import (
    CROWD_MAX,
    crossing,
    numbers_speak_against,
    on_both_sides,
)
from tieout.matching.policy import Policy
from tieout.matching.rows import NO_DAY, Rows

MARGIN_DAYS = 1
"""Among equal amounts, a way that is better by no more days than this is not claimed."""
RIVAL_DAYS = 2
"""An entry that is further by no more days than this could as well be the one."""


def find(rows: Rows, policy: Policy) -> Findings:
    """Equal amount, dates within the window, no number that speaks against it.

    Confirmed where the amount occurs once on each side of the account and two entries that have
    nothing to do with each other would hardly agree so; suggested where they might, where the
    amount repeats, or where both rows have a number of the same numbering and the numbers differ.
    """
    dated = np.flatnonzero((rows.day != NO_DAY) & (rows.amount != 0))
    return placed(_found(rows.take(dated), policy), dated)


def _found(rows: Rows, policy: Policy) -> Findings:
    index = on_both_sides(rows, np.arange(len(rows)))
    some = rows.take(index)
    ours, theirs, crowds = assign(
        some,
        (some.same_amount,),
        window=policy.date_window,
        weights=policy.weights,
        margin_days=MARGIN_DAYS,
    )
    against = numbers_speak_against(some, ours, theirs)
    once = (some.twins[ours] == 1) & (some.twins[theirs] == 1)
    clear = once & ~against
    chance = np.zeros(len(ours))
    chance[clear] = accident_chances(
        rows, index[ours[clear]], index[theirs[clear]], policy.date_window
    )
    alone = _nobody_as_near(some, ours, theirs)
    likely = np.select([against, once, alone], [0.6, np.minimum(0.97, 1 - chance), 0.96], 0.8)
    kept = ~against | once
    return joined(
        [
            pairs(
                index[ours[kept]],
                index[theirs[kept]],
                state=np.where(clear & (chance <= CHANCE_MAX), CONFIRMED, SUGGESTED)[kept],
                confidence=(likely - 0.005 * gap(some, ours, theirs))[kept],
            ),
            placed(_among_crowds(some, crowds), index),
        ]
    )


def _among_crowds(rows: Rows, crowds: Assigned) -> Findings:
    """Rows of equal amounts that could belong to several of each other, without those that cannot."""
    crowds = _compatible(rows, crowds)
    return groups(
        crowds.row,
        crowds.label,
        state=np.where(crowds.state == CONFIRMED, SUGGESTED, crowds.state),
        alternatives=crowds.alternatives,
        confidence=0.5,
        bounded=crowds.bounded,
    )


def _nobody_as_near(rows: Rows, ours: Ints, theirs: Ints) -> Bools:
    """No other entry of the amount is nearly as near to either of the two."""
    place = rows.same_amount
    reach = gap(rows, ours, theirs) + RIVAL_DAYS
    near_ours = _within_reach(rows, place, rows.theirs, ours, reach)
    near_theirs = _within_reach(rows, place, ~rows.theirs, theirs, reach)
    return (near_ours <= 1) & (near_theirs <= 1)


def _within_reach(rows: Rows, place: Ints, others: Bools, row: Ints, reach: Ints) -> Ints:
    """How many of the others have the place of each row and a day within its reach."""
    span = np.int64(2**24)
    first = rows.day.min(initial=0)
    at = np.sort((place * span + rows.day - first)[others])
    here = place[row] * span + rows.day[row] - first
    return np.searchsorted(at, here + reach, side="right") - np.searchsorted(at, here - reach)


def _compatible(rows: Rows, crowds: Assigned) -> Assigned:
    """The crowds without the rows whose numbers speak against every other row of theirs."""
    kept = _with_a_fit(rows.take(crowds.row), crowds.label)
    old, label = np.unique(crowds.label[kept], return_inverse=True)
    return Assigned(
        crowds.row[kept],
        label.astype(np.int64),
        crowds.state[old],
        crowds.alternatives[old],
        crowds.bounded[is_in(crowds.bounded, crowds.row[kept])],
    )


def _with_a_fit(rows: Rows, crowd: Ints) -> Bools:
    """Rows of a crowd that some row of the other side may belong to.

    In a large crowd one row stands for all of its side whose numbers are written alike.
    """
    if not len(rows):
        return rows.theirs
    is_large = np.bincount(crowd)[crowd] > CROWD_MAX
    written = labels(rows.theirs.astype(np.int64), rows.letters.codes, rows.digits.lengths())
    alike = group_by(crowd, np.where(is_large, written, len(rows) + np.arange(len(rows))))
    one = alike.order[alike.start]
    ours, theirs = crossing(rows.theirs[one], crowd[one])
    fits = ~numbers_speak_against(rows, one[ours], one[theirs])
    kept = np.bincount(crowd[one])[crowd[one]] > CROWD_MAX
    kept[ours[fits]] = kept[theirs[fits]] = True
    of_row = np.empty(len(rows), dtype=bool)
    of_row[alike.order] = np.repeat(kept, alike.size)
    return of_row
