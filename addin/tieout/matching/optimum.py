"""Which is the cheapest way to pair rows, and which of its pairs are in every cheapest way."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from tieout.matching.coded import Ints


@dataclass(frozen=True)
class Optimum:
    """Pairs that every cheapest way has, and the rows that the cheapest ways pair differently."""

    sure: list[tuple[int, int]]
    our_rest: Ints
    their_rest: Ints


def solve(cost: Ints, our_kind: Ints, their_kind: Ints, too_dear: int, margin: int = 0) -> Optimum:
    """The cheapest pairing; rows of one kind are as good as each other, the first goes first.

    A pair is sure when all pairings that have fewer pairs of its two kinds cost more by the margin.
    """
    cost = np.minimum(cost, too_dear)
    least, chosen = _cheapest(cost, too_dear)
    pairs = Counter((int(our_kind[i]), int(their_kind[j])) for i, j in chosen)
    sure_kinds = {
        kinds: count
        for kinds, count in pairs.items()
        if _fewer(cost, our_kind == kinds[0], their_kind == kinds[1], count, too_dear)
        > least + margin
    }
    sure = [p for p in chosen if (int(our_kind[p[0]]), int(their_kind[p[1]])) in sure_kinds]
    sure = _first_to_first(sure, our_kind, their_kind)
    if len(sure) == len(chosen):
        none = np.zeros(0, dtype=np.int64)
        return Optimum(sure, none, none)
    return Optimum(sure, *_in_some_cheapest(cost, sure, least + margin, too_dear))


def _cheapest(cost: Ints, too_dear: int) -> tuple[int, list[tuple[int, int]]]:
    # Half a second to load, which commands that match nothing are spared.
    from scipy.optimize import linear_sum_assignment

    i, j = linear_sum_assignment(cost)
    chosen = [(int(a), int(b)) for a, b in zip(i, j, strict=True) if cost[a, b] < too_dear]
    return int(cost[i, j].sum()), chosen


def _fewer(cost: Ints, ours: np.ndarray, theirs: np.ndarray, count: int, too_dear: int) -> int:
    """The least cost with less than `count` pairs of these rows of ours and theirs."""
    kept_apart = np.flatnonzero(ours)[count - 1 :]
    cut = cost.copy()
    cut[np.ix_(kept_apart, np.flatnonzero(theirs))] = too_dear
    return _cheapest(cut, too_dear)[0]


def _first_to_first(
    pairs: list[tuple[int, int]], our_kind: Ints, their_kind: Ints
) -> list[tuple[int, int]]:
    """The same pairs of kinds, made of the first rows of each kind in their order."""
    free_ours, free_theirs = _by_kind(our_kind), _by_kind(their_kind)
    kinds = sorted((i, j) for i, j in pairs)
    return [
        (free_ours[int(our_kind[i])].pop(0), free_theirs[int(their_kind[j])].pop(0))
        for i, j in kinds
    ]


def _by_kind(kind: Ints) -> dict[int, list[int]]:
    places: dict[int, list[int]] = {}
    for place, own in enumerate(kind.tolist()):
        places.setdefault(own, []).append(place)
    return places


def _in_some_cheapest(
    cost: Ints, sure: list[tuple[int, int]], least: int, too_dear: int
) -> tuple[Ints, Ints]:
    """Rows that some cheapest way pairs, but not all alike."""
    our_rest = np.setdiff1d(np.arange(cost.shape[0]), [i for i, _ in sure])
    their_rest = np.setdiff1d(np.arange(cost.shape[1]), [j for _, j in sure])
    used = [
        (i, j)
        for i in our_rest
        for j in their_rest
        if cost[i, j] < too_dear and _only(cost, i, j, too_dear) <= least
    ]
    ours, theirs = ({pair[side] for pair in used} for side in (0, 1))
    return np.array(sorted(ours), dtype=np.int64), np.array(sorted(theirs), dtype=np.int64)


def _only(cost: Ints, i: int, j: int, too_dear: int) -> int:
    """The least cost when row i has to go to row j."""
    forced = cost.copy()
    forced[i, :] = too_dear
    forced[:, j] = too_dear
    forced[i, j] = cost[i, j]
    return _cheapest(forced, too_dear)[0]
