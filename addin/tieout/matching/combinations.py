"""Which few entries of one side could stand together for something on the other: small sets, bounded."""

from dataclasses import dataclass

import numpy as np

from tieout.matching.coded import Ints, encode
from tieout.matching.grouping import labels
from tieout.matching.rows import Rows

COMBINATIONS_MAX = 500_000
"""Sets formed in one search."""
TRIPLE_FOLLOWERS_MAX = 60
"""Later rows that may join a row in a triple; where there are more, only nearer days are looked at."""
RUN_MAX = 12
"""Entries in a run of neighbours by date."""
SUMS_ALIKE_MAX = 30
"""Sets of one sum beyond which the sum tells nothing."""
ONE_TEXT, ONE_DAY, SPREAD = range(3)
"""How close together the rows of a set are: of one day and text, of one day, of several days."""


@dataclass(frozen=True)
class Combinations:
    """Sets of two or more rows of one side, account and sign, told by their sums.

    `members[n]` has a line for each set of its size; the sets are numbered through. Per set: its
    `sum`, `group` (account and sign), `size`, `kind`, `first` and `last` day. `bounded` are rows
    whose neighbours were too many to be combined over the whole window.
    """

    members: tuple[np.ndarray, ...]
    sum: Ints
    group: Ints
    size: Ints
    kind: Ints
    first: Ints
    last: Ints
    bounded: Ints

    def __len__(self) -> int:
        return len(self.sum)

    def rows_of(self, chosen: Ints) -> tuple[Ints, Ints]:
        """The rows of some sets, and which of the chosen each belongs to."""
        row, number, start = [chosen[:0]], [chosen[:0]], 0
        for sets in self.members:
            mine = np.flatnonzero((chosen >= start) & (chosen < start + len(sets)))
            row.append(sets[chosen[mine] - start].ravel())
            number.append(np.repeat(mine, sets.shape[1]))
            start += len(sets)
        return np.concatenate(row), np.concatenate(number)


def singles(rows: Rows, side: Ints, group: Ints) -> Combinations:
    """Every row by itself."""
    day, one = rows.day[side], np.ones(len(side), dtype=np.int64)
    return Combinations(
        (side[:, None],), rows.amount[side], group[side], one, one * ONE_TEXT, day, day, side[:0]
    )


def combinations(rows: Rows, side: Ints, group: Ints, *, days: int) -> Combinations:
    """Pairs and triples no more than some days apart, runs of neighbours, and all of a day and text.

    Neighbours are so by date, then by what they say, never by their place in a sheet.
    """
    reference, memo = encode([rows.take(side).reference]).ranks(), rows.memo.take(side).ranks()
    said = memo * (reference.max(initial=0) + 1) + reference
    day = _place_of_days(rows, side, group)
    order = side[np.lexsort((rows.amount[side], said, day))]
    end, bounded = _ends(rows, order, group, days)
    run_end = _end_of_days(rows, order, group, days)
    sets = [*_pairs_and_triples(end), *_runs(run_end), *_of_one_text(rows, order, group)]
    return _combined(rows, order, group, [found for found in sets if len(found)], bounded)


def _end_of_days(rows: Rows, order: Ints, group: Ints, days: int) -> Ints:
    """For each row in order, the end of the rows of its group at most some days later."""
    place = _place_of_days(rows, order, group)
    return np.searchsorted(place, place + days, side="right")


def _place_of_days(rows: Rows, some: Ints, group: Ints) -> Ints:
    """A number for the group and day of each of some rows, in the order of both."""
    return group[some] * np.int64(2**24) + rows.day[some] - rows.day[some].min(initial=0)


def _ends(rows: Rows, order: Ints, group: Ints, days: int) -> tuple[Ints, Ints]:
    """The same, but over fewer days where too many rows follow; and the rows where that is so."""
    start = np.arange(len(order))
    end = _end_of_days(rows, order, group, days)
    follow_max = _follow_max(end - start - 1)
    crowded = end - start - 1 > follow_max
    for fewer in (days // 2, days // 4, 1, 0):
        narrower = _end_of_days(rows, order, group, fewer)
        end = np.where(end - start - 1 > follow_max, np.minimum(end, narrower), end)
    end = np.where(end - start - 1 > follow_max, start + 1, end)
    return end, order[crowded]


def _follow_max(count: Ints) -> int:
    """How many followers a row may have so that all triples stay within the bound."""
    for most in (TRIPLE_FOLLOWERS_MAX, 40, 25, 15, 10, 6, 4):
        some = np.minimum(count, most)
        if int((some * (some - 1) // 2).sum()) <= COMBINATIONS_MAX:
            return most
    return 2


def _pairs_and_triples(end: Ints) -> list[np.ndarray]:
    start = np.arange(len(end))
    first, second = _followers(start, start, end - start - 1)
    pair, third = _followers(np.arange(len(first)), second, end[first] - second - 1)
    return [np.stack([first, second], 1), np.stack([first[pair], second[pair], third], 1)]


def _followers(what: Ints, place: Ints, count: Ints) -> tuple[Ints, Ints]:
    """Each `what` with each of the `count` places after its own."""
    repeated = np.repeat(np.arange(len(what)), count)
    step = np.arange(len(repeated)) - np.repeat(np.cumsum(count) - count, count)
    return what[repeated], place[repeated] + 1 + step


def _runs(end: Ints) -> list[np.ndarray]:
    start = np.arange(len(end))
    return [
        (start[end - start >= size][:, None] + np.arange(size)[None, :])
        for size in range(4, RUN_MAX + 1)
    ]


def _of_one_text(rows: Rows, order: Ints, group: Ints) -> list[np.ndarray]:
    """All rows of one day and memo together, where they are not neighbours anyway."""
    block = labels(group[order], rows.day[order], rows.memo.codes[order])
    size = np.bincount(block)[block] if len(block) else block
    sorted_ = np.argsort(block, kind="stable")
    found = []
    for count in range(4, RUN_MAX + 1):
        places = sorted_[size[sorted_] == count].reshape(-1, count)
        apart = places[:, -1] - places[:, 0] >= count
        found.append(np.sort(places[apart], axis=1))
    return found


def _combined(
    rows: Rows, order: Ints, group: Ints, sets: list[np.ndarray], bounded: Ints
) -> Combinations:
    if not sets:
        none = np.zeros(0, dtype=np.int64)
        return Combinations((), none, none, none, none, none, none, bounded)
    amount, day, memo = rows.amount[order], rows.day[order], rows.memo.codes[order]
    first = np.concatenate([day[found[:, 0]] for found in sets])
    last = np.concatenate([day[found[:, -1]] for found in sets])
    one_text = np.concatenate([_all_alike(memo, found) for found in sets])
    return Combinations(
        members=tuple(order[found] for found in sets),
        sum=np.concatenate([_sums(amount, found) for found in sets]),
        group=np.concatenate([group[order][found[:, 0]] for found in sets]),
        size=np.concatenate([np.full(len(found), found.shape[1]) for found in sets]),
        kind=np.where(first != last, SPREAD, np.where(one_text, ONE_TEXT, ONE_DAY)),
        first=first,
        last=last,
        bounded=bounded,
    )


def _sums(amount: Ints, found: np.ndarray) -> Ints:
    total = amount[found[:, 0]].copy()
    for column in range(1, found.shape[1]):
        total += amount[found[:, column]]
    return total


def _all_alike(memo: Ints, found: np.ndarray) -> np.ndarray:
    alike = np.ones(len(found), dtype=bool)
    for column in range(1, found.shape[1]):
        alike &= memo[found[:, column]] == memo[found[:, 0]]
    return alike
