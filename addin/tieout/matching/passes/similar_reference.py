"""Both sides booked the same amount under references that differ by a slip of the pen."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz.distance import OSA, Postfix
from rapidfuzz.process import cpdist

from tieout.matching.accidents import CHANCE_MAX, accident_chances
from tieout.matching.assignment import gap
from tieout.matching.coded import Bools, Ints, Texts, encode
from tieout.matching.document_numbers import DIGITS_MAX
from tieout.matching.findings import CONFIRMED, SUGGESTED, Findings, pairs, placed
from tieout.matching.grouping import distinct
from tieout.matching.orders_of_parts import in_any_order
from tieout.matching.passes.candidates import (
    CROWD_MAX,
    crossing,
    mutually_best,
    on_both_sides,
    one_numbering,
)
from tieout.matching.policy import Policy
from tieout.matching.references import in_parts, last_digits
from tieout.matching.rows import Rows

SIGNIFICANT_DIGITS = 15
_ROUNDED = "^[0-9]{15}0+$"
DIGITS_MIN = 3
"""A shorter number is the tail of too many others to tell anything."""


def find(rows: Rows, policy: Policy) -> Findings:
    """Equal amount; numbers equal as a scanner reads them, one the tail of the other, or one slip apart.

    Not where equal numbers are known to stand for unrelated documents; only suggested where a tail is of another
    numbering.
    """
    numbered = np.flatnonzero(rows.digits.given)
    return placed(_found(rows.take(numbered), policy), numbered)


def _found(rows: Rows, policy: Policy) -> Findings:
    index = on_both_sides(rows, np.arange(len(rows)))
    some = rows.take(index)
    ours, theirs = _of_one_amount(some)
    near = policy.reference_window.holds(some, ours, theirs)
    near &= ~some.numberings.unrelated(some.letters, ours, theirs)
    ours, theirs = ours[near], theirs[near]
    slip = slips(some, ours, theirs)
    likely = slip <= 2
    ours, theirs, slip = ours[likely], theirs[likely], slip[likely]
    days = gap(some, ours, theirs)
    best = mutually_best(ours, theirs, slip * 10_000 + days)
    ours, theirs, slip, days = ours[best], theirs[best], slip[best], days[best]
    once = (some.twins[ours] == 1) & (some.twins[theirs] == 1)
    ours, theirs = index[ours], index[theirs]
    chance = np.ones(len(ours))
    chance[once] = _chances(rows, ours[once], theirs[once], slip[once], policy)
    chance[(slip == 0) & policy.date_window.holds(rows, ours, theirs)] = 0
    sure = (chance <= CHANCE_MAX) & ~_of_another_numbering(rows, ours, theirs)
    return pairs(
        ours,
        theirs,
        state=np.where(sure, CONFIRMED, SUGGESTED),
        confidence=np.where(sure, 0.97, 0.85),
    )


def _of_another_numbering(rows: Rows, ours: Ints, theirs: Ints) -> Bools:
    """Numbers of other lengths under other letters, PV-7023 and INV-027023: one may be a tail by accident."""
    length = rows.digits.lengths()
    return (length[ours] != length[theirs]) & ~one_numbering(rows, ours, theirs)


def _chances(rows: Rows, ours: Ints, theirs: Ints, slip: Ints, policy: Policy) -> np.ndarray:
    """How likely two strangers are alike by accident in their amounts, and in their numbers too."""
    met = accident_chances(rows, ours, theirs, policy.reference_window)
    count = np.bincount(rows.account)[rows.account[ours]] / 2
    # Of numbers given one after another, so many differ in no more than one digit, or two.
    alike = (9 * np.log10(np.maximum(count, 10))) ** slip
    return met * np.minimum(1, alike / count)


def _of_one_amount(rows: Rows) -> tuple[Ints, Ints]:
    """Every pair of one account and amount; in crowds those whose numbers begin or end alike."""
    found = [crossing(rows.theirs, rows.same_amount)]
    crowd = np.flatnonzero(np.bincount(rows.same_amount, minlength=1)[rows.same_amount] > CROWD_MAX)
    some = rows.take(crowd)
    number, length = some.digits.codes, some.digits.lengths()
    # A slip leaves one half of a number as it is, a spreadsheet its first digits.
    half = 10 ** np.minimum(length // 2, DIGITS_MAX)
    cut = 10 ** np.clip(length - SIGNIFICANT_DIGITS, 0, DIGITS_MAX)
    for key in (number // half, number % half, number // cut):
        ours, theirs = crossing(some.theirs, some.same_amount, key)
        found.append((crowd[ours], crowd[theirs]))
    return distinct(*(np.concatenate(side) for side in zip(*found, strict=True)))


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
    alike = (distance == 0) | (tail & (length >= DIGITS_MIN)) | _rounded(first, second)
    slip = np.where(alike, 0, slip)
    for alike_too in (_last_alike, _parts_alike):
        unlike = np.flatnonzero(slip == 9)
        slip[unlike] = np.where(alike_too(rows, ours[unlike], theirs[unlike]), 1, 9)
    return slip


def _rounded(first: Texts, second: Texts) -> Bools:
    """One is the other as a spreadsheet keeps a long number: with its first fifteen digits, then zeros."""
    alike = pc.equal(
        *(pc.utf8_slice_codeunits(side, 0, SIGNIFICANT_DIGITS) for side in (first, second))
    )
    alike = pc.and_(alike, pc.equal(pc.binary_length(first), pc.binary_length(second)))
    rounded = (pc.match_substring_regex(side, pattern=_ROUNDED) for side in (first, second))
    return pc.and_(alike, pc.or_(*rounded)).to_numpy(zero_copy_only=False)


def _last_alike(rows: Rows, ours: Ints, theirs: Ints) -> Bools:
    """The last run of digits is the same number: INV2026-0045 and 45."""
    both = rows.take(np.concatenate([ours, theirs])).reference
    mine, other = np.split(encode([last_digits(both)]).codes, 2)
    return (mine == other) & (mine > 0)


def _parts_alike(rows: Rows, ours: Ints, theirs: Ints) -> Bools:
    """The same numbers in another order: 24/00123 and 123/24."""
    several = rows.names_several
    alike = several[ours] & several[theirs]
    pair = np.flatnonzero(alike)
    # Read once a row, as each may be in many pairs.
    row, place = np.unique(np.concatenate([ours[pair], theirs[pair]]), return_inverse=True)
    written = in_parts(rows.take(row).reference).to_pylist()
    parts = encode([pa.array(map(in_any_order, written), pa.large_string())]).codes[place]
    mine, other = np.split(parts, 2)
    alike[pair] = (mine == other) & (mine > 0)
    return alike
