"""Which numbers does a row name in its memo or reference: 收款 INV-1001、1002 names 1001 and 1002."""

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tieout.matching.coded import Coded, Ints
from tieout.matching.rows import Rows

_NUMBER = re.compile(r"[0-9]{3,}")
_IN_PARTS = re.compile(r"[0-9]+(?:[-/._][0-9]+)+")
_SEPARATOR = re.compile(r"[^0-9]")
_ANY_NUMBER = r"[0-9]{3}|[０-９]{3}|[0-9][-/._][0-9]"
_TWO_NUMBERS = r"[0-9][^0-9]+[0-9]|[０-９][^０-９]+[０-９]"
"""A reference with one number names none but its own."""


def named_numbers(rows: Rows) -> tuple[Ints, Ints]:
    """Every number a row names that is some row's own: row index and code in `rows.digits`.

    A row's whole reference is its own number, not one it names.
    """
    in_memo = _named(rows.memo, rows.digits, _ANY_NUMBER)
    in_reference = _named(rows.reference, rows.digits, _TWO_NUMBERS)
    row = np.concatenate([in_memo[0], in_reference[0]])
    code = np.concatenate([in_memo[1], in_reference[1]])
    foreign = rows.digits.codes[row] != code
    both = np.unique(np.stack([row[foreign], code[foreign]]), axis=1)
    return both[0], both[1]


def first_named(rows: Rows) -> Ints:
    """A row's own number where another row has it too; else the first number its memo names."""
    row, code = _named(rows.memo, rows.digits, _ANY_NUMBER)
    named = np.zeros(len(rows), dtype=np.int64)
    named[row[::-1]] = code[::-1]
    shared = np.bincount(rows.digits.codes, minlength=1)[rows.digits.codes] > 1
    own = np.where(rows.digits.given & shared, rows.digits.codes, 0)
    return np.where(own > 0, own, named)


def _named(column: Coded, digits: Coded, with_numbers: str) -> tuple[Ints, Ints]:
    """Row index and digits code of each number in those texts of a column that have some."""
    used, place = column.in_use()
    has = pc.match_substring_regex(column.take_texts(used), pattern=with_numbers)
    has = has.to_numpy(zero_copy_only=False)
    rows = np.flatnonzero(has[place])
    place = (np.cumsum(has) - 1)[place[rows]]
    texts = pc.utf8_normalize(column.take_texts(used[has]), form="NFKC").to_pylist()
    found = [(i, n.lstrip("0")) for i, text in enumerate(texts) for n in numbers_in(text)]
    if not found:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    text_index = np.array([i for i, _ in found], dtype=np.int64)
    numbers = pa.array([number for _, number in found], type=pa.large_string())
    code = pc.fill_null(pc.index_in(numbers, value_set=digits.texts), 0).to_numpy().astype(np.int64)
    text_index, code = text_index[code > 0], code[code > 0]
    row, code = _to_rows(text_index, code, place)
    return rows[row], code


def numbers_in(text: str) -> set[str]:
    """The numbers of three digits or more, those written in parts also as one.

    >>> sorted(numbers_in("付 INV2026-0045、1002 货款"))
    ['0045', '1002', '2026', '20260045']
    """
    in_parts = (_SEPARATOR.sub("", number) for number in _IN_PARTS.findall(text))
    return {*_NUMBER.findall(text), *(number for number in in_parts if len(number) > 2)}


def _to_rows(text_index: Ints, code: Ints, place: Ints) -> tuple[Ints, Ints]:
    """The pairs (text, code) spread to every row that has the text."""
    count = np.bincount(text_index, minlength=int(place.max(initial=0)) + 1)
    start = np.concatenate([[0], np.cumsum(count)])
    order = np.argsort(text_index, kind="stable")
    row = np.repeat(np.arange(len(place)), count[place])
    offset = np.arange(len(row)) - np.repeat(np.cumsum(count[place]) - count[place], count[place])
    return row, code[order][start[place[row]] + offset]
