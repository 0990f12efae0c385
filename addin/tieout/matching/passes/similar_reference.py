"""Both sides booked the same amount under references that differ by a slip of the pen."""

import re

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from tieout.matching.assignment import gap
from tieout.matching.coded import Bools, Ints
from tieout.matching.findings import CONFIRMED, SUGGESTED, Findings, pairs
from tieout.matching.passes.candidates import crossing, mutually_best
from tieout.matching.policy import Policy
from tieout.matching.rows import Rows

_LAST_NUMBER = re.compile(r"^.*?0*([0-9]+)[^0-9]*$", re.DOTALL)
DIGITS_MIN = 3
"""A shorter number is the tail of too many others to tell anything."""


def find(rows: Rows, policy: Policy) -> Findings:
    """Equal amount; numbers equal as a scanner reads them, one the tail of the other, or one slip apart."""
    index = np.flatnonzero(rows.digits.given)
    some = rows.take(index)
    ours, theirs = crossing(some, some.account, some.amount)
    slip = slips(some, ours, theirs)
    days = gap(some, ours, theirs)
    likely = (slip <= 2) & policy.reference_window.holds(some, ours, theirs)
    ours, theirs, slip, days = ours[likely], theirs[likely], slip[likely], days[likely]
    best = mutually_best(ours, theirs, slip * 10_000 + days)
    ours, theirs, slip, days = ours[best], theirs[best], slip[best], days[best]
    unique = (some.twins[ours] == 1) & (some.twins[theirs] == 1)
    sure = unique | ((slip == 0) & policy.date_window.holds(some, ours, theirs))
    return pairs(
        index[ours],
        index[theirs],
        state=np.where(sure, CONFIRMED, SUGGESTED),
        confidence=np.where(sure, 0.97, 0.85),
    )


def slips(rows: Rows, ours: Ints, theirs: Ints) -> Ints:
    """0 read alike or one the tail of the other; 1 one slip apart; 9 different."""
    first, second = _strings(rows, ours), _strings(rows, theirs)
    if not len(first):
        return np.zeros(0, dtype=np.int64)
    distance = cpdist(first, second, scorer=OSA.distance, score_cutoff=2)
    length = np.minimum(_lengths(first), _lengths(second))
    tail = np.array([_tail(a, b) for a, b in zip(first, second, strict=True)], dtype=bool)
    slip = np.where((distance <= 1) & (length > DIGITS_MIN), 1, 9)
    slip = np.where((distance == 2) & (length >= 8), 2, slip)
    slip = np.where((distance == 0) | (tail & (length >= DIGITS_MIN)), 0, slip)
    unlike = np.flatnonzero(slip == 9)
    slip[unlike] = np.where(_last_alike(rows, ours[unlike], theirs[unlike]), 1, 9)
    return slip


def _last_alike(rows: Rows, ours: Ints, theirs: Ints) -> Bools:
    """The last run of digits is the same number: INV2026-0045 and 45."""
    last = [
        [_LAST_NUMBER.sub(r"\1", text) for text in rows.reference.take(side).strings()]
        for side in (ours, theirs)
    ]
    return np.array(
        [a == b and a.isdigit() and a.isascii() for a, b in zip(*last, strict=True)], dtype=bool
    )


def _tail(first: str, second: str) -> bool:
    return first.endswith(second) or second.endswith(first)


def _strings(rows: Rows, index: Ints) -> list[str]:
    return rows.read_digits.take(index).strings()


def _lengths(texts: list[str]) -> Ints:
    return np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
