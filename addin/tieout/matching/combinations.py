"""Which few entries of one side could stand together for something on the other: small sums, bounded."""

from dataclasses import dataclass

import numpy as np

from tieout.matching.coded import Ints
from tieout.matching.rows import Rows

COMBINATIONS_MAX = 2_000_000
"""Sums formed in one search; accounts with more are left out, and the search says so."""
RUN_MAX = 12
"""Entries in a run of neighbours by date."""


@dataclass(frozen=True)
class Combinations:
    """Sets of rows of one side, account and sign.

    `member` and `combination` are parallel: row `member[i]` belongs to set `combination[i]`. Per
    set: its `sum`, `group` (account and sign), `size`, `first` and `last` day.
    """

    member: Ints
    combination: Ints
    sum: Ints
    group: Ints
    size: Ints
    first: Ints
    last: Ints

    def __len__(self) -> int:
        return len(self.sum)


def combinations(rows: Rows, side: Ints, group: Ints, *, days: int) -> Combinations:
    """Single rows, pairs and triples no more than some days apart, and runs of neighbours.

    `side` are the rows to combine; neighbours are so by date, then by what they say, never by place.
    """
    order = side[np.lexsort((_content(rows, side), rows.amount[side], rows.day[side], group[side]))]
    end = _ends(rows, order, group, days)
    sets = [np.arange(len(order))[:, None], *_pairs_and_triples(end), *_runs(end)]
    return _combined(rows, order, group, [found for found in sets if len(found)])


def _content(rows: Rows, side: Ints) -> Ints:
    """A number that is the same for the same reference and memo, however the rows are ordered."""
    texts = [
        a + "\0" + b
        for a, b in zip(
            rows.reference.take(side).strings(), rows.memo.take(side).strings(), strict=True
        )
    ]
    return np.unique(np.array(texts, dtype=object), return_inverse=True)[1] if texts else side


def _ends(rows: Rows, order: Ints, group: Ints, days: int) -> Ints:
    """For each row in order, the end of the rows of its group at most some days later."""
    span = np.int64(2**24)
    place = group[order] * span + (rows.day[order] - rows.day[order].min(initial=0))
    return np.searchsorted(place, place + days, side="right")


def _pairs_and_triples(end: Ints) -> list[np.ndarray]:
    count = end - np.arange(len(end)) - 1
    if count.sum() > COMBINATIONS_MAX:
        count = np.where(count <= _limit(count, COMBINATIONS_MAX), count, 0)
    first, second = _followers(np.arange(len(end)), np.arange(len(end)), count)
    after = end[first] - second - 1
    if after.sum() > COMBINATIONS_MAX:
        after = np.where(after <= _limit(after, COMBINATIONS_MAX), after, 0)
    pair, third = _followers(np.arange(len(first)), second, after)
    return [np.stack([first, second], 1), np.stack([first[pair], second[pair], third], 1)]


def _limit(count: Ints, total_max: int) -> int:
    """The largest count such that all rows with no more stay within the total."""
    ordered = np.sort(count)
    fitting = np.searchsorted(np.cumsum(ordered), total_max)
    return int(ordered[fitting - 1]) - 1 if fitting else 0


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


def _combined(rows: Rows, order: Ints, group: Ints, sets: list[np.ndarray]) -> Combinations:
    if not sets:
        none = np.zeros(0, dtype=np.int64)
        return Combinations(none, none, none, none, none, none, none)
    amount, day, of_group = rows.amount[order], rows.day[order], group[order]
    counts = [len(found) for found in sets]
    starts = np.cumsum([0, *counts[:-1]])
    return Combinations(
        member=order[np.concatenate([found.ravel() for found in sets])],
        combination=np.concatenate(
            [
                np.repeat(np.arange(len(f)) + s, f.shape[1])
                for f, s in zip(sets, starts, strict=True)
            ]
        ),
        sum=np.concatenate([amount[found].sum(axis=1) for found in sets]),
        group=np.concatenate([of_group[found[:, 0]] for found in sets]),
        size=np.concatenate([np.full(len(found), found.shape[1]) for found in sets]),
        first=np.concatenate([day[found[:, 0]] for found in sets]),
        last=np.concatenate([day[found[:, -1]] for found in sets]),
    )
