"""What do references say: their first bytes, numbers and letters; short plain ones are read once, all at once.

Byte after byte of all of them; what is longer or not plain is read by the rules of `references`
when it is asked for.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from tieout.at_once import at_once
from tieout.matching.coded import Bools, Coded, Ints, Texts, encode, matching
from tieout.matching.document_numbers import DocumentNumbers
from tieout.matching.references import DIGIT, digits, letters
from tieout.matching.spelling import WORD, head_and_middle, lengths, runs

PIECE_ROWS = 32_768
"""References read at once, so that what is worked on stays near the processor."""
_EVERY = np.uint64(0x0101010101010101)
_HIGHEST = np.uint64(128) * _EVERY
_POWERS = 10 ** np.arange(WORD + 1, dtype=np.int64)
_UNREAD = -1
_TWO_WIDE_NUMBERS = "[０-９][^０-９]+[０-９]"


@dataclass(frozen=True)
class References:
    """A column of references: of each the place in `texts`.

    `head` and `middle` are the first and the second eight bytes of each as a number. Of those that
    are short and plain: all digits as one number, a number for what stands before them, and whether
    something else stands between; the number of others is _UNREAD.
    """

    texts: Texts
    place: Ints
    head: np.ndarray
    middle: np.ndarray
    number: Ints
    before_digits: np.ndarray
    has_several: Bools

    @classmethod
    def of(cls, texts: Texts) -> "References":
        """Of texts of any length and script."""
        number = np.empty(len(texts), dtype=np.int64)
        head, middle, before_digits = (np.empty(len(texts), dtype=np.uint64) for _ in range(3))
        has_several = np.empty(len(texts), dtype=bool)

        def read(piece: slice) -> None:
            row = np.arange(piece.start, piece.stop)
            head[piece], middle[piece], length = head_and_middle(texts, row)
            words = head[piece], middle[piece]
            unread = ((words[0] | words[1]) & _HIGHEST != 0) | (length > 2 * WORD)
            number[piece] = np.where(unread, _UNREAD, _number(*words))
            before_digits[piece] = _before_digits(*words)
            has_several[piece] = _several_runs(*words)

        at_once(read, _pieces(len(texts)), rows=len(texts))
        return cls(texts, np.arange(len(texts)), head, middle, number, before_digits, has_several)

    def take(self, row: Ints) -> "References":
        """Some of them."""
        return References(
            self.texts,
            self.place[row],
            self.head[row],
            self.middle[row],
            self.number[row],
            self.before_digits[row],
            self.has_several[row],
        )

    def written(self, row: Ints) -> Texts:
        """Some of them as they are written."""
        return self.texts.take(pa.array(self.place[row]))

    def given(self, row: Ints) -> Bools:
        """True where there is one."""
        return self.head[row] != 0

    def spelled(self, row: Ints) -> tuple[Ints, Ints, Ints]:
        """Three numbers for each of some references, all equal just where these are; zeros for none.

        >>> some = References.of(pa.array(["AB-1", "", "AB-1"], pa.large_string()))
        >>> head, *_ = some.spelled(np.arange(3))
        >>> head[0] == head[2], int(head[1])
        (np.True_, 0)
        """
        tail = np.zeros(len(row), dtype=np.int64)
        rest = np.flatnonzero(self.number[row] == _UNREAD)
        long = rest[lengths(self.texts, self.place[row[rest]]) > 2 * WORD]
        encoded = self.written(row[long]).dictionary_encode()
        tail[long] = 1 + encoded.indices.to_numpy().astype(np.int64)
        return self.head[row].view(np.int64), self.middle[row].view(np.int64), tail

    def numbers(self, row: Ints) -> DocumentNumbers:
        """The number of each of some references, as `references.digits` has it.

        >>> some = References.of(pa.array(["INV-004587", "＃12", "RENT"], pa.large_string()))
        >>> some.numbers(np.arange(3)).codes.tolist()
        [4587, 12, 0]
        """
        codes = self.number[row]
        rest = np.flatnonzero(codes == _UNREAD)
        others = DocumentNumbers.of(digits(self.written(row[rest])))
        codes[rest] = others.codes
        return DocumentNumbers(codes, others.long)

    def letters(self, row: Ints) -> Coded:
        """The letters before the number of each of some references, as `references.letters` has them.

        >>> texts = pa.array(["INV-4587", "inv4", "4587-R"], pa.large_string())
        >>> some = References.of(texts).letters(np.arange(3))
        >>> some.codes.tolist(), some.take_texts(some.codes).to_pylist()
        ([1, 1, 0], ['INV', 'INV', ''])
        """
        codes = self.before_digits[row]
        rest = np.flatnonzero(self.number[row] == _UNREAD)
        codes[rest] = _HIGHEST + np.arange(len(rest), dtype=np.uint64)
        # One reference of each kind stands for all of it.
        kind, kinds = pd.factorize(codes)
        of_kind = np.empty(len(kinds), dtype=np.int64)
        of_kind[kind] = row
        encoded = encode([letters(self.written(of_kind))])
        return Coded(encoded.codes[kind], encoded.texts)

    def with_several_numbers(self, row: Ints) -> Bools:
        """True where one of some references has digits with something else between them.

        >>> some = References.of(pa.array(["INV-4587", "2024-0456", "１ ＆ ２"], pa.large_string()))
        >>> some.with_several_numbers(np.arange(3)).tolist()
        [False, True, True]
        """
        several = self.has_several[row]
        rest = np.flatnonzero(self.number[row] == _UNREAD)
        others = self.written(row[rest])
        several[rest] = (runs(others, DIGIT) > 1) | matching(others, _TWO_WIDE_NUMBERS)
        return several


def _pieces(count: int) -> Iterable[slice]:
    return (slice(start, min(start + PIECE_ROWS, count)) for start in range(0, count, PIECE_ROWS))


def _number(head: np.ndarray, middle: np.ndarray) -> Ints:
    """All digits of each, as one number."""
    columns = np.ascontiguousarray(np.stack([head, middle], axis=1).view(np.uint8).T)
    first, second = _digits(columns[:WORD]), _digits(columns[WORD:])
    return first[0] * _POWERS[second[1]] + second[0]


def _digits(columns: np.ndarray) -> tuple[Ints, np.ndarray]:
    """The digits of at most eight bytes as a number, and how many they are."""
    number = np.zeros(columns.shape[1], dtype=np.uint32)
    count = np.zeros(columns.shape[1], dtype=np.uint8)
    for column in columns:
        digit = column - np.uint8(ord("0"))
        is_digit = digit < 10
        number *= is_digit * np.uint8(9) + np.uint8(1)
        number += digit * is_digit
        count += is_digit
    return number.astype(np.int64), count


def _are_digits(word: np.ndarray) -> np.ndarray:
    """The highest bit of each plain byte that is a digit."""
    # Less the first digit, what is no digit is ten or more, and with 118 added at least 128.
    return ~((word ^ (np.uint64(ord("0")) * _EVERY)) + np.uint64(118) * _EVERY) & _HIGHEST


def _several_runs(head: np.ndarray, middle: np.ndarray) -> Bools:
    """Whether digits stand in several places."""
    first, second = _are_digits(head), _are_digits(middle)
    begin = first & ~(first << np.uint64(8))
    later = second & ~((second << np.uint64(8)) | (first >> np.uint64(56)))
    return _several(begin) | _several(later) | ((begin != 0) & (later != 0))


def _several(bits: np.ndarray) -> Bools:
    return bits & (bits - np.uint64(1)) != 0


def _before_digits(head: np.ndarray, middle: np.ndarray) -> np.ndarray:
    """What stands before the first digit as a number without its highest bit; a mix of more than eight bytes."""
    first = _are_digits(head)
    before = head & _below(first)
    late = np.flatnonzero(first == 0)
    more = middle[late] & _below(_are_digits(middle[late]))
    before[late] ^= more * np.uint64(0x9E3779B97F4A7C15)
    before[late] &= ~_HIGHEST
    return before


def _below(bits: np.ndarray) -> np.ndarray:
    """All bits of the bytes before the first whose highest bit is set; of all bytes if there is none."""
    lowest = bits & (~bits + np.uint64(1))
    return (lowest >> np.uint64(7)) - np.uint64(1)
