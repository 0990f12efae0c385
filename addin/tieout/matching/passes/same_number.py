"""Both sides booked the same amount under the same number, written differently."""

import numpy as np

from tieout.matching.assignment import assign
from tieout.matching.findings import Findings
from tieout.matching.passes.by_key import found
from tieout.matching.policy import Policy
from tieout.matching.rows import Rows


def find(rows: Rows, policy: Policy) -> Findings:
    """Equal digits of the reference, leading zeros, letters and separators aside; equal amount."""
    index = np.flatnonzero(rows.digits.given)
    given = rows.take(index)
    keys = (given.account, given.digits.codes, given.amount)
    return found(
        index, assign(given, keys, window_days=policy.reference_window_days), confidence=0.97
    )
