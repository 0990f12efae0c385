"""What is alike in the conditional formats of a range, whatever the engine: they are counted and named by place."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any

from tieout.engines.shared.unsupported import Speaking


class ConditionalFormatsFace(Speaking):
    """The rules that touch a range, most important first; the engines find them, and add one."""

    __slots__ = ("range",)

    def __init__(self, range_: Any) -> None:
        self.range = range_

    @property
    def api(self) -> "ConditionalFormatsFace":
        """Itself."""
        return self

    @abstractmethod
    def rules(self) -> Sequence[Any]:
        """All of them."""

    def __len__(self) -> int:
        return len(self.rules())

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rules())

    def __call__(self, index: int) -> Any:
        """One, by place."""
        return self.rules()[index - 1]
