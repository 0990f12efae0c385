"""How is a filling plan carried out on an openpyxl sheet, everything but the values kept."""

from copy import copy

from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.cell.cell import MergedCell
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.worksheet import Worksheet

from tieout.statements.fields import Cell
from tieout.statements.filling import FillingPlan
from tieout.statements.grown_rows import GrownRows
from tieout.statements.row_heights import fit_heights
from tieout.statements.template import Formula, Template

_COULD_BE_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def paint(workbook: Workbook, template: Template, plan: FillingPlan) -> Worksheet:
    """Fill the template's sheet in its own workbook; the names of the repeating rows go."""
    sheet = workbook[template.sheet]
    rows = plan.rows
    _move_ranges(sheet, rows)
    _move_heights(sheet, rows)
    for row in sorted(rows.counts, reverse=True):
        _insert_copies(sheet, row, rows.counts[row])
    _repeat_merges(sheet, rows)
    for (row, column), value in plan.cells.items():
        _write(sheet.cell(row, column), value)
    fit_heights(sheet, plan.cells)
    _drop_names(workbook, sheet, template)
    _move_names(workbook, sheet, rows)
    if plan.places != 2:
        _show_places(sheet, plan.places)
    return sheet


def _insert_copies(sheet: Worksheet, row: int, count: int) -> None:
    """Copies below a repeating row, looking like it."""
    if count == 1:
        return
    styles = {
        column: sheet.cell(row, column)._style  # type: ignore[union-attr]  # no public way
        for column in range(1, sheet.max_column + 1)
    }
    height = sheet.row_dimensions[row].height
    sheet.insert_rows(row + 1, count - 1)
    for below in range(row + 1, row + count):
        for column, style in styles.items():
            sheet.cell(below, column)._style = copy(style)  # type: ignore[union-attr]
        if height is not None:
            sheet.row_dimensions[below].height = height


def _write(cell: SheetCell | MergedCell, value: Cell) -> None:
    if isinstance(cell, MergedCell):
        return
    cell.value = value
    if isinstance(value, str) and not isinstance(value, Formula):
        cell.data_type = "s"
        if value.startswith(_COULD_BE_FORMULA):
            cell.quotePrefix = True


def _move_ranges(sheet: Worksheet, rows: GrownRows) -> None:
    """Merges, conditional formats, validations, print set-up and page breaks follow their rows."""
    for merged in sheet.merged_cells.ranges:
        alone = merged.min_row == merged.max_row
        last = rows.first if alone else rows.last
        merged.min_row, merged.max_row = rows.first(merged.min_row), last(merged.max_row)
    _move_conditional_formats(sheet, rows)
    for validation in sheet.data_validations.dataValidation:
        validation.sqref = type(validation.sqref)(rows.address(str(validation.sqref)))
    if sheet.print_area:
        sheet.print_area = rows.address(sheet.print_area.replace("$", "").rpartition("!")[2])
    if sheet.print_title_rows:
        sheet.print_title_rows = rows.address(sheet.print_title_rows.replace("$", ""))
    for page_break in sheet.row_breaks.brk:
        page_break.id = rows.last(page_break.id)


def _repeat_merges(sheet: Worksheet, rows: GrownRows) -> None:
    """Cells merged within a repeating row are merged in its copies too."""
    for row, count in rows.counts.items():
        first = rows.first(row)
        mine = [merged for merged in sheet.merged_cells.ranges if merged.min_row == first]
        for merged in mine:
            for below in range(first + 1, first + count):
                sheet.merge_cells(None, below, merged.min_col, below, merged.max_col)


def _move_conditional_formats(sheet: Worksheet, rows: GrownRows) -> None:
    moved = ConditionalFormattingList()
    for formatting in sheet.conditional_formatting:
        for rule in formatting.rules:
            rule.formula = [
                rows.formula(f"={formula}", sheet.title)[1:] for formula in rule.formula
            ]
            moved.add(rows.address(str(formatting.sqref)), rule)
    sheet.conditional_formatting = moved


def _move_heights(sheet: Worksheet, rows: GrownRows) -> None:
    dimensions: list[RowDimension] = list(sheet.row_dimensions.values())
    sheet.row_dimensions.clear()
    for dimension in dimensions:
        dimension.index = rows.first(dimension.index)
        sheet.row_dimensions[dimension.index] = dimension


def _drop_names(workbook: Workbook, sheet: Worksheet, template: Template) -> None:
    for name in template.repeating:
        workbook.defined_names.pop(name, None)
        sheet.defined_names.pop(name, None)


def _move_names(workbook: Workbook, sheet: Worksheet, rows: GrownRows) -> None:
    for names in (workbook.defined_names, sheet.defined_names):
        for name in names.values():
            if name.attr_text:
                name.attr_text = rows.formula(f"={name.attr_text}", sheet.title)[1:]


def _show_places(sheet: Worksheet, places: int) -> None:
    """Amounts with as many decimals as their currency has."""
    zeros = "0." + "0" * places if places else "0"
    for cells in sheet.iter_rows():
        for cell in cells:
            if "0.00" in cell.number_format:
                cell.number_format = cell.number_format.replace("0.00", zeros)
