"""Under one number each side booked the same total, in a different number of entries."""

import numpy as np

from tieout.matching.findings import CONFIRMED, Findings, groups
from tieout.matching.grouping import group_by
from tieout.matching.policy import Policy
from tieout.matching.rows import Rows


def find(rows: Rows, policy: Policy) -> Findings:
    """Entries of one number and one sign whose sums agree to the cent."""
    del policy
    index = np.flatnonzero(rows.digits.given & (rows.amount != 0))
    some = rows.take(index)
    signed = np.where(some.theirs, -some.amount, some.amount)
    same = group_by(some.account, some.digits.codes, np.sign(some.amount))
    if not len(index):
        return groups(index, index, state=CONFIRMED, confidence=1.0)
    theirs = same.counts(some.theirs)
    level = (same.sums(signed) == 0) & (theirs > 0) & (theirs < same.size)
    row, label = same.members(level)
    return groups(index[row], label, state=CONFIRMED, confidence=0.97)
