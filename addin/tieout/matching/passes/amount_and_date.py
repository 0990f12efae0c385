"""Both sides booked the same amount within the date window."""

import numpy as np

from tieout.matching.assignment import assign
from tieout.matching.findings import Findings
from tieout.matching.passes.by_key import found
from tieout.matching.policy import Policy
from tieout.matching.rows import NO_DAY, Rows


def find(rows: Rows, policy: Policy) -> Findings:
    """Equal amount, dates within the window."""
    index = np.flatnonzero((rows.day != NO_DAY) & (rows.amount != 0))
    given = rows.take(index)
    keys = (given.account, given.amount)
    return found(index, assign(given, keys, window_days=policy.window_days), confidence=0.9)
