"""How are rows of equal amounts matched by a key: alone with their amount, or assigned within a crowd."""

from collections.abc import Callable

import numpy as np

from tieout.matching.assignment import Assigned, assign
from tieout.matching.coded import Bools, Ints
from tieout.matching.findings import CONFIRMED, Findings, groups, joined, pairs
from tieout.matching.passes.candidates import by_amount
from tieout.matching.policy import Policy
from tieout.matching.rows import Rows

Keys = Callable[[Rows], tuple[Ints, ...]]


def matched_by(
    keys: Keys, rows: Rows, index: Ints, policy: Policy, *, confidence: float
) -> Findings:
    """Rows of one account and amount, equal in all keys; `index` has those to look at."""
    ours, theirs, crowd = by_amount(rows, index)
    same = _alike(keys(rows.take(np.concatenate([ours, theirs]))))
    same &= policy.reference_window.holds(rows, ours, theirs)
    some = rows.take(crowd)
    assigned = assign(
        some,
        (some.same_amount, *keys(some)),
        window=policy.reference_window,
        weights=policy.weights,
    )
    alone = pairs(ours[same], theirs[same], state=CONFIRMED, confidence=confidence)
    return joined([alone, found(crowd, assigned, confidence=confidence)])


def _alike(keys: tuple[Ints, ...]) -> Bools:
    """Whether the first half of every key is as the second half."""
    halves = [np.split(key, 2) for key in keys]
    return np.logical_and.reduce([first == second for first, second in halves])


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
