"""Which numbers does a row name in its memo or reference: 收款 INV-1001、1002 names 1001 and 1002."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tieout.matching.coded import Bools, Coded, Ints, Texts, encode, matching
from tieout.matching.document_numbers import DocumentNumbers
from tieout.matching.grouping import distinct, group_by, is_in, may_be_in, mixed
from tieout.matching.references import DIGIT
from tieout.matching.rows import Rows
from tieout.matching.spelling import runs

_PARTS = "([0-9])[-/._]([0-9])"
_ANY_NUMBER = r"[0-9]{3}|[０-９]{3}|[0-9][-/._][0-9]"
_TWO_WIDE_NUMBERS = "[０-９][^０-９]+[０-９]"


def named_numbers(rows: Rows) -> tuple[Ints, Ints]:
    """Every number a row names that is some row's own: row index and code in `rows.digits`.

    A row's whole reference is its own number, not one it names.
    """
    in_memo = _named(rows.memo, rows.digits)
    several = np.flatnonzero(_with_two_numbers(rows.reference))
    in_reference = _named(encode([rows.reference.take(pa.array(several))]), rows.digits)
    row = np.concatenate([in_memo[0], several[in_reference[0]]])
    code = np.concatenate([in_memo[1], in_reference[1]])
    foreign = rows.digits.codes[row] != code
    known, place = np.unique(code[foreign], return_inverse=True)
    row, place = distinct(row[foreign], place)
    return row, known[place]


def first_named(rows: Rows) -> Ints:
    """A row's own number where another of its account has it too; else the first its memo names there."""
    row, code = _named(rows.memo, rows.digits)
    own_number = mixed(rows.account, rows.digits.codes)
    here = is_in(mixed(rows.account[row], code), own_number)
    row, code = row[here], code[here]
    named = np.zeros(len(rows), dtype=np.int64)
    named[row[::-1]] = code[::-1]
    same = group_by(own_number)
    shared = np.zeros(len(rows), dtype=bool)
    shared[same.order] = np.repeat(same.size > 1, same.size)
    own = np.where(rows.digits.given & shared, rows.digits.codes, 0)
    return np.where(own > 0, own, named)


def telling_numbers(rows: Rows) -> tuple[Ints, Ints]:
    """Every number of TELLING_DIGITS or more that a row's memo names, dates aside: row and a code.

    Numbers that no entry has as its own are among them: receipts name invoices of another period.
    """
    index, place, text_index, numbers = _numbers_of(rows.memo, _TELLING)
    telling = pc.greater_equal(pc.binary_length(numbers), TELLING_DIGITS)
    telling = pc.and_not(telling, pc.match_substring_regex(numbers, pattern=_DATE))
    code = encode([numbers.filter(telling)]).codes
    row, code = _to_rows(text_index[telling.to_numpy(zero_copy_only=False)], code, place)
    row, code = distinct(row, code)
    return index[row], code


TELLING_DIGITS = 4
_TELLING = r"[0-9]{4}|[０-９]{4}|[0-9][-/._][0-9]"
_DATE = "^(19|20)[0-9]{2}((0?[1-9]|1[0-2])((0?[1-9]|[12][0-9]|3[01]))?)?$"
"""A year, a month or a day written in digits tells no document."""


def _with_two_numbers(references: Texts) -> Bools:
    """A reference with one number names none but its own."""
    several = runs(references, DIGIT) > 1
    wide = np.flatnonzero(~pc.string_is_ascii(references).to_numpy(zero_copy_only=False))
    several[wide] |= matching(references.take(pa.array(wide)), _TWO_WIDE_NUMBERS)
    return several


def _named(column: Coded, digits: DocumentNumbers) -> tuple[Ints, Ints]:
    """Row index and digits code of each number in those texts of a column that have some."""
    rows, place, text_index, numbers = _numbers_of(column, _ANY_NUMBER)
    code = digits.codes_of(numbers)
    own = np.flatnonzero((code > 0) & may_be_in(code, digits.codes))
    text_index, code = text_index[own], code[own]
    row, code = _to_rows(text_index, code, place)
    return rows[row], code


def _numbers_of(column: Coded, with_numbers: str) -> tuple[Ints, Ints, Ints, Texts]:
    """The rows whose text has a number, which text each has, and the numbers with the text each is in."""
    used, place = column.in_use()
    has = matching(column.take_texts(used), with_numbers)
    rows = np.flatnonzero(has[place])
    text_index, numbers = numbers_in(pc.utf8_normalize(column.take_texts(used[has]), form="NFKC"))
    return rows, (np.cumsum(has) - 1)[place[rows]], text_index, numbers


def numbers_in(texts: Texts) -> tuple[Ints, Texts]:
    """The numbers of three digits or more without leading zeros, then those written in parts as one.

    Which text each is in, and the number.

    >>> numbers_in(pa.array(["付 INV2026-0045、1002 货款"]))[1].to_pylist()
    ['2026', '45', '1002', '20260045', '1002']
    """
    in_parts = pc.match_substring_regex(texts, pattern=_PARTS)
    as_one = texts.filter(in_parts)
    # Twice, as a digit between two separators belongs to both.
    for _ in range(2):
        as_one = pc.replace_substring_regex(as_one, pattern=_PARTS, replacement=r"\1\2")
    apart, numbers = _long_numbers(texts)
    together, joined = _long_numbers(as_one)
    of_text = np.flatnonzero(in_parts.to_numpy(zero_copy_only=False))[together]
    every = pa.concat_arrays([numbers, joined]).cast(pa.large_string())
    return np.concatenate([apart, of_text]), pc.utf8_ltrim(every, characters="0")


def _long_numbers(texts: Texts) -> tuple[Ints, Texts]:
    split = pc.split_pattern_regex(texts, pattern="[^0-9]+")
    number = pc.list_flatten(split)
    is_long = pc.greater_equal(pc.binary_length(number), 3)
    which = pc.list_parent_indices(split).filter(is_long)
    return which.to_numpy(zero_copy_only=False).astype(np.int64), number.filter(is_long)


def _to_rows(text_index: Ints, code: Ints, place: Ints) -> tuple[Ints, Ints]:
    """The pairs (text, code) spread to every row that has the text."""
    count = np.bincount(text_index, minlength=int(place.max(initial=0)) + 1)
    start = np.concatenate([[0], np.cumsum(count)])
    order = np.argsort(text_index, kind="stable")
    row = np.repeat(np.arange(len(place)), count[place])
    offset = np.arange(len(row)) - np.repeat(np.cumsum(count[place]) - count[place], count[place])
    return row, code[order][start[place[row]] + offset]
