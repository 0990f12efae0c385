"""Both sides booked the same amount under the same reference."""

import numpy as np

from tieout.matching.findings import Findings
from tieout.matching.passes.by_key import matched_by
from tieout.matching.policy import Policy
from tieout.matching.rows import Rows


def find(rows: Rows, policy: Policy) -> Findings:
    """Equal reference to the letter, equal amount."""
    index = np.flatnonzero(rows.is_referenced)
    return matched_by(lambda some: some.spelled, rows, index, policy, confidence=0.99)
