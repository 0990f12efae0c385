"""Which rows share a key: sorting and joining by several columns of numbers at once."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from tieout.at_once import at_once
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
        group = np.flatnonzero(chosen)
        size = self.size[group]
        return self.order[_ranges(self.start[group], size)], np.repeat(group, size)

    def crossing(self, second: Bools, *, most: int, stars: bool = False) -> tuple[Ints, Ints]:
        """Every pair of a row that is not marked and one that is, of groups of at most so many rows.

        With `stars` groups of any size too where one row stands against all others.
        """
        before = np.append(0, np.cumsum(second[self.order]))
        marked = before[self.start + self.size] - before[self.start]
        few = self.size <= most
        if stars:
            few |= np.minimum(marked, self.size - marked) == 1
        chosen = (marked > 0) & (marked < self.size) & few
        row, _ = self.members(chosen)
        is_second, seconds = second[row], marked[chosen]
        firsts = self.size[chosen] - seconds
        of_first = np.repeat(np.arange(len(firsts)), firsts)
        count, start = seconds[of_first], (np.cumsum(seconds) - seconds)[of_first]
        return np.repeat(row[~is_second], count), row[is_second][_ranges(start, count)]


def every_two(key: Ints, other: Ints) -> tuple[Ints, Ints]:
    """The places of every two equal keys of two columns, of which the second is in order.

    >>> every_two(np.array([5, 4]), np.array([4, 4, 6]))
    (array([1, 1]), array([0, 1]))
    """
    start = np.searchsorted(other, key)
    count = np.searchsorted(other, key, side="right") - start
    return np.repeat(np.arange(len(key)), count), _ranges(start, count)


def _ranges(start: Ints, count: Ints) -> Ints:
    """So many places from each start on, end to end."""
    first = np.cumsum(count) - count
    return np.arange(count.sum()) + np.repeat(start - first, count)


def group_by(*columns: Ints) -> Grouping:
    """Rows with equal values in all columns together, in the order they came.

    Where all columns fit into one number beside the row, that is sorted; else a 64-bit mix of the
    columns, and boundaries compare the columns themselves, so two keys that mix alike are never taken
    for one.
    """
    packed = _packed(columns)
    if packed is not None:
        return _grouped(packed, len(columns[0]).bit_length())
    order, alike = _together(mixed(*columns))
    row, before = order[alike], order[alike - 1]
    changed = np.ones(len(order), dtype=bool)
    changed[alike] = False
    for column in columns:
        changed[alike] |= column[row] != column[before]
    return _between(order, changed)


def _packed(columns: tuple[Ints, ...]) -> np.ndarray | None:
    """All columns and the row as one number each, if 64 bits are enough."""
    count = len(columns[0])
    lowest = [int(column.min(initial=0)) for column in columns]
    bits = [
        (int(column.max(initial=0)) - low).bit_length()
        for column, low in zip(columns, lowest, strict=True)
    ]
    if sum(bits) + count.bit_length() > 64:
        return None
    packed = np.zeros(count, dtype=np.uint64)
    for column, low, width in zip(columns, lowest, bits, strict=True):
        packed <<= np.uint64(width)
        packed |= (column.astype(np.int64, copy=False) - low).view(np.uint64)
    packed <<= np.uint64(count.bit_length())
    packed |= np.arange(count, dtype=np.uint64)
    return packed


def _grouped(packed: np.ndarray, row_bits: int) -> Grouping:
    packed.sort()
    low = np.uint64((1 << row_bits) - 1)
    changed = np.ones(len(packed), dtype=bool)
    np.greater(packed[1:] ^ packed[:-1], low, out=changed[1:])
    packed &= low
    return _between(packed.view(np.int64), changed)


def _between(order: Ints, changed: Bools) -> Grouping:
    """The groups of rows in order, a new one where the key has changed."""
    start = np.flatnonzero(changed)
    return Grouping(order, start, np.diff(np.append(start, len(order))))


def _together(mix: Ints) -> tuple[Ints, Ints]:
    """Rows in the order of their mix, equal ones in the order they came; and which places have the mix before.

    Many are sorted as plain numbers, several times as fast as an order is found: the leading bits of
    the mix with the row behind them. Where two mixes share those bits, the few rows are sorted again.
    """
    if len(mix) < SORTED_PLAINLY_MIN:
        order = np.argsort(mix, kind="stable")
        return order, 1 + np.flatnonzero(_as_before(mix, order, np.arange(1, len(mix))))
    low = np.uint64((1 << len(mix).bit_length()) - 1)
    packed = np.sort((mix.view(np.uint64) & ~low) | np.arange(len(mix), dtype=np.uint64))
    order = (packed & low).view(np.int64)
    same_lead = np.flatnonzero((packed[1:] ^ packed[:-1]) <= low) + 1
    clash = same_lead[~_as_before(mix, order, same_lead)]
    for place in clash.tolist():
        lead = packed[place] & ~low
        start = int(np.searchsorted(packed, lead))
        end = int(np.searchsorted(packed, lead | low, side="right"))
        rows = order[start:end]
        order[start:end] = rows[np.argsort(mix[rows], kind="stable")]
    return order, same_lead[_as_before(mix, order, same_lead)] if len(clash) else same_lead


def _as_before(mix: Ints, order: Ints, place: Ints) -> Bools:
    """Where the mix is that of the place before."""
    return mix[order[place]] == mix[order[place - 1]]


SORTED_PLAINLY_MIN = 5_000


def one_each(grouping: Grouping, theirs: Bools) -> tuple[Ints, Ints]:
    """Our row and their row of every group that has just these two."""
    two = grouping.start[grouping.size == 2]
    first, second = grouping.order[two], grouping.order[two + 1]
    crossing = theirs[first] != theirs[second]
    first, second = first[crossing], second[crossing]
    return np.where(theirs[first], second, first), np.where(theirs[first], first, second)


def is_in(values: Ints, wanted: Ints) -> Bools:
    """True where a value is one of those wanted."""
    if len(values) < FILTERED_MIN:
        return pd.Series(values).isin(wanted).to_numpy()
    found = may_be_in(values, wanted)
    maybe = np.flatnonzero(found)
    found[maybe] = pd.Series(values[maybe]).isin(wanted).to_numpy()
    return found


FILTERED_MIN = 10_000


def may_be_in(values: Ints, wanted: Ints) -> Bools:
    """True where a value is one of those wanted, and for a few others; told by one bit a value."""
    bits = _bits_for(wanted)
    return _marked(_hashed(wanted, bits), bits)[_hashed(values, bits)]


def in_both(first: Ints, second: Ints) -> tuple[Ints, Ints]:
    """The places of the values that are in both columns, and of a few others."""
    bits = _bits_for(second)
    of_first, of_second = _hashed(first, bits), _hashed(second, bits)
    left = np.flatnonzero(_marked(of_second, bits)[of_first])
    return left, np.flatnonzero(_marked(of_first[left], bits)[of_second])


def _bits_for(wanted: Ints) -> int:
    return min(max(10, len(wanted).bit_length() + 3), 26)


def _marked(hashed: np.ndarray, bits: int) -> Bools:
    marked = np.zeros(1 << bits, dtype=bool)
    marked[hashed] = True
    return marked


def _hashed(values: Ints, bits: int) -> np.ndarray:
    return _spread(values) >> np.uint64(64 - bits)


def _spread(values: Ints) -> np.ndarray:
    """Numbers spread over 64 bits: a multiplicative hash, told by its leading bits (Knuth, TAOCP 6.4)."""
    return values.view(np.uint64) * np.uint64(0x9E3779B97F4A7C15)


def distinct(first: Ints, second: Ints) -> tuple[Ints, Ints]:
    """Pairs of places, each once, in order."""
    if not len(first):
        return first, second
    width = np.int64(int(second.max()) + 1)
    pairs = each_once(first * width + second)
    return pairs // width, pairs % width


def each_once(values: Ints) -> Ints:
    """The different values in order; by sorting, which is faster than what `np.unique` does."""
    ordered = np.sort(values)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(values) else ordered


def labels(*columns: Ints) -> Ints:
    """A number per row, equal where all columns are equal."""
    grouping = group_by(*columns)
    label = np.empty(len(grouping.order), dtype=np.int64)
    label[grouping.order] = grouping.label
    return label


def mixed(*columns: Ints) -> Ints:
    """One number of 64 bits per row from several columns."""
    mixed = np.zeros(len(columns[0]), dtype=np.uint64)
    plain = [column.astype(np.int64, copy=False).view(np.uint64) for column in columns]
    # Piece by piece, so that what is worked on stays near the processor.
    for start in range(0, len(mixed), PIECE_ROWS):
        piece = mixed[start : start + PIECE_ROWS]
        for column in plain:
            piece += column[start : start + PIECE_ROWS]
            piece *= np.uint64(0x9E3779B97F4A7C15)
            piece ^= piece >> np.uint64(32)
    return mixed.view(np.int64)


PIECE_ROWS = 32_768


def one_in(share: int, amount: Ints) -> Bools:
    """True for about one in so many amounts; both sides choose alike, and whatever the sign."""
    least = np.uint64((2**64 - 1) // share)
    pieces = np.array_split(amount, len(amount) // PIECE_ROWS + 1)
    chosen = at_once(lambda piece: _spread(np.abs(piece)) <= least, pieces, rows=len(amount))
    return np.concatenate(chosen)
