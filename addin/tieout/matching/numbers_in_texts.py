"""Which numbers stand in the texts of a column: read once for every distinct text, asked for row by row."""

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tieout.matching.coded import Bools, Coded, Ints, Texts, matching
from tieout.matching.document_numbers import DocumentNumbers
from tieout.matching.number_ranges import numbers_in_ranges

TELLING_DIGITS = 4
_PARTS = "([0-9])(?:[-/._]|[A-Za-z]{1,3})([0-9])"
_IN_PARTS = "([0-9])(?:[-._]|[A-Za-z]{1,3})([0-9])"
_IN_LISTS = "[0-9][-._][0-9]+/[0-9]"
"""Of a number in parts, another after a stroke: 2026-0045/0046."""
_ANY_NUMBER = r"[0-9]{3}|[０-９]{3}|[0-9](?:[-/._]|[A-Za-z]{1,3})[0-9]"
_DATE = "^(19|20)[0-9]{2}((0?[1-9]|1[0-2])((0?[1-9]|[12][0-9]|3[01]))?)?$"
"""A year, a month or a day written in digits tells no document."""


@dataclass(frozen=True)
class NumbersInTexts:
    """The numbers of three digits or more in the texts of a column.

    `number` has those of all texts, one text after the other, `is_telling` those of TELLING_DIGITS or
    more that are no date and stand there in full. The text of code c has `count[c]` of them, from place `start[c]` on.
    `in_ranges` has those that a text means by its ranges, where any does.
    """

    number: DocumentNumbers
    is_telling: Bools
    start: Ints
    count: Ints
    in_ranges: "NumbersInTexts | None" = None

    @classmethod
    def of(cls, column: Coded) -> "NumbersInTexts":
        """Of the texts that the rows of a column have."""
        used, _ = column.in_use()
        with_numbers = used[matching(column.take_texts(used), _ANY_NUMBER)]
        if not len(with_numbers):
            none = np.zeros(len(column.texts), dtype=np.int64)
            return cls(DocumentNumbers(used[:0], column.texts[:0]), none[:0] > 0, none, none)
        texts = pc.utf8_normalize(column.take_texts(with_numbers), form="NFKC")
        text, numbers = numbers_in_ranges(texts)
        none_in_full = np.zeros(len(text), dtype=bool)
        in_ranges = cls._laid(column, with_numbers[text], numbers, none_in_full)
        text, numbers, in_full = numbers_in(texts)
        every = cls._laid(column, with_numbers[text], numbers, in_full)
        return replace(every, in_ranges=in_ranges) if len(none_in_full) else every

    @classmethod
    def _laid(cls, column: Coded, code: Ints, numbers: Texts, in_full: Bools) -> "NumbersInTexts":
        """Numbers of the texts of some codes, laid one text after the other."""
        order = np.argsort(code, kind="stable")
        numbers = numbers.take(pa.array(order))
        telling = _telling(numbers) & in_full[order]
        count = np.bincount(code, minlength=len(column.texts))
        return cls(DocumentNumbers.of(numbers), telling, np.cumsum(count) - count, count)

    def of_rows(self, code: Ints) -> tuple[Ints, Ints]:
        """Each row with each number of its text: the row's place, and the number's."""
        some = np.flatnonzero(self.count[code])
        count = self.count[code[some]]
        within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        return np.repeat(some, count), np.repeat(self.start[code[some]], count) + within


def numbers_in(texts: Texts) -> tuple[Ints, Texts, Bools]:
    """The numbers of three digits or more without leading zeros, those written in parts as one, and the shortened.

    Which text each is in, the number, and whether it stands there in full. Of a list 2026-0045、0046 the second is short for 2026-0046.

    >>> numbers_in(pa.array(["付 INV2026-0045、1002 货款"]))[1].to_pylist()
    ['2026', '45', '1002', '20260045', '1002', '20261002']
    >>> numbers_in(pa.array(["2026-0045/0046"]))[1].to_pylist()[-1]
    '20260046'
    """
    apart = _long_numbers(texts)
    parted = np.flatnonzero(matching(texts, _PARTS))
    with_parts = texts.take(pa.array(parted))
    lists = parted[matching(with_parts, _IN_LISTS)]
    together, in_lists = _as_one(texts, parted, _PARTS), _as_one(texts, lists, _IN_PARTS)
    whole = np.ones(len(texts), dtype=bool)
    whole[parted[matching(with_parts, _IN_PARTS)]] = False
    whole = whole[apart[0]]
    single = apart[0][whole], apart[1].filter(pa.array(whole))
    short = [_completed(*found) for found in (single, together, in_lists)]
    found = [apart, together, in_lists, *short]
    every = pa.concat_arrays([number for _, number in found]).cast(pa.large_string())
    in_full = np.arange(len(every)) < sum(len(text) for text, _ in found[:3])
    return np.concatenate([t for t, _ in found]), pc.utf8_ltrim(every, characters="0"), in_full


def _as_one(texts: Texts, some: Ints, parts: str) -> tuple[Ints, Texts]:
    """The numbers of some of the texts, those written in parts as one."""
    if not len(some):
        return some, texts[:0]
    as_one = texts.take(pa.array(some))
    # Twice, as a digit between two separators belongs to both.
    for _ in range(2):
        as_one = pc.replace_substring_regex(as_one, pattern=parts, replacement=r"\1\2")
    text, number = _long_numbers(as_one)
    return some[text], number


def _completed(text: Ints, number: Texts) -> tuple[Ints, Texts]:
    """What the numbers are short for that come after a longer one in their text: those have its first digits."""
    if not len(text):
        return text, number
    length = pc.binary_length(number).to_numpy(zero_copy_only=False).astype(np.int64)
    size = text * (int(length.max()) + 1) + length
    full = np.maximum.accumulate(
        np.where(size == np.maximum.accumulate(size), np.arange(len(text)), 0)
    )
    short = np.flatnonzero(length < length[full])
    short = short[~matching(number.take(pa.array(full[short])), _DATE)]
    kept = length[full[short]] - length[short]
    first = number.take(pa.array(full[short])).to_pylist()
    rest = number.take(pa.array(short)).to_pylist()
    whole = [one[:n] + end for one, n, end in zip(first, kept.tolist(), rest, strict=True)]
    return text[short], pa.array(whole, number.type)


def _long_numbers(texts: Texts) -> tuple[Ints, Texts]:
    split = pc.split_pattern_regex(texts, pattern="[^0-9]+")
    number = pc.list_flatten(split)
    is_long = pc.greater_equal(pc.binary_length(number), 3)
    which = pc.list_parent_indices(split).filter(is_long)
    return which.to_numpy(zero_copy_only=False).astype(np.int64), number.filter(is_long)


def _telling(numbers: Texts) -> Bools:
    long = pc.greater_equal(pc.binary_length(numbers), TELLING_DIGITS)
    telling = pc.and_not(long, pc.match_substring_regex(numbers, pattern=_DATE))
    return telling.to_numpy(zero_copy_only=False)
