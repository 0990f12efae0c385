"""Which numbers stand in the texts of a column: read once for every distinct text, asked for row by row."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tieout.matching.coded import Bools, Coded, Ints, Texts, matching
from tieout.matching.document_numbers import DocumentNumbers

TELLING_DIGITS = 4
_PARTS = "([0-9])(?:[-/._]|[A-Za-z]{1,3})([0-9])"
_ANY_NUMBER = r"[0-9]{3}|[０-９]{3}|[0-9](?:[-/._]|[A-Za-z]{1,3})[0-9]"
_DATE = "^(19|20)[0-9]{2}((0?[1-9]|1[0-2])((0?[1-9]|[12][0-9]|3[01]))?)?$"
"""A year, a month or a day written in digits tells no document."""


@dataclass(frozen=True)
class NumbersInTexts:
    """The numbers of three digits or more in the texts of a column.

    `number` has those of all texts, one text after the other, `is_telling` those of TELLING_DIGITS or
    more that are no date. The text of code c has `count[c]` of them, from place `start[c]` on.
    """

    number: DocumentNumbers
    is_telling: Bools
    start: Ints
    count: Ints

    @classmethod
    def of(cls, column: Coded) -> "NumbersInTexts":
        """Of the texts that the rows of a column have."""
        used, _ = column.in_use()
        with_numbers = used[matching(column.take_texts(used), _ANY_NUMBER)]
        texts = pc.utf8_normalize(column.take_texts(with_numbers), form="NFKC")
        text, numbers = numbers_in(texts)
        order = np.argsort(text, kind="stable")
        numbers = numbers.take(pa.array(order))
        count = np.zeros(len(column.texts), dtype=np.int64)
        count[with_numbers] = np.bincount(text, minlength=len(with_numbers))
        return cls(DocumentNumbers.of(numbers), _telling(numbers), np.cumsum(count) - count, count)

    def of_rows(self, code: Ints) -> tuple[Ints, Ints]:
        """Each row with each number of its text: the row's place, and the number's."""
        some = np.flatnonzero(self.count[code])
        count = self.count[code[some]]
        within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        return np.repeat(some, count), np.repeat(self.start[code[some]], count) + within


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


def _telling(numbers: Texts) -> Bools:
    long = pc.greater_equal(pc.binary_length(numbers), TELLING_DIGITS)
    telling = pc.and_not(long, pc.match_substring_regex(numbers, pattern=_DATE))
    return telling.to_numpy(zero_copy_only=False)
