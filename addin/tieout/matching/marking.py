"""What is an open item for whoever looked at it: the cause a person marked goes before the one found."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from tieout.matching.coded import Ints
from tieout.matching.decision import Decided, Decision
from tieout.matching.findings import cause_code
from tieout.matching.open_causes import NOWHERE, OpenCauses


def with_marks(found: OpenCauses, decided: Decided, decisions: Sequence[Decision]) -> OpenCauses:
    """The open items with the causes that people marked; the last mark of a row holds."""
    if not decided.marked:
        return found
    cause, related = found.cause.copy(), found.related.copy()
    for number, rows in decided.marked:
        marked = decisions[number].cause
        if marked is not None:
            mine = np.isin(found.row, rows)
            related[mine & (cause != cause_code(marked))] = NOWHERE
            cause[mine] = cause_code(marked)
    return replace(found, cause=cause, related=related)


def settled_since(decided: Decided, match: Ints) -> Decided:
    """Marks whose rows are all in matches by now have done their work."""
    standing = list(decided.standing)
    for number, rows in decided.marked:
        if (match[rows] > 0).all():
            standing[number] = "settled"
    return replace(decided, standing=tuple(standing))
