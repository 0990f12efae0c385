"""Does one side write the other's numbers shortened, without the year or with their last digits only: told by amounts."""

from collections import Counter
from collections.abc import Set
from dataclasses import replace
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tieout.matching.coded import Ints, Texts
from tieout.matching.document_numbers import DocumentNumbers, FullNumbers
from tieout.matching.grouping import distinct, group_by, is_in, mixed
from tieout.matching.lone_amounts import LoneAmounts
from tieout.matching.passes.candidates import times
from tieout.matching.references import last_digits, written_digits
from tieout.matching.rows import Rows

Kind: TypeAlias = tuple[bool, str, str]
"""Whether theirs is the short one, the letters before it, and those before the number in full."""

SHARE_MIN, TOLD_BY_MIN, SEEN_MIN = 0.5, 3, 0.1
"""Of entries of one amount under other numbers: the share that must be short, how many, and of all of one amount.

Where fewer are short, they are found one by one."""
TAIL_MIN, TAIL_MAX = 4, 12
"""Last digits that tell a number; of a number in parts its last part does, however short."""
_LAST_PART = 0


def with_short_numbers_in_full(rows: Rows, alone: LoneAmounts) -> Rows:
    """The same rows; where a side is seen to shorten the numbers of the other, its numbers are those in full.

    Only a number that is short for one number of its account, which has no other short form there; then
    one that is so among all accounts and has the amount, as it may stand under the wrong customer.
    """
    kinds = _kinds_told(alone)
    if not kinds:
        return rows
    given = np.flatnonzero(rows.digits.given)
    found = [_pairs_of(rows.take(given), theirs, kinds) for theirs in {kind[0] for kind in kinds}]
    short, full = (given[np.concatenate(side)] for side in zip(*found, strict=True))
    code = rows.digits.codes
    known = FullNumbers.of(rows.account[short], code[short], code[full])
    shortens = np.isin(rows.theirs, rows.theirs[short])
    in_full = np.where(shortens, known.codes_in_full(rows.account, code), code)
    known = replace(known, numbers=DocumentNumbers(in_full, rows.digits.long))
    return Rows(rows.place, replace(rows.whole, full_numbers=known))


def _kinds_told(alone: LoneAmounts) -> Set[Kind]:
    """Which numberings are seen to be short for others, among entries of one amount."""
    some, ours, theirs = alone.differing()
    enough = max(TOLD_BY_MIN, SEEN_MIN * len(alone.ours))
    told: Counter[Kind] = Counter()
    every: Counter[Kind] = Counter()
    for short, full in ((ours, theirs), (theirs, ours)):
        kinds = _kinds(some, short, full)
        every.update(kinds)
        told.update(
            kind for kind, fits in zip(kinds, _is_short(some, short, full), strict=True) if fits
        )
    return {k for k, n in told.items() if n >= enough and n >= SHARE_MIN * every[k]}


def _kinds(rows: Rows, short: Ints, full: Ints) -> list[Kind]:
    letters = (
        rows.letters.take_texts(rows.letters.codes[side]).to_pylist() for side in (short, full)
    )
    return list(zip(rows.theirs[short].tolist(), *letters, strict=True))


def _is_short(rows: Rows, short: Ints, full: Ints) -> list[bool]:
    mine, other = (written_digits(rows.take(side).reference).to_pylist() for side in (short, full))
    last = last_digits(rows.take(full).reference).to_pylist()
    return [
        len(s) < len(f)
        and ((TAIL_MIN <= len(s) <= TAIL_MAX and f.endswith(s)) or s.lstrip("0") == end)
        for s, f, end in zip(mine, other, last, strict=True)
    ]


def _pairs_of(rows: Rows, theirs: bool, kinds: Set[Kind]) -> tuple[Ints, Ints]:
    """A row for each short number of a side and account, and one with the number in full."""
    index = np.sort(np.concatenate([_one_of_each(rows, side) for side in (False, True)]))
    here = _pairs(rows.take(index), theirs, kinds)
    left = np.ones(len(index), dtype=bool)
    for side in here:
        left[side] = False
    index_left = index[left]
    some = rows.take(index_left)
    mine, other = _pairs(some.but(account=np.zeros(len(some), dtype=np.int64)), theirs, kinds)
    equal = some.amount[mine] == some.amount[other]
    elsewhere = mine[equal], other[equal]
    short, full = (
        np.concatenate([index[found], index_left[more]])
        for found, more in zip(here, elsewhere, strict=True)
    )
    return short, full


def _pairs(rows: Rows, theirs: bool, kinds: Set[Kind]) -> tuple[Ints, Ints]:
    """Rows with a short number of a side, each with the only one that has it in full."""
    short, full = (np.flatnonzero(rows.theirs == side) for side in (theirs, not theirs))
    # A number that stands for itself there; a voucher that happens to have it is no other document.
    own = mixed(rows.account, rows.digits.codes, rows.amount)
    short = short[~is_in(own[short], own[full])]
    row, width, value = _tails(rows, short, full)
    same = group_by(rows.account[row], width, value)
    mine, other = same.crossing(np.arange(len(row)) >= len(short) * 2, most=len(row))
    mine, other = distinct(row[mine], row[other])
    longer = rows.digits.codes[mine] != rows.digits.codes[other]
    mine, other = mine[longer], other[longer]
    alone = (times(mine, rows)[mine] == 1) & (times(other, rows)[other] == 1)
    mine, other = mine[alone], other[alone]
    told = np.array([kind in kinds for kind in _kinds(rows, mine, other)], dtype=bool)
    return mine[told], other[told]


def _one_of_each(rows: Rows, theirs: bool) -> Ints:
    """One row for each number of an account: by what it says, never by its place."""
    side = np.flatnonzero(rows.theirs == theirs)
    side = side[np.lexsort((rows.amount[side], rows.letters.take(side).ranks()))]
    same = group_by(rows.account[side], rows.digits.codes[side])
    return side[same.order[same.start]]


def _tails(rows: Rows, short: Ints, full: Ints) -> tuple[Ints, Ints, Ints]:
    """What short numbers are and full ones end with: the row, how many digits, and these as a number.

    The short ones come first, each as so many last digits and as a last part.
    """
    written = written_digits(rows.take(full).reference)
    digits = _lengths(written_digits(rows.take(short).reference))
    code = rows.digits.codes[short]
    row, width, value = [short, short], [digits, np.full(len(short), _LAST_PART)], [code, code]
    length = _lengths(written)
    widths = np.unique(digits[(digits >= TAIL_MIN) & (digits <= TAIL_MAX)])
    for count in widths.tolist():
        longer = np.flatnonzero(length > count)
        tail = pc.utf8_slice_codeunits(written.take(pa.array(longer)), -count, None)
        row.append(full[longer])
        width.append(np.full(len(longer), count))
        value.append(tail.cast(pa.int64()).to_numpy())
    last = last_digits(rows.take(full).reference)
    in_parts = np.flatnonzero((_lengths(last) > 0) & (_lengths(last) <= TAIL_MAX))
    row.append(full[in_parts])
    width.append(np.full(len(in_parts), _LAST_PART))
    value.append(last.take(pa.array(in_parts)).cast(pa.int64()).to_numpy())
    return np.concatenate(row), np.concatenate(width), np.concatenate(value)


def _lengths(texts: Texts) -> Ints:
    return pc.binary_length(texts).to_numpy(zero_copy_only=False).astype(np.int64)
