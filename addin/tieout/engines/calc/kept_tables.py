"""Which tables does LibreOffice lose when a sheet is deleted, though they stand on another: they are put back.

LibreOffice 7.4 takes those of the sheet before the deleted one along.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class _Held:
    """A table as it was: its name, its sheet, its cells, and whether its headings have arrows."""

    name: str
    sheet: str
    area: Any
    arrows: bool
    headed: bool


def tables_elsewhere(document: Any, gone: str) -> Sequence[_Held]:
    """Every table that is not on the sheet about to be deleted."""
    ranges, places = document.DatabaseRanges, document.Sheets.getElementNames()
    held = []
    for name in ranges.getElementNames():
        table = ranges.getByName(name)
        area = table.DataArea
        held.append(_Held(name, places[area.Sheet], area, table.AutoFilter, table.ContainsHeader))
    return [one for one in held if one.sheet != gone]


def put_tables_back(document: Any, held: Sequence[_Held]) -> None:
    """What is no longer there is there again."""
    ranges, places = document.DatabaseRanges, document.Sheets.getElementNames()
    for one in held:
        if not ranges.hasByName(one.name):
            one.area.Sheet = places.index(one.sheet)
            ranges.addNewByName(one.name, one.area)
            again = ranges.getByName(one.name)
            again.ContainsHeader, again.AutoFilter = one.headed, one.arrows
