"""Which rows of the two sides could belong together: every pair that shares a key, bounded."""

import numpy as np
import pyarrow.compute as pc

from tieout.matching.coded import Bools, Ints
from tieout.matching.grouping import Grouping, group_by
from tieout.matching.rows import Rows

CROWD_MAX = 50
"""Rows under one key beyond which no pair of them tells anything."""


def crossing(rows: Rows, *keys: Ints) -> tuple[Ints, Ints]:
    """Every pair of our row and their row with equal keys, keys of crowds left out."""
    if not len(rows):
        none = np.zeros(0, dtype=np.int64)
        return none, none
    grouping = group_by(*keys)
    return _product(grouping, rows, grouping.size <= CROWD_MAX)


def _product(grouping: Grouping, rows: Rows, chosen: np.ndarray) -> tuple[Ints, Ints]:
    row, label = grouping.members(chosen)
    theirs = rows.theirs[row]
    ours, our_label = row[~theirs], label[~theirs]
    other, their_label = row[theirs], label[theirs]
    start = np.searchsorted(their_label, our_label)
    count = np.searchsorted(their_label, our_label, side="right") - start
    left = np.repeat(ours, count)
    within = np.arange(len(left)) - np.repeat(np.cumsum(count) - count, count)
    return left, other[np.repeat(start, count) + within]


def mutually_best(ours: Ints, theirs: Ints, cost: np.ndarray) -> np.ndarray:
    """The pairs that are strictly the cheapest for both their rows.

    Cheapest for both means no other assignment can please either row more; an equal rival leaves
    both undecided.
    """
    return _strictly_least(ours, cost) & _strictly_least(theirs, cost)


def _strictly_least(row: Ints, cost: np.ndarray) -> np.ndarray:
    if not len(row):
        return np.zeros(0, dtype=bool)
    order = np.lexsort((cost, row))
    ordered, price = row[order], cost[order]
    first = np.r_[True, ordered[1:] != ordered[:-1]]
    tied = np.r_[(ordered[1:] == ordered[:-1]) & (price[1:] == price[:-1]), False]
    least = np.zeros(len(row), dtype=bool)
    least[order] = first & ~tied
    return least


def numbers_speak_against(rows: Rows, ours: Ints, theirs: Ints) -> Bools:
    """Both rows have a number of what looks like one numbering, and not the same one.

    One numbering: as many digits, and the same letters before them or none on one side.
    """
    given = rows.digits.given[ours] & rows.digits.given[theirs]
    length = pc.utf8_length(rows.digits.texts).to_numpy(zero_copy_only=False)[rows.digits.codes]
    letters = rows.letters.codes
    alike = (letters[ours] == letters[theirs]) | (letters[ours] == 0) | (letters[theirs] == 0)
    differ = rows.digits.codes[ours] != rows.digits.codes[theirs]
    return given & alike & differ & (length[ours] == length[theirs])
