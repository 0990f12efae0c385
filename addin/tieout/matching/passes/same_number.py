"""Both sides booked the same amount under the same number, written differently."""

import numpy as np

from tieout.matching.findings import SUGGESTED, Findings, pairs
from tieout.matching.grouping import group_by, one_each
from tieout.matching.passes.by_key import matched_by
from tieout.matching.policy import Policy
from tieout.matching.rows import Rows


def find(rows: Rows, policy: Policy) -> Findings:
    """Equal digits of the reference, leading zeros, letters and separators aside; equal amount."""
    index = np.flatnonzero(rows.digits.given)
    return matched_by(lambda some: (some.digits.codes,), rows, index, policy, confidence=0.97)


def find_far(rows: Rows, policy: Policy) -> Findings:
    """Equal number and amount, the dates further apart than the window allows: to be confirmed."""
    del policy
    index = np.flatnonzero(rows.digits.given)
    given = rows.take(index)
    keys = (given.account, given.digits.codes, given.amount)
    ours, theirs = one_each(group_by(*keys), given.theirs)
    return pairs(index[ours], index[theirs], state=SUGGESTED, confidence=0.9)
