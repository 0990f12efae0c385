"""How does a sheet scroll and show its grid: for a copy it is known at once, and set when it is first shown."""

from dataclasses import dataclass
from typing import Any

from tieout.engines.calc.structs import properties, struct

_GRID = ".uno:ToggleSheetGrid"
_FROZEN = 2


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
        show_grid(view, self.grid)
        if self.frozen:
            view.freezeAtPosition(*self.frozen)


def look_of(view: Any) -> Look:
    """That of the sheet which the view shows.

    It is taken from what LibreOffice would keep of it: its own questions are for all sheets (`ShowGrid`) or
    count rows by pixels (`getSplitRow`, wrong where the sheet is shown smaller).
    """
    document = view.getModel()
    document.setViewData(None)  # what was told once is told again, whatever changed since
    kept = _named(document.getViewData().getByIndex(0))
    traits = _named(kept["Tables"].getByName(view.getActiveSheet().Name))
    frozen = (_frozen(traits, "Horizontal"), _frozen(traits, "Vertical"))
    return Look(bool(traits["ShowGrid"]), frozen if any(frozen) else None)


def _named(properties_: Any) -> dict[str, Any]:
    return {one.Name: one.Value for one in properties_}


def _frozen(traits: dict[str, Any], way: str) -> int:
    """How many columns or rows stay; a position, and no length, where they are frozen."""
    is_frozen = traits.get(f"{way}SplitMode") == _FROZEN
    return int(traits[f"{way}SplitPosition"]) if is_frozen else 0


def show_grid(view: Any, wanted: bool) -> None:
    """Shows or hides the grid of the sheet which the view shows."""
    if look_of(view).grid != wanted:
        url = struct("util.URL", Complete=_GRID, Main=_GRID, Protocol=".uno:", Path=_GRID[5:])
        switch = view.getFrame().queryDispatch(url, "", 0)
        switch.dispatch(url, properties(SynchronMode=True))


def bring_forward(document: Any) -> None:
    """Makes its window the current one, shown for a moment; nobody sees it, as LibreOffice has no screen.

    LibreOffice 7.4 writes the view of the current window into a workbook of Excel, and none where there is
    none: panes, grid and zoom, which the user had set, would be gone. Before forms are kept still: of a window
    that was never shown nothing is written afterwards.
    """
    frame = document.getCurrentController().getFrame()
    window = frame.getContainerWindow()
    window.setVisible(True)
    frame.activate()
    window.setVisible(False)


def keep_forms_still(document: Any) -> None:
    """Leaves buttons and lists that are drawn on sheets asleep, as nobody is there to press them.

    Awake, they are woken and put to sleep with every sheet that comes to the front, and LibreOffice 7.4 ends
    itself (in FmFormView::HideSdrPage) when sheets are replaced after one with a chart was in front.
    """
    document.getCurrentController().setFormDesignMode(True)
