"""Which of several named things is meant: by place or by name, in any case."""

from abc import abstractmethod
from collections.abc import Iterator
from typing import Any, Self

from tieout.engines.shared.unsupported import Speaking


def found(items: list[Any], key: int | str) -> Any:
    """One of named things."""
    if isinstance(key, int):
        if not 1 <= key <= len(items):
            raise KeyError(key)
        return items[key - 1]
    for item in items:
        if item.name.lower() == key.lower():
            return item
    raise KeyError(key)


def holds(items: list[Any], key: int | str) -> bool:
    """Whether there is such a one."""
    try:
        found(items, key)
    except KeyError:
        return False
    return True


class Gathered(Speaking):
    """What lies on a sheet, of one kind; the engines say what is there, and add one."""

    __slots__ = ("parent",)

    def __init__(self, parent: Any) -> None:
        self.parent = parent

    @property
    def api(self) -> Self:
        """Itself."""
        return self

    @abstractmethod
    def _all(self) -> list[Any]:
        """Each one, in order."""

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Any]:
        return iter(self._all())

    def __call__(self, key: int | str) -> Any:
        """One, by name or place."""
        return found(self._all(), key)

    def __contains__(self, key: int | str) -> bool:
        return holds(self._all(), key)
