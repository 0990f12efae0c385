"""A person decided that these entries settle each other."""

from collections.abc import Sequence

import numpy as np

from tieout.matching.causes import Cause
from tieout.matching.coded import Ints
from tieout.matching.decision import Decided, Decision
from tieout.matching.differences import cause_of
from tieout.matching.findings import CONFIRMED, NOTHING, Findings, cause_code, groups
from tieout.matching.policy import Policy
from tieout.matching.rows import Rows


def accepted(
    rows: Rows, decided: Decided, decisions: Sequence[Decision], policy: Policy
) -> Findings:
    """A confirmed match for every acceptance in force.

    A difference has the cause that was given for it, else the one it shows.
    """
    if not decided.accepted:
        return NOTHING
    row = np.concatenate([found for _, found in decided.accepted])
    group = np.repeat(
        np.arange(len(decided.accepted)), [len(found) for _, found in decided.accepted]
    )
    totals = np.zeros((2, len(decided.accepted)), dtype=np.int64)
    np.add.at(totals, (rows.theirs[row].astype(int), group), rows.amount[row])
    shown = cause_of(totals[0], totals[1], policy)
    given = _given([decisions[number].cause for number, _ in decided.accepted])
    cause = np.where((given > 0) & (totals[0] != totals[1]), given, shown)
    return groups(row, group, state=CONFIRMED, confidence=1.0, cause=cause)


def _given(causes: Sequence[Cause | None]) -> Ints:
    return np.array([0 if cause is None else cause_code(cause) for cause in causes], dtype=np.int64)
