"""What moves in an openpyxl workbook when cells are put in or taken out: all that Excel would move."""

from copy import copy
from typing import Any

from openpyxl.cell.cell import MergedCell
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.merge import MergedCellRange

from tieout.engines.headless.areas import areas, references
from tieout.engines.headless.cells import new_cell
from tieout.engines.headless.columns import moved_columns
from tieout.engines.shared.addresses import COLUMNS_MAX, ROWS_MAX, Area, parse, split_sheet
from tieout.engines.shared.shifts import Shift, moved_formula


def insert_cells(range_: Any, shift: str | None, copy_origin: str | None) -> None:
    """Puts cells in; they look like those above or left, or below or right where that is asked."""
    change = _shift(range_.area, "down" if shift is None else shift, 1)
    _apply(range_.sheet, change)
    step = -1 if copy_origin in (None, "format_from_left_or_above") else abs(change.count)
    _take_looks(range_.sheet.native, change, step)


def delete_cells(range_: Any, shift: str | None) -> None:
    """Takes cells out."""
    _apply(range_.sheet, _shift(range_.area, "up" if shift is None else shift, -1))


def _shift(area: Area, direction: str, sign: int) -> Shift:
    """Excel decides by the shape where nothing is said: a wide range moves the rows below."""
    rows = direction in ("down", "up")
    if area.whole_columns:
        rows = False
    elif area.whole_rows:
        rows = True
    if rows:
        last = COLUMNS_MAX if area.whole_rows else area.last_column
        return Shift("row", area.row, sign * area.rows, area.column, last)
    last = ROWS_MAX if area.whole_columns else area.last_row
    return Shift("column", area.column, sign * area.columns, area.row, last)


def _apply(sheet: Any, change: Shift) -> None:
    native = sheet.native
    _move_cells(native, change, sheet.book.cached)
    if change.whole:
        _move_lines(native, change)
    _move_merges(native, change)
    _move_rules(native, change)
    _move_tables(native, change)
    _move_print(native, change)
    _move_drawings(native, change)
    name = native.title
    sheet.book.rewrite(lambda formula, own: moved_formula(formula, own or name, name, change.area))
    sheet.touched("structure")


def _move_cells(native: Any, change: Shift, cached: dict[Any, Any]) -> None:
    moved = {}
    for (row, column), cell in native._cells.items():
        at = change.cell(row, column)
        if at is None:
            cached.pop(cell, None)
            continue
        cell.row, cell.column = at
        if type(cell) is not MergedCell and cell._hyperlink is not None:
            cell._hyperlink.ref = cell.coordinate
        if isinstance(cell._value, ArrayFormula):
            area = change.area(areas(cell._value.ref)[0])
            cell._value.ref = area.reference() if area else cell.coordinate
        moved[at] = cell
    native._cells.clear()
    native._cells.update(moved)


def _move_lines(native: Any, change: Shift) -> None:
    if change.axis == "column":
        moved_columns(native, change.at, change.count)
        breaks = native.col_breaks
    else:
        entries = dict(native.row_dimensions.items())
        native.row_dimensions.clear()
        for row, entry in entries.items():
            line = change.line(row)
            if line is not None:
                entry.index = line
                native.row_dimensions[line] = entry
        breaks = native.row_breaks
    kept = [(change.line(one.id), one) for one in breaks.brk]
    for line, one in kept:
        one.id = line if line is not None else one.id
    breaks.brk = [one for line, one in kept if line is not None]


def _move_merges(native: Any, change: Shift) -> None:
    moved = [
        change.area(area) for cells in native.merged_cells.ranges for area in areas(str(cells))
    ]
    native.merged_cells = MultiCellRange()
    for area in moved:
        if area is not None and area.rows * area.columns > 1:
            native.merged_cells.add(MergedCellRange(native, area.reference()))


def _move_rules(native: Any, change: Shift) -> None:
    replaced = ConditionalFormattingList()
    replaced.max_priority = native.conditional_formatting.max_priority
    for place, rules in native.conditional_formatting._cf_rules.items():
        kept = _moved_areas(place.sqref, change)
        for rule in rules if kept else ():
            replaced.add(kept, rule)
    native.conditional_formatting = replaced
    validations = []
    for rule in native.data_validations.dataValidation:
        kept = _moved_areas(rule.sqref, change)
        if kept:
            rule.sqref = MultiCellRange(kept)
            validations.append(rule)
    native.data_validations.dataValidation = validations


def _moved_areas(reference: object, change: Shift) -> str:
    moved = (change.area(area) for area in areas(reference))
    return references(area for area in moved if area is not None)


def _move_tables(native: Any, change: Shift) -> None:
    for table in list(native.tables.values()):
        area = change.area(areas(table.ref)[0])
        if area is None:
            del native.tables[table.displayName]
            continue
        table.ref = area.reference()
        if table.autoFilter is not None and table.autoFilter.ref:
            kept = change.area(areas(table.autoFilter.ref)[0])
            table.autoFilter.ref = kept.reference() if kept else table.ref
    filter_ = native.auto_filter
    if filter_.ref:
        area = change.area(areas(filter_.ref)[0])
        filter_.ref = area.reference() if area else None
        if area is None:
            filter_.filterColumn = []


def _move_print(native: Any, change: Shift) -> None:
    if native.print_area:
        places = [parse(split_sheet(part)[1]) for part in str(native.print_area).split(",")]
        moved = [change.area(place) for place in places if place is not None]
        native.print_area = ",".join(area.reference() for area in moved if area is not None) or None
    for part in ("print_title_rows", "print_title_cols"):
        titles = getattr(native, part)
        area = parse(titles) if titles else None
        moved_titles = change.area(area) if area else None
        if moved_titles is not None and moved_titles != area:
            setattr(native, part, moved_titles.address().replace("$", ""))


def _move_drawings(native: Any, change: Shift) -> None:
    for drawing in (*native._charts, *native._images):
        for name in ("_from", "to"):
            marker = getattr(drawing.anchor, name, None)
            if marker is None:
                continue
            at = change.cell(marker.row + 1, marker.col + 1)
            if at is not None:
                marker.row, marker.col = at[0] - 1, at[1] - 1
            elif change.axis == "row":
                marker.row = change.at - 1
            else:
                marker.col = change.at - 1


def _take_looks(native: Any, change: Shift, step: int) -> None:
    """New cells look like their neighbours; new whole rows are as high as the row they look like."""
    model = change.at + step
    if model < 1:
        return
    lines = range(change.at, change.at + change.count)
    for (row, column), cell in list(native._cells.items()):
        line, cross = (row, column) if change.axis == "row" else (column, row)
        if line != model or not change.first <= cross <= change.last or not cell.has_style:
            continue
        for new in lines:
            at = (new, column) if change.axis == "row" else (row, new)
            native._cells[at] = new_cell(native, at[0], at[1], cell._style)
    if change.whole and change.axis == "row" and model in native.row_dimensions:
        for new in lines:
            entry = copy(native.row_dimensions[model])
            entry.index = new
            native.row_dimensions[new] = entry
