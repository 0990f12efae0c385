"""Which lines of the ledgers has the user selected: on each sheet its own, hidden rows left out."""

from collections.abc import Set

import xlwings as xw

from tieout.errors import TieoutError
from tieout.workbook.marks import COLUMNS
from tieout.workbook.own_sheets import own_sheets

Lines = tuple[tuple[int, ...], tuple[int, ...]]
"""Lines of our ledger and of theirs."""


def lines_selected(book: xw.Book, *, front_only: bool = False) -> Lines:
    """The lines selected beside our columns; what is selected above or below a ledger does not count."""
    front = book.sheets.active
    marks = own_sheets(book).marks
    if set(marks) != {"ours", "theirs"}:
        raise TieoutError("excel.not_reconciled", file=book.name)
    # the sheet in front first: LibreOffice forgets what is selected once another comes to the front
    areas = sorted(marks.items(), key=lambda item: item[1].sheet.name != front.name)
    chosen = {
        side: tuple(sorted(_rows(area.sheet) & set(range(area.row + 1, area.last_cell.row + 1))))
        for side, area in areas
        if area.sheet.name == front.name or not front_only
    }
    if not front_only:
        front.activate()
    return chosen.get("ours", ()), chosen.get("theirs", ())


def matches_selected(book: xw.Book) -> tuple[int, ...]:
    """The numbers of the matches that the lines selected on the sheet in front are in."""
    ours, theirs = lines_selected(book, front_only=True)
    own = own_sheets(book)
    numbers = {
        _number(own.marks[side], line)
        for side, lines in (("ours", ours), ("theirs", theirs))
        for line in lines
    }
    if not numbers - {0}:
        raise TieoutError("excel.no_match_selected")
    return tuple(sorted(numbers - {0}))


def _number(marks: xw.Range, line: int) -> int:
    """The match number beside a line; 0 where there is none."""
    cell = marks.sheet.range((line, marks.column + COLUMNS.index("match"))).value
    return int(cell) if isinstance(cell, float | int) else 0


def _rows(sheet: xw.Sheet) -> Set[int]:
    """The rows in which something is selected; a program tells only of the sheet in front."""
    if sheet.book.sheets.active.name != sheet.name:
        sheet.activate()
    selection = sheet.book.app.selection
    areas = [] if selection is None else selection.get_special_cells("visible")
    assert isinstance(areas, list)
    return {row for area in areas for row in range(area.row, area.last_cell.row + 1)}
