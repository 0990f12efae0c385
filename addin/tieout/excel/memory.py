"""What was worked out before: kept by content, so that unchanged cells cost nothing again."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")

CELLS_MAX = 30_000_000
"""Cells kept at most; what was not asked for longest goes first."""


class Memory:
    """Values by what they were made from; the weight of each is the cells it stands for."""

    def __init__(self, cells_max: int = CELLS_MAX) -> None:
        self.cells_max = cells_max
        self.cells = 0
        self.hits = 0
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()

    def recall(self, key: Hashable, weigh: Callable[[T], int], make: Callable[[], T]) -> T:
        """The value of a key, made where it is not known; an exception is not kept."""
        if key in self._kept:
            self.hits += 1
            self._kept.move_to_end(key)
            return self._kept[key][0]
        value = make()
        weight = weigh(value)
        self._kept[key] = value, weight
        self.cells += weight
        while self.cells > self.cells_max and len(self._kept) > 1:
            _, (_, gone) = self._kept.popitem(last=False)
            self.cells -= gone
        return value

    def forget(self) -> None:
        """Begin anew."""
        self._kept.clear()
        self.cells = 0
