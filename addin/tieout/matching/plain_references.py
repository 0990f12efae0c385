"""What numbers do references have, and what letters before them: short plain ones are read all at once.

Byte after byte of all of them; what is longer or not plain is read by the rules of `references`.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pyarrow as pa

from tieout.matching.coded import Bools, Coded, Ints, Texts, encode, matching
from tieout.matching.document_numbers import DocumentNumbers
from tieout.matching.references import DIGIT, digits, letters
from tieout.matching.spelling import WORD, head_and_middle, runs

PIECE_ROWS = 131_072
"""References read at once, so that what is worked on stays near the processor."""
LETTERS_MAX = 12
"""Letters, of five bits each, that fit into one number."""
_NOT_PLAIN = np.uint64(0x8080808080808080)
_POWERS = 10 ** np.arange(WORD + 1, dtype=np.int64)
_UNREAD = -1
_TWO_WIDE_NUMBERS = "[０-９][^０-９]+[０-９]"


def numbers_of(references: Texts, row: Ints) -> DocumentNumbers:
    """The number of each of some references, as `references.digits` has it.

    >>> both = pa.array(["INV-004587", "＃12", "RENT"], pa.large_string())
    >>> numbers_of(both, np.arange(3)).codes.tolist()
    [4587, 12, 0]
    """
    codes, rest = _read(references, row, _number)
    others = DocumentNumbers.of(digits(references.take(pa.array(row[rest]))))
    codes[rest] = others.codes
    return DocumentNumbers(codes, others.long)


def letters_of(references: Texts, row: Ints) -> Coded:
    """The letters before the number of each of some references, as `references.letters` has them.

    >>> some = letters_of(pa.array(["INV-4587", "inv4", "4587-R"], pa.large_string()), np.arange(3))
    >>> some.codes.tolist(), some.take_texts(some.codes).to_pylist()
    ([1, 1, 0], ['INV', 'INV', ''])
    """
    codes, rest = _read(references, row, _letters_before)
    codes[rest] = _UNREAD - np.arange(len(rest))
    # One reference of each kind stands for all of it.
    kind, kinds = pd.factorize(codes)
    of_kind = np.empty(len(kinds), dtype=np.int64)
    of_kind[kind] = row
    encoded = encode([letters(references.take(pa.array(of_kind)))])
    return Coded(encoded.codes[kind], encoded.texts)


def with_several_numbers(references: Texts, row: Ints) -> Bools:
    """True where one of some references has digits with something else between them.

    >>> some = pa.array(["INV-4587", "2024-0456", "１ ＆ ２"], pa.large_string())
    >>> with_several_numbers(some, np.arange(3)).tolist()
    [False, True, True]
    """
    count, rest = _read(references, row, _runs)
    others = references.take(pa.array(row[rest]))
    several = count > 1
    several[rest] = (runs(others, DIGIT) > 1) | matching(others, _TWO_WIDE_NUMBERS)
    return several


def _read(references: Texts, row: Ints, read: Callable[[np.ndarray], Ints]) -> tuple[Ints, Ints]:
    """What is read of each reference's bytes, laid one under the other, and the places it is not of."""
    codes = np.empty(len(row), dtype=np.int64)
    for start in range(0, len(row), PIECE_ROWS):
        head, middle, length = head_and_middle(references, row[start : start + PIECE_ROWS])
        columns = np.stack([head, middle], axis=1).view(np.uint8).T
        found = read(np.ascontiguousarray(columns))
        found[((head | middle) & _NOT_PLAIN != 0) | (length > 2 * WORD)] = _UNREAD
        codes[start : start + PIECE_ROWS] = found
    return codes, np.flatnonzero(codes == _UNREAD)


def _number(columns: np.ndarray) -> Ints:
    """All digits of each, as one number."""
    first, second = _digits(columns[:WORD]), _digits(columns[WORD:])
    return first[0] * _POWERS[second[1]] + second[0]


def _runs(columns: np.ndarray) -> Ints:
    """How many runs of digits each has."""
    count = np.zeros(columns.shape[1], dtype=np.uint8)
    inside = np.zeros(columns.shape[1], dtype=bool)
    for column in columns:
        is_digit = column - np.uint8(ord("0")) < 10
        count += is_digit > inside
        inside = is_digit
    return count.astype(np.int64)


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


def _letters_before(columns: np.ndarray) -> Ints:
    """The letters before the first digit, five bits each; _UNREAD where they are too many."""
    code = np.zeros(columns.shape[1], dtype=np.uint64)
    count = np.zeros(columns.shape[1], dtype=np.uint8)
    before = np.ones(columns.shape[1], dtype=bool)
    for column in columns:
        before &= (column - np.uint8(ord("0"))) >= 10
        if not before.any():
            break
        letter = (column | np.uint8(32)) - np.uint8(ord("a") - 1)
        is_letter = before & (letter - np.uint8(1) < 26)
        code <<= is_letter * np.uint8(5)
        code |= letter * is_letter
        count += is_letter
    found = code.view(np.int64)
    found[count > LETTERS_MAX] = _UNREAD
    return found
