"""What does xlwings ask of the borders of a range, whatever the engine."""

from abc import abstractmethod
from collections.abc import Iterable
from typing import Any, ClassVar

from xlwings.base_classes import _UNSET, BORDER_GRID_SIDES

from tieout.engines.shared.unsupported import Speaking


class BorderFace(Speaking):
    """One side of the borders of a range; the engines say how its line looks, and change it."""

    __slots__ = ("parent", "side")

    def __init__(self, parent: Any, side: str) -> None:
        self.parent = parent
        self.side = side

    @property
    def api(self) -> "BorderFace":
        """Itself."""
        return self


class BordersFace(Speaking):
    """All borders of a range; the engines say what one is (`ONE`), and draw several at once."""

    __slots__ = ("parent",)
    ONE: ClassVar[type[Any]]

    def __init__(self, parent: Any) -> None:
        self.parent = parent

    @property
    def api(self) -> "BordersFace":
        """Itself."""
        return self

    def __getitem__(self, side: str) -> Any:
        return self.ONE(self.parent, side)

    def _common(self, part: str) -> Any:
        rows, columns = self.parent.shape
        absent = {"inside_vertical": columns < 2, "inside_horizontal": rows < 2}
        values = {getattr(self[side], part) for side in BORDER_GRID_SIDES if not absent.get(side)}
        return values.pop() if len(values) == 1 else None

    @property
    def line_style(self) -> Any:
        """How the lines are drawn, where all are alike."""
        return self._common("line_style")

    @property
    def weight(self) -> Any:
        """How thick the lines are, where all are alike."""
        return self._common("weight")

    @property
    def color(self) -> Any:
        """The colour of the lines, where all are alike."""
        return self._common("color")

    @abstractmethod
    def set(
        self,
        which: Iterable[str],
        *,
        line_style: Any = _UNSET,
        weight: Any = _UNSET,
        color: Any = _UNSET,
    ) -> None:
        """Draws or takes away sides."""

    def clear(self, which: Iterable[str]) -> None:
        """Takes sides away."""
        self.set(which, line_style=None)
