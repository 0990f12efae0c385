"""Which rows does each match have on one side, in the order of their lines."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from tieout.matching.coded import Bools, Ints


@dataclass(frozen=True)
class Members:
    """Rows match by match: match m (from 0) has `row[start[m] : start[m + 1]]`."""

    row: Ints
    start: Ints

    @classmethod
    def of(cls, match: Ints, line: Ints, chosen: Bools) -> "Members":
        """The chosen rows of each match; `match` is 0 where a row has none."""
        rows = np.flatnonzero(chosen & (match > 0))
        rows = rows[np.lexsort((line[rows], match[rows]))]
        count = int(match.max(initial=0))
        return cls(rows, np.searchsorted(match[rows], np.arange(1, count + 2)))

    @property
    def count(self) -> Ints:
        """Rows of each match."""
        return np.diff(self.start)

    def take(self, match: Ints) -> "Members":
        """The rows of some of the matches."""
        count = self.count[match]
        start = np.append(0, np.cumsum(count))
        place = np.arange(start[-1]) + np.repeat(self.start[match] - start[:-1], count)
        return Members(self.row[place], start)

    def first(self, nothing: int = -1) -> Ints:
        """The first row of each match, `nothing` where it has none on this side."""
        padded = np.append(self.row, nothing)
        return np.where(self.count > 0, padded[self.start[:-1]], nothing)

    def lists(self, values: Ints | None = None) -> list[list[int]]:
        """The rows of each match, or a value of each of them."""
        places = (self.row if values is None else values[self.row]).tolist()
        return [places[start:end] for start, end in pairwise(self.start.tolist())]

    def sums(self, values: Ints) -> Ints:
        """The sum of a column over each match."""
        total = np.concatenate([[0], np.cumsum(values[self.row])])
        return total[self.start[1:]] - total[self.start[:-1]]

    def least(self, values: Ints, nothing: int) -> Ints:
        """The least value of each match, `nothing` where it has no row on this side."""
        if not len(self.row):
            return np.full(len(self.start) - 1, nothing)
        found = np.minimum.reduceat(np.append(values[self.row], nothing), self.start[:-1])
        return np.where(self.count > 0, found, nothing)
