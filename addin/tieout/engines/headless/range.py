"""What does xlwings ask of a range, answered on an openpyxl sheet."""

from collections.abc import Set
from typing import Any

from openpyxl.cell.cell import MergedCell
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.hyperlink import Hyperlink

from tieout.engines.headless import cells, styles
from tieout.engines.headless.areas import areas
from tieout.engines.headless.columns import column_width, default_width, own_columns
from tieout.engines.headless.copying import copy_cells
from tieout.engines.headless.filters import AutoFilter
from tieout.engines.headless.fitting import fit_columns, fit_rows
from tieout.engines.headless.looks import Borders, Font
from tieout.engines.headless.notes import Note, add_note
from tieout.engines.headless.places import column_points, columns_points, row_points, rows_points
from tieout.engines.headless.rules import ConditionalFormats, clear_rules
from tieout.engines.headless.shifting import delete_cells, insert_cells
from tieout.engines.headless.sorting import sort_rows
from tieout.engines.headless.validation import DataValidation, clear_validation
from tieout.engines.shared.addresses import Area
from tieout.engines.shared.colors import Rgb
from tieout.engines.shared.measures import characters, file_width
from tieout.engines.shared.ranges import RangeFace
from tieout.engines.shared.unsupported import UnsupportedError
from tieout.engines.shared.values import Rows, taken


class Range(RangeFace):
    """A rectangle of cells of an openpyxl sheet."""

    __slots__ = ()
    ENGINE = "headless"
    FONT, BORDERS, AUTOFILTER = Font, Borders, AutoFilter
    CONDITIONAL_FORMATS, DATA_VALIDATION = ConditionalFormats, DataValidation

    # Values

    def values_rows(self) -> Rows:
        """The values as rows."""
        if not len(self):
            return []
        return cells.read_values(self.sheet.native, self._used(), self.sheet.book.cached)

    def formulas_rows(self) -> Rows:
        """The formulas as rows."""
        return cells.read_formulas(self.sheet.native, self.area)

    @property
    def formula_array(self) -> str | None:
        """The array formula of the range."""
        found = {row for rows in self.formulas_rows() for row in rows}
        return found.pop() if len(found) == 1 and self.has_array else None

    @formula_array.setter
    def formula_array(self, value: str) -> None:
        self.clear_contents()
        self(1, 1).raw_value = value
        cell = self.sheet.native._cells[self.row, self.column]
        cell._value = ArrayFormula(self.area.reference(), text=cell._value)
        self.sheet.touched()

    @property
    def has_array(self) -> bool:
        """Whether the range lies in an array formula."""
        return any(
            isinstance(cell._value, ArrayFormula)
            and any(part.common(self.area) for part in areas(cell._value.ref))
            for cell in self.sheet.native._cells.values()
            if cell.data_type == "f"
        )

    def _write(self, value: Any) -> None:
        if not len(self):
            return
        rows = taken(value)
        empty = rows is None and (value is None or value == "")
        area = self._used() if empty else self.area
        cells.write_values(self.sheet.native, area, rows, value, self.sheet.book.cached)
        self.sheet.touched()

    def clear_contents(self) -> None:
        """Takes the values away; formats, notes and rules stay."""
        self._write(None)

    def clear_formats(self) -> None:
        """Takes the formats away, conditional ones too."""
        styles.restyle(self.sheet.native, self._filled_part(), styles.clear_look)
        removed = clear_rules(self.sheet.native, self.area)
        self._drop_empty()
        self.sheet.touched("rules_removed" if removed else "cells")

    def clear(self) -> None:
        """Takes everything away that cells hold."""
        self.clear_contents()
        self.unmerge()
        self.clear_formats()
        if clear_validation(self.sheet.native, self.area):
            self.sheet.touched("validation")
        for cell in cells.existing(self.sheet.native, self.area):
            if type(cell) is not MergedCell:
                if cell._comment is not None:
                    Note(self.sheet, cell).delete()
                cell._hyperlink = None
        self._drop_empty()

    def _filled_part(self) -> Area:
        """Formats need only go where there are cells, unless whole columns or rows are meant."""
        if self.area.whole_columns or self.area.whole_rows:
            return self.area
        return self.area.common(self.sheet.used_area) or Area(self.row, self.column, 1, 1)

    def _drop_empty(self) -> None:
        held = self.sheet.native._cells
        for cell in cells.existing(self.sheet.native, self.area):
            empty = cell._value is None and not cell._comment and not cell.hyperlink
            if empty and not cell.has_style and type(cell) is not MergedCell:
                del held[cell.row, cell.column]

    def sort(self, keys: list[int], ascending: list[bool], has_headers: bool) -> None:
        """Sorts the rows of the range."""
        sort_rows(self, keys, ascending, 1 if has_headers else 0)
        self.sheet.touched("structure")

    # Looks

    def _restyle(self, change: styles.Change) -> None:
        if len(self):
            styles.restyle(self.sheet.native, self.area, change)
            self.sheet.touched()

    def _styles(self) -> list[Any]:
        return styles.styles_of(self.sheet.native, self.area)

    @property
    def number_format(self) -> str | None:
        """How numbers are shown; nothing where it differs."""
        sheet = self.sheet.native
        return styles.common(styles.number_format(sheet, style) for style in self._styles())

    @number_format.setter
    def number_format(self, value: str) -> None:
        self._restyle(styles.number_format_change(self.sheet.native, value))

    @property
    def color(self) -> Rgb | None:
        """The colour behind the cells."""
        sheet = self.sheet.native
        return styles.common(styles.fill_color(sheet, style) for style in self._styles())

    @color.setter
    def color(self, value: object) -> None:
        self._restyle(styles.fill_change(self.sheet.native, value))

    def _alignments(self) -> list[Any]:
        return [styles.alignment_of(self.sheet.native, style) for style in self._styles()]

    @property
    def wrap_text(self) -> bool | None:
        """Whether texts wrap."""
        return styles.common(bool(alignment.wrap_text) for alignment in self._alignments())

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self._restyle(styles.alignment_change(self.sheet.native, wrap_text=bool(value)))

    @property
    def horizontal_alignment(self) -> str | None:
        """Left, right and so on."""
        return styles.common(styles.horizontal_name(alignment) for alignment in self._alignments())

    @horizontal_alignment.setter
    def horizontal_alignment(self, value: str) -> None:
        name = styles.HORIZONTAL.get(value, value)
        self._restyle(
            styles.alignment_change(
                self.sheet.native, horizontal=None if name == "general" else name
            )
        )

    @property
    def vertical_alignment(self) -> str | None:
        """Top, centre and so on."""
        return styles.common(alignment.vertical or "bottom" for alignment in self._alignments())

    @vertical_alignment.setter
    def vertical_alignment(self, value: str) -> None:
        self._restyle(styles.alignment_change(self.sheet.native, vertical=value))

    def adjust_indent(self, amount: int) -> None:
        """Moves texts in or out."""
        now = self._alignments()[0].indent or 0
        self._restyle(styles.alignment_change(self.sheet.native, indent=max(0, now + amount)))

    # Rows and columns

    @property
    def column_width(self) -> float | None:
        """The width in characters; nothing where columns differ."""
        last = min(self.area.last_column, self.column + 1023)
        widths = {
            column_width(self.sheet.native, column) for column in range(self.column, last + 1)
        }
        return characters(widths.pop()) if len(widths) == 1 else None

    @column_width.setter
    def column_width(self, value: float) -> None:
        for entry in own_columns(self.sheet.native, self.column, self.area.last_column):
            entry.width = file_width(value)
            entry.hidden = value == 0
        self.sheet.touched()

    @property
    def row_height(self) -> float | None:
        """The height in points; nothing where rows differ."""
        last = min(self.area.last_row, max(self.sheet.used_area.last_row, self.row))
        heights = {row_points(self.sheet.native, row) for row in range(self.row, last + 1)}
        return heights.pop() if len(heights) == 1 else None

    @row_height.setter
    def row_height(self, value: float) -> None:
        if self.area.whole_columns:
            self.sheet.native.sheet_format.defaultRowHeight = value
            self.sheet.native.sheet_format.customHeight = True
        else:
            for row in range(self.row, self.area.last_row + 1):
                self.sheet.native.row_dimensions[row].height = value
                self.sheet.native.row_dimensions[row].hidden = value == 0
        self.sheet.touched()

    @property
    def row_hidden(self) -> bool | None:
        """Whether the rows are hidden; nothing where some are."""
        entries = self.sheet.native.row_dimensions
        last = min(self.area.last_row, max(self.sheet.used_area.last_row, self.row))
        found = {row in entries and bool(entries[row].hidden) for row in range(self.row, last + 1)}
        return found.pop() if len(found) == 1 else None

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        for row in range(self.row, self.area.last_row + 1):
            if value or row in self.sheet.native.row_dimensions:
                self.sheet.native.row_dimensions[row].hidden = value
        self.sheet.touched()

    def _hidden_rows(self, last: int) -> Set[int]:
        """The rows down to the last that are hidden."""
        entries = self.sheet.native.row_dimensions
        return {row for row, each in entries.items() if each.hidden and self.row <= row <= last}

    @property
    def column_hidden(self) -> bool | None:
        """Whether the columns are hidden; nothing where some are."""
        last = min(self.area.last_column, self.column + 1023)
        columns = range(self.column, last + 1)
        found = {column_width(self.sheet.native, column) == 0 for column in columns}
        return found.pop() if len(found) == 1 else None

    @column_hidden.setter
    def column_hidden(self, value: bool) -> None:
        for entry in own_columns(self.sheet.native, self.column, self.area.last_column):
            entry.hidden = value
            entry.width = entry.width or default_width(self.sheet.native)
        self.sheet.touched()

    @property
    def width(self) -> float:
        """The width in points."""
        return columns_points(self.sheet.native, self.column, self.area.columns)

    @property
    def height(self) -> float:
        """The height in points."""
        return rows_points(self.sheet.native, self.row, self.area.rows)

    @property
    def left(self) -> float:
        """Points from the left edge of the sheet."""
        return sum(column_points(self.sheet.native, column) for column in range(1, self.column))

    @property
    def top(self) -> float:
        """Points from the top of the sheet."""
        return rows_points(self.sheet.native, 1, self.row - 1)

    def autofit(self, axis: str | None = None) -> None:
        """Makes columns as wide and rows as high as what they show."""
        if axis in (None, "c", "columns"):
            fit_columns(self.sheet, self._used())
        if axis in (None, "r", "rows"):
            fit_rows(self.sheet, self._used())
        self.sheet.touched()

    def group(self, by: str | None = None) -> None:
        """Puts rows or columns one level down."""
        self._outline(by, 1)

    def ungroup(self, by: str | None = None) -> None:
        """Puts rows or columns one level up."""
        self._outline(by, -1)

    def _outline(self, by: str | None, step: int) -> None:
        native = self.sheet.native
        if by in ("columns", "column"):
            entries = own_columns(native, self.column, self.area.last_column)
        else:
            entries = [
                native.row_dimensions[row] for row in range(self.row, self.area.last_row + 1)
            ]
        for entry in entries:
            entry.outlineLevel = min(max((entry.outlineLevel or 0) + step, 0), 7)
        self.sheet.touched()

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:
        """Puts empty cells here; the others move down or right."""
        insert_cells(self, shift, copy_origin)

    def delete(self, shift: str | None = None) -> None:
        """Takes the cells out; the others move up or left."""
        delete_cells(self, shift)

    # Merging

    @property
    def merge_cells(self) -> bool | None:
        """Whether the cells are merged; nothing where some are."""
        merged = [area for area in self._merged() if area.common(self.area)]
        rest = [self.area]
        for area in merged:
            rest = [piece for part in rest for piece in part.without(area)]
        return None if merged and rest else bool(merged)

    def _merged(self) -> list[Area]:
        return [
            area for cells in self.sheet.native.merged_cells.ranges for area in areas(str(cells))
        ]

    @property
    def merge_area(self) -> "Range":
        """The merged cells around the first one."""
        for area in self._merged():
            if area.holds(self.row, self.column):
                return self._at(area)
        return self(1, 1)

    def merge(self, across: bool) -> None:
        """Shows the cells as one, or each row as one; only the first value stays."""
        parts = [
            Area(row, self.column, 1, self.area.columns)
            for row in range(self.row, self.area.last_row + 1)
        ]
        for area in parts if across else [self.area]:
            self._at(area).unmerge()
            if area.rows * area.columns > 1:
                self._move_first_value(area)
                self.sheet.native.merge_cells(area.reference())
        self.sheet.touched()

    def _move_first_value(self, area: Area) -> None:
        """Excel keeps the first value there is, wherever it stood."""
        native = self.sheet.native
        filled = [cell for cell in cells.existing(native, area) if cell._value is not None]
        corner = (area.row, area.column)
        if filled and corner != (filled[0].row, filled[0].column):
            first = native._cells.get(corner) or cells.new_cell(native, *corner, None)
            native._cells[corner] = first
            first._value, first.data_type = filled[0]._value, filled[0].data_type
            first._style = filled[0]._style

    def unmerge(self) -> None:
        """Shows merged cells apart again."""
        for area in self._merged():
            if area.common(self.area):
                self.sheet.native.unmerge_cells(area.reference())
                self.sheet.touched()

    # What hangs on cells

    @property
    def note(self) -> Note | None:
        """The note of the first cell."""
        cell = self.sheet.native._cells.get((self.row, self.column))
        return Note(self.sheet, cell) if cell is not None and cell._comment is not None else None

    def add_note(self, text: str) -> Note:
        """Hangs a note on the first cell."""
        return add_note(self.sheet, self._first_cell(), text)

    @property
    def hyperlink(self) -> str:
        """Where the first cell leads."""
        cell = self.sheet.native._cells.get((self.row, self.column))
        link = cell.hyperlink if cell is not None else None
        if link is None:
            raise ValueError("The cell doesn't seem to contain a hyperlink!")
        return str(link.target or f"#{link.location}")

    def add_hyperlink(
        self, address: str, text_to_display: str | None, screen_tip: str | None
    ) -> None:
        """Lets a cell lead somewhere, shown as links are."""
        cell = self._first_cell()
        if text_to_display is not None:
            self(1, 1).raw_value = "'" + text_to_display
        link = Hyperlink(ref=cell.coordinate, tooltip=screen_tip)
        if address.startswith("#"):
            link.location = address[1:]
        else:
            link.target = address
        cell._hyperlink = link
        first = self(1, 1)
        first._restyle(
            styles.font_change(self.sheet.native, u="single", color=styles.argb("#0563C1"))
        )

    def _first_cell(self) -> Any:
        held = self.sheet.native._cells
        at = (self.row, self.column)
        if at not in held:
            style = cells.inherited_style(self.sheet.native, *at)
            held[at] = cells.new_cell(self.sheet.native, *at, style)
        return held[at]

    # Elsewhere

    def select(self) -> None:
        """Remembers the range as what the user marked."""
        self.sheet.select()
        view = self.sheet.native.sheet_view
        if view.selection:
            view.selection[-1].activeCell = self(1, 1).area.reference()
            view.selection[-1].sqref = self.area.reference()

    def copy_from(
        self,
        source_range: Any,
        copy_type: str = "all",
        skip_blanks: bool = False,
        transpose: bool = False,
    ) -> None:
        """Copies cells here."""
        if skip_blanks or transpose:
            raise UnsupportedError("headless", "Range.copy_from(skip_blanks, transpose)")
        copy_cells(source_range.impl, self, copy_type)

    def copy(self, destination: Any = None) -> None:
        """Copies the cells elsewhere."""
        if destination is None:
            raise UnsupportedError("headless", "Range.copy() without a destination")
        copy_cells(self, destination.impl, "all")

    def to_pdf(self, path: str, quality: str) -> None:
        """Files cannot print."""
        del path, quality
        self.sheet.book.to_pdf("", "")
