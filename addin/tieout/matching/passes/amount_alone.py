"""Both sides booked the same amount once, and a date that could tell more is missing."""

import numpy as np

from tieout.matching.findings import SUGGESTED, Findings, pairs
from tieout.matching.grouping import group_by, one_each
from tieout.matching.passes.candidates import numbers_speak_against
from tieout.matching.policy import Policy
from tieout.matching.rows import NO_DAY, Rows

ROUND_CENTS = 10_000
"""Amounts in whole hundreds are booked too often for the amount alone to tell much."""


def find(rows: Rows, policy: Policy) -> Findings:
    """An amount that stands once on each side of the account, at least one of the two undated."""
    del policy
    index = np.flatnonzero((rows.amount != 0) & (rows.twins == 1))
    some = rows.take(index)
    ours, theirs = one_each(group_by(some.account, some.amount), some.theirs)
    undated = (some.day[ours] == NO_DAY) | (some.day[theirs] == NO_DAY)
    likely = undated & ~numbers_speak_against(some, ours, theirs)
    ours, theirs = ours[likely], theirs[likely]
    exact = some.amount[ours] % ROUND_CENTS != 0
    return pairs(
        index[ours], index[theirs], state=SUGGESTED, confidence=np.where(exact, 0.92, 0.75)
    )
