"""Both sides booked the same amount under references that differ by a slip of the pen."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz.distance import OSA, Postfix
from rapidfuzz.process import cpdist

from tieout.matching.assignment import gap
from tieout.matching.coded import Bools, Ints, encode
from tieout.matching.findings import CONFIRMED, SUGGESTED, Findings, pairs
from tieout.matching.passes.candidates import crossing, mutually_best
from tieout.matching.policy import Policy
from tieout.matching.references import last_digits
from tieout.matching.rows import Rows

DIGITS_MIN = 3
"""A shorter number is the tail of too many others to tell anything."""


def find(rows: Rows, policy: Policy) -> Findings:
    """Equal amount; numbers equal as a scanner reads them, one the tail of the other, or one slip apart.

    Not where equal numbers are known to stand for unrelated documents.
    """
    index = np.flatnonzero(rows.digits.given)
    some = rows.take(index)
    ours, theirs = crossing(some, some.account, some.amount)
    near = policy.reference_window.holds(some, ours, theirs)
    near &= ~some.numberings.unrelated(some.letters, ours, theirs)
    ours, theirs = ours[near], theirs[near]
    slip = slips(some, ours, theirs)
    likely = slip <= 2
    ours, theirs, slip = ours[likely], theirs[likely], slip[likely]
    days = gap(some, ours, theirs)
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
    if not len(ours):
        return np.zeros(0, dtype=np.int64)
    both, place = np.unique(np.concatenate([ours, theirs]), return_inverse=True)
    read = rows.take(both).read_digits
    first, second = (read.take(pa.array(side)) for side in np.split(place, 2))
    texts = first.to_pylist(), second.to_pylist()
    distance = cpdist(*texts, scorer=OSA.distance, score_cutoff=2)
    length = np.minimum(*(pc.binary_length(side).to_numpy() for side in (first, second)))
    tail = cpdist(*texts, scorer=Postfix.similarity, dtype=np.int64) >= length
    slip = np.where((distance <= 1) & (length > DIGITS_MIN), 1, 9)
    slip = np.where((distance == 2) & (length >= 8), 2, slip)
    slip = np.where((distance == 0) | (tail & (length >= DIGITS_MIN)), 0, slip)
    unlike = np.flatnonzero(slip == 9)
    slip[unlike] = np.where(_last_alike(rows, ours[unlike], theirs[unlike]), 1, 9)
    return slip


def _last_alike(rows: Rows, ours: Ints, theirs: Ints) -> Bools:
    """The last run of digits is the same number: INV2026-0045 and 45."""
    both = rows.take(np.concatenate([ours, theirs])).reference
    mine, other = np.split(encode([last_digits(both)]).codes, 2)
    return (mine == other) & (mine > 0)
