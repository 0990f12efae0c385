"""How does a sheet scroll and show its grid: for a copy it is known at once, and set when it is first shown."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Look:
    """What the view keeps of a sheet: its grid, and the columns and rows that do not scroll.

    LibreOffice tells and takes it only for the sheet in front. A copy is not brought to the front for it
    at once: LibreOffice 7.4 ends itself where sheets are shown between one that comes in and the next.
    """

    grid: bool
    frozen: tuple[int, int] | None

    def put(self, view: Any) -> None:
        """Gives it to the sheet that the view shows."""
        view.ShowGrid = self.grid
        if self.frozen:
            view.freezeAtPosition(*self.frozen)


def look_of(view: Any) -> Look:
    """That of the sheet which the view shows."""
    split = (view.getSplitColumn(), view.getSplitRow()) if view.hasFrozenPanes() else None
    return Look(bool(view.ShowGrid), split)
