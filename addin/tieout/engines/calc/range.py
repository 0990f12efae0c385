"""What does xlwings ask of a range, answered by LibreOffice."""

from collections.abc import Set
from typing import Any

from tieout.engines.calc import cells
from tieout.engines.calc.filters import AutoFilter
from tieout.engines.calc.formulas import to_excel, to_office
from tieout.engines.calc.looks import Borders, Font, agreed, color_number, color_of
from tieout.engines.calc.notes import Note, add_note
from tieout.engines.calc.rules import ConditionalFormats
from tieout.engines.calc.structs import (
    area_of,
    enum,
    hundredths,
    points,
    properties,
    range_address,
    struct,
    typed,
)
from tieout.engines.calc.validation import DataValidation
from tieout.engines.shared.addresses import Area
from tieout.engines.shared.colors import Rgb
from tieout.engines.shared.measures import POINTS_PER_PIXEL, characters, pixels
from tieout.engines.shared.ranges import RangeFace
from tieout.engines.shared.unsupported import UnsupportedError
from tieout.engines.shared.values import Rows, taken

_CONTENT = 1 | 2 | 4 | 16
_FORMATS = 32 | 64 | 256 | 512
_NOTES = 8
_HORIZONTAL = {
    "general": "STANDARD",
    "left": "LEFT",
    "center": "CENTER",
    "right": "RIGHT",
    "justify": "BLOCK",
    "fill": "REPEAT",
    "center_across_selection": "CENTER",
    "distributed": "BLOCK",
}
_HORIZONTAL_BACK = {
    "STANDARD": "general",
    "LEFT": "left",
    "CENTER": "center",
    "RIGHT": "right",
    "BLOCK": "justify",
    "REPEAT": "fill",
}
_VERTICAL = {"top": 1, "center": 2, "bottom": 3, "justify": 4, "distributed": 4}
_VERTICAL_BACK = {0: "bottom", 1: "top", 2: "center", 3: "bottom", 4: "justify"}


class Range(RangeFace):
    """A rectangle of cells of a sheet in LibreOffice."""

    __slots__ = ()
    ENGINE = "calc"
    FONT, BORDERS, AUTOFILTER = Font, Borders, AutoFilter
    CONDITIONAL_FORMATS, DATA_VALIDATION = ConditionalFormats, DataValidation

    @property
    def native(self) -> Any:
        """The range as LibreOffice holds it."""
        return self.sheet.cells_at(self.area)

    # Values

    def values_rows(self) -> Rows:
        """The values as rows."""
        return cells.read_values(self.sheet, self._used()) if len(self) else []

    def formulas_rows(self) -> Rows:
        """The formulas as rows."""
        return cells.read_formulas(self.sheet, self._used())

    def _write(self, value: Any) -> None:
        if len(self):
            cells.write_values(self.sheet, self.area, taken(value), value)

    @property
    def formula_array(self) -> str | None:
        """The array formula of the range."""
        text = self.native.getArrayFormula()
        return to_excel(text.strip("{}")) if text else None

    @formula_array.setter
    def formula_array(self, value: str) -> None:
        self.native.setArrayFormula(to_office(value))

    @property
    def has_array(self) -> bool:
        """Whether the range lies in an array formula."""
        return bool(self(1, 1).native.getArrayFormula())

    def clear_contents(self) -> None:
        """Takes the values away; formats, notes and rules stay."""
        self.native.clearContents(_CONTENT)

    def clear_formats(self) -> None:
        """Takes the formats away, conditional ones too."""
        self.conditional_formats.clear()
        self.native.clearContents(_FORMATS)

    def clear(self) -> None:
        """Takes everything away that cells hold."""
        self.unmerge()
        self.conditional_formats.clear()
        self.data_validation.delete()
        self.native.clearContents(_CONTENT | _FORMATS | _NOTES)

    def sort(self, keys: list[int], ascending: list[bool], has_headers: bool) -> None:
        """Sorts the rows of the range."""
        fields = tuple(
            struct("table.TableSortField", Field=key - 1, IsAscending=upwards)
            for key, upwards in zip(keys, ascending, strict=True)
        )
        wanted = typed("[]com.sun.star.table.TableSortField", fields)
        self.native.sort(
            properties(SortFields=wanted, ContainsHeader=has_headers, BindFormatsToContent=True)
        )

    # Looks

    @property
    def number_format(self) -> str | None:
        """How numbers are shown; nothing where it differs."""
        key = agreed(self.native, "NumberFormat")
        return None if key is None else self.sheet.book.formats.code(int(key))

    @number_format.setter
    def number_format(self, value: str) -> None:
        self.native.NumberFormat = self.sheet.book.formats.key(value)

    @property
    def color(self) -> Rgb | None:
        """The colour behind the cells."""
        number = agreed(self.native, "CellBackColor")
        return None if number is None else color_of(number)

    @color.setter
    def color(self, value: object) -> None:
        self.native.CellBackColor = -1 if value is None else color_number(value)

    @property
    def wrap_text(self) -> bool | None:
        """Whether texts wrap."""
        return agreed(self.native, "IsTextWrapped")

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self.native.IsTextWrapped = bool(value)

    @property
    def horizontal_alignment(self) -> str | None:
        """Left, right and so on."""
        found = agreed(self.native, "HoriJustify")
        return None if found is None else _HORIZONTAL_BACK[found.value]

    @horizontal_alignment.setter
    def horizontal_alignment(self, value: str) -> None:
        self.native.HoriJustify = enum("table.CellHoriJustify", _HORIZONTAL[value])

    @property
    def vertical_alignment(self) -> str | None:
        """Top, centre and so on."""
        found = agreed(self.native, "VertJustify")
        return None if found is None else _VERTICAL_BACK[found]

    @vertical_alignment.setter
    def vertical_alignment(self, value: str) -> None:
        self.native.VertJustify = _VERTICAL[value]

    def adjust_indent(self, amount: int) -> None:
        """Moves texts in or out."""
        step = hundredths(7.5)
        now = self(1, 1).native.ParaIndent
        if self.horizontal_alignment == "general":
            self.horizontal_alignment = "left"
        self.native.ParaIndent = max(0, now + amount * step)

    # Rows and columns

    @property
    def column_width(self) -> float | None:
        """The width in characters; nothing where columns differ."""
        columns = self.native.getColumns()
        widths = {columns.getByIndex(i).Width for i in range(min(columns.getCount(), 1024))}
        if len(widths) != 1:
            return None
        return characters(points(widths.pop()) / POINTS_PER_PIXEL / 7)

    @column_width.setter
    def column_width(self, value: float) -> None:
        # Excel takes whole pixels; here a width that was read and is given back must be the same.
        self.native.getColumns().Width = hundredths(pixels(value) * POINTS_PER_PIXEL)

    @property
    def row_height(self) -> float | None:
        """The height in points; nothing where rows differ."""
        rows = self.sheet.cells_at(self._used()).getRows()
        heights = {rows.getByIndex(i).Height for i in range(rows.getCount())}
        return points(heights.pop()) if len(heights) == 1 else None

    @row_height.setter
    def row_height(self, value: float) -> None:
        self.native.getRows().Height = hundredths(value)

    @property
    def row_hidden(self) -> bool | None:
        """Whether the rows are hidden; nothing where some are."""
        return self._hidden(self.sheet.cells_at(self._used()).getRows())

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        self.native.getRows().IsVisible = not value

    def _hidden_rows(self, last: int) -> Set[int]:
        """The rows down to the last that are hidden; asked one by one where the first column is hidden too."""
        rows = range(self.row, last + 1)
        asked = self.sheet.cells_at(Area(self.row, self.column, len(rows), 1))
        found = [area_of(each) for each in asked.queryVisibleCells().getRangeAddresses()]
        if not found:
            lines = asked.getRows()
            return {row for at, row in enumerate(rows) if not lines.getByIndex(at).IsVisible}
        return set(rows) - {row for each in found for row in range(each.row, each.last_row + 1)}

    @property
    def column_hidden(self) -> bool | None:
        """Whether the columns are hidden; nothing where some are."""
        return self._hidden(self.native.getColumns())

    @column_hidden.setter
    def column_hidden(self, value: bool) -> None:
        self.native.getColumns().IsVisible = not value

    def _hidden(self, lines: Any) -> bool | None:
        found = {not lines.getByIndex(index).IsVisible for index in range(lines.getCount())}
        return found.pop() if len(found) == 1 else None

    @property
    def width(self) -> float:
        """The width in points."""
        return points(self.native.Size.Width)

    @property
    def height(self) -> float:
        """The height in points."""
        return points(self.native.Size.Height)

    @property
    def left(self) -> float:
        """Points from the left edge of the sheet."""
        return points(self.native.Position.X)

    @property
    def top(self) -> float:
        """Points from the top of the sheet."""
        return points(self.native.Position.Y)

    def autofit(self, axis: str | None = None) -> None:
        """Makes columns as wide and rows as high as what they show."""
        used = self.sheet.cells_at(self._used())
        if axis in (None, "c", "columns"):
            used.getColumns().OptimalWidth = True
        if axis in (None, "r", "rows"):
            used.getRows().OptimalHeight = True

    def group(self, by: str | None = None) -> None:
        """Puts rows or columns one level down."""
        self.sheet.native.group(self.native.RangeAddress, self._orientation(by))

    def ungroup(self, by: str | None = None) -> None:
        """Puts rows or columns one level up."""
        self.sheet.native.ungroup(self.native.RangeAddress, self._orientation(by))

    def _orientation(self, by: str | None) -> Any:
        columns = by in ("columns", "column")
        return enum("table.TableOrientation", "COLUMNS" if columns else "ROWS")

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:
        """Puts empty cells here; the others move down or right."""
        mode = self._mode("down" if shift is None else shift, "DOWN", "RIGHT")
        self.sheet.native.insertCells(self.native.RangeAddress, enum("sheet.CellInsertMode", mode))
        below = copy_origin == "format_from_right_or_below"
        rows = mode in ("ROWS", "DOWN")
        step = (self.area.rows if rows else self.area.columns) if below else -1
        self._take_looks(step, rows=rows)

    def _take_looks(self, step: int, *, rows: bool) -> None:
        """New cells look like the line before or behind them."""
        line = (self.row if rows else self.column) + step
        seen = self.area.common(self.sheet.used_area)
        if seen is None:
            return
        self.sheet.cells_at(seen).clearContents(_FORMATS)
        if line < 1:
            return
        if rows:
            model = Area(line, seen.column, 1, seen.columns)
        else:
            model = Area(seen.row, line, seen.rows, 1)
        for index in range(seen.rows if rows else seen.columns):
            down, right = (index, 0) if rows else (0, index)
            target = self._at(Area(seen.row + down, seen.column + right, model.rows, model.columns))
            self.sheet.native.copyRange(
                target(1, 1).native.getCellByPosition(0, 0).CellAddress,
                range_address(self.sheet.index - 1, model),
            )
            target.native.clearContents(_CONTENT | _NOTES)

    def delete(self, shift: str | None = None) -> None:
        """Takes the cells out; the others move up or left."""
        mode = self._mode("down" if shift in (None, "up") else shift, "UP", "LEFT")
        self.sheet.native.removeRange(self.native.RangeAddress, enum("sheet.CellDeleteMode", mode))

    def _mode(self, shift: str, down: str, right: str) -> str:
        if self.area.whole_columns:
            return "COLUMNS"
        if self.area.whole_rows:
            return "ROWS"
        return down if shift == "down" else right

    # Merging

    @property
    def merge_cells(self) -> bool | None:
        """Whether the cells are merged."""
        return self.merge_area.shape != (1, 1)

    @property
    def merge_area(self) -> "Range":
        """The merged cells around the first one."""
        cursor = self.sheet.native.createCursorByRange(self(1, 1).native)
        cursor.collapseToMergedArea()
        return self._at(area_of(cursor.RangeAddress))

    def merge(self, across: bool) -> None:
        """Shows the cells as one, or each row as one."""
        parts = [
            self._at(Area(row, self.column, 1, self.area.columns))
            for row in range(self.row, self.area.last_row + 1)
        ]
        for part in parts if across else [self]:
            part.native.merge(True)

    def unmerge(self) -> None:
        """Shows merged cells apart again."""
        self.native.merge(False)

    # What hangs on cells

    @property
    def _cell(self) -> Any:
        return self.native.getCellByPosition(0, 0)

    @property
    def note(self) -> Note | None:
        """The note of the first cell."""
        return Note(self.sheet, self._cell) if self._cell.getAnnotation().getString() else None

    def add_note(self, text: str) -> Note:
        """Hangs a note on the first cell."""
        return add_note(self.sheet, self._cell, text)

    @property
    def hyperlink(self) -> str:
        """Where the first cell leads."""
        fields = self._cell.getTextFields()
        if not fields.getCount():
            raise ValueError("The cell doesn't seem to contain a hyperlink!")
        return str(fields.getByIndex(0).URL)

    def add_hyperlink(
        self, address: str, text_to_display: str | None, screen_tip: str | None
    ) -> None:
        """Lets a cell lead somewhere."""
        del screen_tip
        cell = self._cell
        field = self.sheet.book.document.createInstance("com.sun.star.text.TextField.URL")
        field.URL, field.Representation = address, text_to_display or cell.getString() or address
        cell.setString("")
        cell.insertTextContent(cell.createTextCursor(), field, False)

    # Elsewhere

    def select(self) -> None:
        """Marks the range."""
        self.sheet.select()
        self.sheet.book.document.getCurrentController().select(self.native)

    def copy_from(
        self,
        source_range: Any,
        copy_type: str = "all",
        skip_blanks: bool = False,
        transpose: bool = False,
    ) -> None:
        """Copies cells here."""
        if skip_blanks or transpose:
            raise UnsupportedError("calc", f"Range.copy_from({copy_type}, skip_blanks, transpose)")
        source = source_range.impl
        if copy_type == "all":
            self.copy_native(source)
            return
        target = self._at(Area(self.row, self.column, source.area.rows, source.area.columns))
        if copy_type == "values":
            target.raw_value = [
                [f"'{v}" if isinstance(v, str) else v for v in row] for row in source.values_rows()
            ]
        else:
            raise UnsupportedError("calc", f"Range.copy_from({copy_type})")

    def copy_native(self, source: Any) -> None:
        """Copies cells of the same book here, with all they have."""
        if source.sheet.book is not self.sheet.book:
            raise UnsupportedError("calc", "Range.copy into another workbook")
        self.sheet.native.copyRange(self._cell.CellAddress, source.native.RangeAddress)

    def copy(self, destination: Any = None) -> None:
        """Copies the cells elsewhere."""
        if destination is None:
            raise UnsupportedError("calc", "Range.copy() without a destination")
        destination.impl.copy_native(self)

    def to_pdf(self, path: str, quality: str) -> None:
        """Prints the range."""
        del quality
        self.sheet.book.export_pdf(path, selection=self.native)
