"""Which numbers does a row name in its memo or reference: 收款 INV-1001、1002 names 1001 and 1002."""

import numpy as np

from tieout.matching.coded import Bools, Coded, Ints, encode
from tieout.matching.grouping import distinct, group_by, is_in, labels, may_be_in, mixed
from tieout.matching.kept import kept_with_record
from tieout.matching.numbers_in_texts import NumbersInTexts
from tieout.matching.rows import Rows


def named_numbers(rows: Rows) -> tuple[Ints, Ints]:
    """Every number a row names that is some row's own: row index and code in `rows.digits`.

    A row's whole reference is its own number, not one it names.
    """
    return _foreign(rows, [_named(rows, *column) for column in _columns(rows)])


def ranged_numbers(rows: Rows) -> tuple[Ints, Ints]:
    """As `named_numbers`, of the rows that name ranges, with all numbers of these: 0045 to 0048."""
    in_ranges = [
        _named(rows, of, column, numbers.in_ranges)
        for of, column, numbers in _columns(rows)
        if numbers.in_ranges is not None
    ]
    if not in_ranges:
        none = np.zeros(0, dtype=np.int64)
        return none, none
    with_ranges = np.zeros(len(rows), dtype=bool)
    with_ranges[np.concatenate([row for row, _ in in_ranges])] = True
    row, code = named_numbers(rows)
    return _foreign(rows, [*in_ranges, (row[with_ranges[row]], code[with_ranges[row]])])


def listed_numbers(rows: Rows, some: Bools, below: int) -> tuple[Ints, Ints]:
    """The numbers below a limit of those of some rows whose memos list several: row and number."""
    numbers, memo = rows.numbers_in_memos, rows.memo.codes
    row = np.flatnonzero(some & (numbers.count[memo] > 1))
    of_row, place = numbers.of_rows(memo[row])
    number = numbers.number.codes[place]
    small = number < below
    return distinct(row[of_row[small]], number[small])


def named_in_memos(rows: Rows, row: Ints) -> tuple[Ints, Ints]:
    """Every number that the memos of some rows name and that is some row's own: row and code in `rows.digits`."""
    return _named(rows, row, rows.memo.take(row), rows.numbers_in_memos)


@kept_with_record
def _columns(rows: Rows) -> list[tuple[Ints, Coded, NumbersInTexts]]:
    """What a row can name numbers in: some rows, their texts, and the numbers of those."""
    memos = np.arange(len(rows)), rows.memo, rows.numbers_in_memos
    several = np.flatnonzero(rows.names_several)
    if not len(several):
        return [memos]
    references = encode([rows.take(several).reference])
    return [memos, (several, references, NumbersInTexts.of(references))]


def _foreign(rows: Rows, named: list[tuple[Ints, Ints]]) -> tuple[Ints, Ints]:
    """Row and code, each pair once, a row's own number left out."""
    row = np.concatenate([row for row, _ in named])
    code = np.concatenate([code for _, code in named])
    foreign = rows.digits.codes[row] != code
    known, place = np.unique(code[foreign], return_inverse=True)
    row, place = distinct(row[foreign], place)
    return row, known[place]


def first_named(rows: Rows) -> Ints:
    """A row's own number where another of its account has it too; else the first its memo names there."""
    row, code = _named(rows, np.arange(len(rows)), rows.memo, rows.numbers_in_memos)
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
    """Every number of four digits or more that a row's memo names, dates aside: row and a code.

    Numbers that no entry has as its own are among them: receipts name invoices of another period.
    """
    numbers = rows.numbers_in_memos
    row, place = numbers.of_rows(rows.memo.codes)
    telling = numbers.is_telling[place]
    return distinct(row[telling], labels(numbers.number.codes[place[telling]]))


def _named(rows: Rows, of: Ints, column: Coded, numbers: NumbersInTexts) -> tuple[Ints, Ints]:
    """Row index and digits code of each number of the texts of some rows that a row may have as its own."""
    place_of, place = numbers.of_rows(column.codes)
    row = of[place_of]
    if not len(row):
        return row, row
    code = rows.codes_in_full(row, numbers.number.codes_in(rows.digits)[place])
    own = np.flatnonzero((code > 0) & may_be_in(code, rows.digits.codes))
    return row[own], code[own]
