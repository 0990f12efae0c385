"""How do rows assigned under a key become findings."""

import numpy as np

from tieout.matching.assignment import Assigned
from tieout.matching.coded import Ints
from tieout.matching.findings import CONFIRMED, Findings, groups, joined, pairs


def found(index: Ints, assigned: tuple[Ints, Ints, Assigned], *, confidence: float) -> Findings:
    """Findings of an assignment made on `rows.take(index)`."""
    ours, theirs, crowds = assigned
    return joined(
        [
            pairs(index[ours], index[theirs], state=CONFIRMED, confidence=confidence),
            groups(
                index[crowds.row],
                crowds.label,
                state=crowds.state,
                alternatives=crowds.alternatives,
                confidence=np.where(crowds.state == CONFIRMED, confidence, confidence / 2),
                bounded=index[crowds.bounded],
            ),
        ]
    )
