"""In which ways could the entries of an ambiguous match settle each other: all of them listed, to choose one."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice

from tieout.ledger.currency import format_amount
from tieout.procedures.desk import Desk
from tieout.texts import Language, text

Part = tuple[tuple[int, ...], tuple[int, ...]]
"""Places of our entries and of theirs that add up to the same."""
WAYS_MAX = 24
ENTRIES_MAX = 16
"""Entries of a side of which every combination is tried; of more, the first."""


@dataclass(frozen=True)
class Way:
    """One way to settle an ambiguous match (对法): its parts, with the lines of their entries."""

    parts: tuple[Part, ...]
    lines: tuple[Part, ...]
    amounts: tuple[str, ...]

    def sentence(self, language: Language | None = None) -> str:
        """Which lines settle which."""
        said = [
            text(
                "outcome.part",
                language,
                ours=", ".join(map(str, ours)),
                theirs=", ".join(map(str, theirs)),
                amount=amount,
            )
            for (ours, theirs), amount in zip(self.lines, self.amounts, strict=True)
        ]
        return "; ".join(said)


def ways_of(at: Desk, match: int) -> tuple[Way, ...]:
    """The ways of a match, at most WAYS_MAX, in the order of the lines."""
    ours, theirs = at.members(match)
    amounts = (
        [at.sums([place], [])[0] for place in ours],
        [at.sums([], [place])[1] for place in theirs],
    )
    found = islice(_ways(ours, theirs, *amounts), WAYS_MAX)
    return tuple(_way(at, parts) for parts in found)


def _way(at: Desk, parts: tuple[Part, ...]) -> Way:
    lines = [ledger.entries["line"].tolist() for ledger in at.given]
    return Way(
        parts,
        tuple(
            (tuple(lines[0][p] for p in ours), tuple(lines[1][p] for p in theirs))
            for ours, theirs in parts
        ),
        tuple(
            format_amount(at.sums(*part)[0], next(iter(at.currencies(*part)), "")) for part in parts
        ),
    )


def _ways(
    ours: Sequence[int], theirs: Sequence[int], our_cents: list[int], their_cents: list[int]
) -> Iterator[tuple[Part, ...]]:
    """Pairs of one amount where there are any, else whatever adds up."""
    if set(our_cents) & set(their_cents):
        yield from _pairings(
            list(zip(ours, our_cents, strict=True)), list(zip(theirs, their_cents, strict=True))
        )
    else:
        yield from ((part,) for part in _sums(ours, theirs, our_cents, their_cents))


def _pairings(
    ours: list[tuple[int, int]], theirs: list[tuple[int, int]]
) -> Iterator[tuple[Part, ...]]:
    """Every way to pair as many entries of one amount as can be."""
    partners: dict[int, list[int]] = defaultdict(list)
    for place, cents in theirs:
        partners[cents].append(place)
    waiting = {cents: sum(c == cents for _, c in ours) for cents in partners}

    def paired(
        rest: list[tuple[int, int]], used: frozenset[int], open_now: dict[int, int]
    ) -> Iterator[tuple[Part, ...]]:
        if not rest:
            yield ()
            return
        (place, cents), later = rest[0], rest[1:]
        for other in partners.get(cents, ()):
            if other not in used:
                for more in paired(later, used | {other}, open_now):
                    yield (((place,), (other,)), *more)
        spare = open_now.get(cents, 1)
        if spare > 0:
            for more in paired(later, used, {**open_now, cents: spare - 1}):
                yield more

    spare = {cents: max(count - len(partners[cents]), 0) for cents, count in waiting.items()}
    without = {cents: len(ours) for _, cents in ours if cents not in partners}
    yield from (parts for parts in paired(ours, frozenset(), {**spare, **without}) if parts)


def _sums(
    ours: Sequence[int], theirs: Sequence[int], our_cents: list[int], their_cents: list[int]
) -> Iterator[Part]:
    """Every combination of both sides that adds up to the same, the smallest first."""
    by_sum: dict[int, list[tuple[int, ...]]] = defaultdict(list)
    for chosen in _combinations(len(ours)):
        by_sum[sum(our_cents[i] for i in chosen)].append(chosen)
    for chosen in _combinations(len(theirs)):
        for mine in by_sum.get(sum(their_cents[i] for i in chosen), ()):
            yield tuple(ours[i] for i in mine), tuple(theirs[i] for i in chosen)


def _combinations(count: int) -> Iterator[tuple[int, ...]]:
    some = range(min(count, ENTRIES_MAX))
    for size in range(1, len(some) + 1):
        yield from combinations(some, size)
