"""The dates agree, no number speaks against it, and the figures explain the difference."""

import numpy as np

from tieout.matching.assignment import gap
from tieout.matching.causes import Cause
from tieout.matching.coded import Ints
from tieout.matching.findings import Findings, cause_code, pairs
from tieout.matching.grouping import labels
from tieout.matching.passes import differing
from tieout.matching.policy import Policy
from tieout.matching.rows import NO_DAY, Rows

NEAR = 60_000
"""How near in size entries are counted, in millionths of the logarithm: about six percent."""
ACCIDENTS_MAX = 0.1
"""Open entries that would come as near by accident, beyond which no fee is claimed."""
CERTAIN_MAX = 0.95


def find(rows: Rows, policy: Policy) -> Findings:
    """What the figures explain, a rounding or a slip as it is.

    A fee may be of any amount, so it is only claimed where hardly any open entry would come as near by accident.
    An invoice and a payment of a price that recurs are no slip of the sign.
    """
    found = differing.explained_by_date(rows, policy)
    ours, theirs = np.split(found.row, 2)
    fee = np.flatnonzero(found.cause == cause_code(Cause.FEE))
    accidents = np.zeros(found.count)
    if len(fee):
        accidents[fee] = _accidents(rows, ours[fee], theirs[fee], policy)
    recurs = (rows.twins[ours] > 1) | (rows.twins[theirs] > 1)
    kept = (accidents <= ACCIDENTS_MAX) & ~(recurs & (found.cause == cause_code(Cause.SIGN)))
    claimed = np.minimum(found.confidence, np.minimum(CERTAIN_MAX, 1 - 5 * accidents))
    return pairs(
        ours[kept],
        theirs[kept],
        state=found.state[kept],
        confidence=claimed[kept],
        cause=found.cause[kept],
    )


def _accidents(rows: Rows, ours: Ints, theirs: Ints, policy: Policy) -> np.ndarray:
    """How many open entries would be as near to one of two in amount and day as the other is, if all were strewn evenly."""
    dated = rows.day[rows.day != NO_DAY]
    days = max(int(np.ptp(dated)), 2 * policy.date_window.widest) + 1
    size = np.round(np.log(np.maximum(np.abs(rows.amount), 1)) * 1e6).astype(np.int64)
    place = labels(rows.account, np.sign(rows.amount)) * 2 + rows.theirs
    order = np.sort(place * np.int64(2**27) + size)
    there = (place ^ 1) * np.int64(2**27) + size
    apart = np.abs(size[ours] - size[theirs]) / NEAR
    as_near = [
        np.searchsorted(order, there[row] + NEAR, side="right")
        - np.searchsorted(order, there[row] - NEAR)
        for row in (ours, theirs)
    ]
    # The other one itself counts for half: it shows that entries are there, not that they are strangers.
    return (np.maximum(*as_near) - 0.5) * apart * (2 * gap(rows, ours, theirs) + 1) / days
