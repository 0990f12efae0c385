"""Both sides booked the same amount under the same reference."""

import numpy as np

from tieout.matching.assignment import assign
from tieout.matching.findings import Findings
from tieout.matching.passes.by_key import found
from tieout.matching.policy import Policy
from tieout.matching.rows import Rows


def find(rows: Rows, policy: Policy) -> Findings:
    """Equal reference to the letter, equal amount."""
    index = np.flatnonzero(rows.spelled[0])
    given = rows.take(index)
    keys = (given.account, given.amount, *(part[index] for part in rows.spelled))
    assigned = assign(given, keys, window=policy.reference_window, weights=policy.weights)
    return found(index, assigned, confidence=0.99)
