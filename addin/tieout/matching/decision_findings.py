"""A person decided that these entries settle each other."""

import numpy as np

from tieout.matching.decision import Decided
from tieout.matching.differences import cause_of
from tieout.matching.findings import CONFIRMED, NOTHING, Findings, groups
from tieout.matching.policy import Policy
from tieout.matching.rows import Rows


def accepted(rows: Rows, decided: Decided, policy: Policy) -> Findings:
    """A confirmed match for every acceptance in force; a difference keeps the cause it shows."""
    if not decided.accepted:
        return NOTHING
    row = np.concatenate([found for _, found in decided.accepted])
    group = np.repeat(
        np.arange(len(decided.accepted)), [len(found) for _, found in decided.accepted]
    )
    totals = np.zeros((2, len(decided.accepted)), dtype=np.int64)
    np.add.at(totals, (rows.theirs[row].astype(int), group), rows.amount[row])
    return groups(
        row, group, state=CONFIRMED, confidence=1.0, cause=cause_of(totals[0], totals[1], policy)
    )
