"""Which rows share a key: sorting and joining by several columns of numbers at once."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from tieout.matching.coded import Bools, Ints


@dataclass(frozen=True)
class Grouping:
    """Rows in key order: group g is `order[start[g] : start[g] + size[g]]`."""

    order: Ints
    start: Ints
    size: Ints

    @property
    def label(self) -> Ints:
        """The group of each row of `order`."""
        return np.repeat(np.arange(len(self.size)), self.size)

    def counts(self, marked: Bools) -> Ints:
        """How many rows of each group are marked."""
        return np.add.reduceat(marked[self.order].astype(np.int64), self.start)

    def sums(self, values: Ints) -> Ints:
        """The sum of a column in each group."""
        return np.add.reduceat(values[self.order], self.start)

    def members(self, chosen: Bools) -> tuple[Ints, Ints]:
        """Rows and group labels of the chosen groups."""
        picked = np.repeat(chosen, self.size)
        return self.order[picked], self.label[picked]


def group_by(*columns: Ints) -> Grouping:
    """Rows with equal values in all columns together.

    Sorts by a 64-bit mix of the columns; boundaries compare the columns themselves, so two keys
    that mix alike are never taken for one.
    """
    order = _together(mixed(*columns))
    if not len(order):
        return Grouping(order, order, order)
    changed = np.zeros(len(order), dtype=bool)
    changed[0] = True
    for column in columns:
        ordered = column[order]
        changed[1:] |= ordered[1:] != ordered[:-1]
    start = np.flatnonzero(changed)
    return Grouping(order, start, np.diff(np.append(start, len(order))))


def _together(mix: Ints) -> Ints:
    """Rows in the order of their mix, equal ones in the order they came.

    Many are sorted as plain numbers, several times as fast as an order is found: the leading bits of
    the mix with the row behind them. Where two mixes share those bits, the few rows are sorted again.
    """
    bits = len(mix).bit_length()
    if len(mix) < SORTED_PLAINLY_MIN:
        return np.argsort(mix, kind="stable")
    low = np.uint64((1 << bits) - 1)
    packed = np.sort((mix.view(np.uint64) & ~low) | np.arange(len(mix), dtype=np.uint64))
    order = (packed & low).astype(np.int64)
    ordered = mix[order]
    same_lead = (packed[1:] & ~low) == (packed[:-1] & ~low)
    clash = np.flatnonzero(same_lead & (ordered[1:] != ordered[:-1]))
    for place in clash.tolist():
        lead = packed[place] & ~low
        start = int(np.searchsorted(packed, lead))
        end = int(np.searchsorted(packed, lead | low, side="right"))
        rows = order[start:end]
        order[start:end] = rows[np.argsort(mix[rows], kind="stable")]
    return order


SORTED_PLAINLY_MIN = 5_000


def one_each(grouping: Grouping, theirs: Bools) -> tuple[Ints, Ints]:
    """Our row and their row of every group that has just these two."""
    two = grouping.start[grouping.size == 2]
    first, second = grouping.order[two], grouping.order[two + 1]
    crossing = theirs[first] != theirs[second]
    first, second = first[crossing], second[crossing]
    return np.where(theirs[first], second, first), np.where(theirs[first], first, second)


def is_in(values: Ints, wanted: Ints) -> Bools:
    """True where a value is one of those wanted; the many that are not are told apart by one bit."""
    bits = max(10, len(wanted).bit_length() + 3)
    if bits > 26 or len(values) < 10_000:
        return pd.Series(values).isin(wanted).to_numpy()
    seen = np.zeros(1 << bits, dtype=bool)
    seen[_hashed(wanted, bits)] = True
    found = seen[_hashed(values, bits)]
    maybe = np.flatnonzero(found)
    found[maybe] = pd.Series(values[maybe]).isin(wanted).to_numpy()
    return found


def _hashed(values: Ints, bits: int) -> np.ndarray:
    """The leading bits of a multiplicative hash (Knuth, TAOCP 6.4)."""
    return (values.view(np.uint64) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - bits)


def labels(*columns: Ints) -> Ints:
    """A number per row, equal where all columns are equal."""
    grouping = group_by(*columns)
    label = np.empty(len(grouping.order), dtype=np.int64)
    label[grouping.order] = grouping.label
    return label


def mixed(*columns: Ints) -> Ints:
    """One number of 64 bits per row from several columns."""
    mixed = np.zeros(len(columns[0]), dtype=np.uint64)
    for column in columns:
        mixed = scrambled(mixed * np.uint64(0x9E3779B97F4A7C15) + column.astype(np.uint64))
    return mixed.view(np.int64)


def scrambled(values: np.ndarray) -> np.ndarray:
    """Unsigned numbers spread over 64 bits: the finaliser of splitmix64 (Steele, Lea, Flood 2014)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
