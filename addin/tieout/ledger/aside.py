"""Why is each row of a sheet no entry: reasons as small numbers, so that a million rows are told at once."""

from enum import IntEnum

import numpy as np
import numpy.typing as npt

Reasons = npt.NDArray[np.int8]
"""One `Aside` for each row below the headings."""


class Aside(IntEnum):
    """What a row is instead of an entry; the text `set_aside.<why>` says it to people."""

    ENTRY = 0
    OPENING = 1
    CLOSING = 2
    CARRIED_FORWARD = 3
    SUBTOTAL = 4
    CUMULATIVE = 5
    TOTAL = 6
    NEUTRAL = 7
    OTHER_ACCOUNT = 8
    OTHER_TABLE = 9
    VOID = 10
    NOT_SETTLED = 11
    NOT_BOOKED = 12
    NO_AMOUNT = 13
    REPEATED_HEADER = 14
    BLANK = 15

    @property
    def why(self) -> str:
        """The name by which ledgers and texts know it, "" for an entry."""
        return "" if self is Aside.ENTRY else self.name.lower()


def aside_by(why: str) -> Aside:
    """The reason of a name.

    >>> aside_by("carried_forward").why, aside_by("")
    ('carried_forward', <Aside.ENTRY: 0>)
    """
    return Aside[why.upper()] if why else Aside.ENTRY


def with_reason(
    reasons: Reasons, marked: npt.NDArray[np.bool_] | npt.NDArray[np.int64], why: Aside
) -> Reasons:
    """The reasons, and one more for those marked rows that have none yet."""
    rows = np.flatnonzero(marked) if marked.dtype == bool else marked
    rows = rows[reasons[rows] == Aside.ENTRY]
    if not len(rows):
        return reasons
    reasons = reasons.copy()
    reasons[rows] = why
    return reasons
