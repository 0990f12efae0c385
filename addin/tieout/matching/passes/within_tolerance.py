"""Under one number each side booked once, and the amounts agree within the tolerance."""

import numpy as np

from tieout.matching.differences import cause_of
from tieout.matching.findings import CONFIRMED, Findings, pairs
from tieout.matching.grouping import group_by, one_each
from tieout.matching.policy import Policy
from tieout.matching.rows import Rows


def find(rows: Rows, policy: Policy) -> Findings:
    """One entry each under a number, same sign, a difference no larger than the tolerance."""
    index = np.flatnonzero(rows.digits.given)
    some = rows.take(index)
    same = group_by(some.account, some.digits.codes, np.sign(some.amount))
    ours, theirs = one_each(same, some.theirs)
    close = policy.reference_window.holds(some, ours, theirs)
    close &= policy.within_tolerance(some.amount[ours], some.amount[theirs])
    ours, theirs = ours[close], theirs[close]
    cause = cause_of(some.amount[ours], some.amount[theirs], policy)
    return pairs(index[ours], index[theirs], state=CONFIRMED, confidence=0.97, cause=cause)
