"""How is work done at the same time: one function over several pieces, a thread a processor.

Sorting, joining and rewriting columns lets other threads run meanwhile; what is Python between them does not.
"""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar, cast

Piece = TypeVar("Piece")
Done = TypeVar("Done")
First = TypeVar("First")
Second = TypeVar("Second")

PROCESSORS = os.cpu_count() or 1
ROWS_MIN = 50_000
"""Rows from which on threads gain more than it takes to start them."""


def at_once(work: Callable[[Piece], Done], pieces: Iterable[Piece], *, rows: int) -> list[Done]:
    """What the work makes of each piece, in their order; few rows in all are done one after the other.

    >>> at_once(len, ["a", "bc"], rows=3)
    [1, 2]
    """
    every = list(pieces)
    if len(every) < 2 or rows < ROWS_MIN:
        return [work(piece) for piece in every]
    with ThreadPoolExecutor(min(len(every), PROCESSORS)) as threads:
        return list(threads.map(work, every))


def all_at_once(*works: Callable[[], Done], rows: int) -> list[Done]:
    """What each of several works makes, in their order."""
    return at_once(lambda work: work(), works, rows=rows)


def both_at_once(
    first: Callable[[], First], second: Callable[[], Second], *, rows: int
) -> tuple[First, Second]:
    """What each of two works of different kinds makes."""
    works: list[Callable[[], object]] = [first, second]
    return cast("tuple[First, Second]", tuple(all_at_once(*works, rows=rows)))
