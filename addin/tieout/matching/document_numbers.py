"""How are numbers of documents compared fast: each as the number it is, a shortened one as the whole."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tieout.matching.coded import Bools, Ints, Texts
from tieout.matching.grouping import mixed

DIGITS_MAX = 18
"""Digits of a number that can stand for itself; a longer one stands in a list, after all of those."""
LAST_DIGITS = 6
"""Of a longer number, the digits that people write instead of all."""
SHORT_MIN, SHORT_MAX = 10 ** (LAST_DIGITS - 2), 10**LAST_DIGITS
"""What is written instead is at least the first, as zeros are left out, and less than the second."""
_LONG = 10**DIGITS_MAX
_POWERS = 10 ** np.arange(DIGITS_MAX, dtype=np.int64)


@dataclass(frozen=True)
class DocumentNumbers:
    """A column of numbers: `codes` has them, or from 10¹⁸ on the place in `long`; 0 is none.

    >>> numbers = DocumentNumbers.of(pa.array(["4587", "", "25442000000012345678"], pa.large_string()))
    >>> numbers.codes.tolist(), numbers.lengths().tolist()
    ([4587, 0, 1000000000000000000], [4, 0, 20])
    """

    codes: Ints
    long: Texts

    @classmethod
    def of(cls, digits: Texts) -> "DocumentNumbers":
        """Of texts of digits without leading zeros."""
        long = digits.filter(pc.greater(pc.binary_length(digits), DIGITS_MAX)).unique()
        return cls(_codes(digits, long), long)

    def take(self, index: npt.NDArray[Any]) -> "DocumentNumbers":
        """The rows at an index or mask."""
        return DocumentNumbers(self.codes[index], self.long)

    @property
    def given(self) -> Bools:
        """True where there is a number."""
        return self.codes != 0

    def lengths(self) -> Ints:
        """The number of digits row by row."""
        length = np.searchsorted(_POWERS, self.codes, side="right")
        long = np.flatnonzero(self.codes >= _LONG)
        of_long = pc.binary_length(self.long).to_numpy(zero_copy_only=False)
        length[long] = of_long[self.codes[long] - _LONG]
        return length

    def last_digits(self, count: int) -> Ints:
        """The last so many digits row by row, as a number."""
        last = self.codes % 10**count
        long = np.flatnonzero(self.codes >= _LONG)
        of_long = pc.utf8_slice_codeunits(self.long, -count, None).cast(pa.int64()).to_numpy()
        last[long] = of_long[self.codes[long] - _LONG]
        return last

    def shortened(self, count: int) -> Ints:
        """What is written for a number of more digits that is shortened to so many; 0 where it has no more.

        >>> numbers = DocumentNumbers.of(pa.array(["202608039", "8039"], pa.large_string()))
        >>> numbers.shortened(4).tolist()
        [8039, 0]
        """
        return np.where(self.codes >= 10**count, self.last_digits(count), 0)

    def codes_in(self, other: "DocumentNumbers") -> Ints:
        """What these numbers would have for a code in another column; 0 where a long one is not there."""
        codes = self.codes.copy()
        long = np.flatnonzero(codes >= _LONG)
        codes[long] = _codes(self.long, other.long)[codes[long] - _LONG]
        return codes


def _codes(digits: Texts, long: Texts) -> Ints:
    length = pc.binary_length(digits).to_numpy(zero_copy_only=False)
    codes = np.zeros(len(digits), dtype=np.int64)
    short = np.flatnonzero((length > 0) & (length <= DIGITS_MAX))
    codes[short] = digits.take(pa.array(short)).cast(pa.int64()).to_numpy()
    beyond = np.flatnonzero(length > DIGITS_MAX)
    place = pc.index_in(digits.take(pa.array(beyond)), value_set=long).fill_null(-1)
    codes[beyond] = np.where(place.to_numpy() < 0, 0, _LONG + place.to_numpy().astype(np.int64))
    return codes


@dataclass(frozen=True)
class FullNumbers:
    """What the shortened numbers of an account are in full; `numbers` has those of all rows.

    `key` is in order, of an account and a short number; `account` and `short` tell what it stands for.
    """

    key: Ints
    account: Ints
    short: Ints
    full: Ints
    numbers: DocumentNumbers

    @classmethod
    def of(cls, account: Ints, short: Ints, full: Ints) -> "FullNumbers":
        """Of short numbers, each once in its account."""
        key = mixed(account, short)
        order = np.argsort(key)
        none = DocumentNumbers(short[:0], pa.array([], pa.large_string()))
        return cls(key[order], account[order], short[order], full[order], none)

    def codes_in_full(self, account: Ints, code: Ints) -> Ints:
        """The codes of numbers of some accounts, those of short ones in full."""
        if not len(self.key):
            return code
        place = np.minimum(np.searchsorted(self.key, mixed(account, code)), len(self.key) - 1)
        is_short = (self.account[place] == account) & (self.short[place] == code)
        return np.where(is_short, self.full[place], code)
