"""What does a range of any engine know by itself: where it is, and where its neighbours end."""

from collections.abc import Callable, Iterable, Sequence, Set
from typing import Any, ClassVar, Self

from tieout.engines.shared.addresses import COLUMNS_MAX, ROWS_MAX, Area, between, quoted_sheet
from tieout.engines.shared.unsupported import Speaking, UnsupportedError
from tieout.engines.shared.values import given

_STEPS = {
    "up": (-1, 0),
    "u": (-1, 0),
    "down": (1, 0),
    "d": (1, 0),
    "left": (0, -1),
    "l": (0, -1),
    "right": (0, 1),
    "r": (0, 1),
}


class RangeFace(Speaking):
    """A rectangle of cells of a sheet; the engines add how its cells are read and written.

    The sheet of an engine offers `filled(area)`, rows of booleans, and `used_area`.
    """

    __slots__ = ("area", "options", "sheet")
    FONT: ClassVar[Any]
    BORDERS: ClassVar[Any]
    AUTOFILTER: ClassVar[Any]
    CONDITIONAL_FORMATS: ClassVar[Any]
    DATA_VALIDATION: ClassVar[Any]
    _hidden_rows: Callable[[int], Set[int]]
    max_cells_per_read = None
    max_cells_per_write = None

    def __init__(self, sheet: Any, area: Area) -> None:
        self.sheet = sheet
        self.area = area
        self.options: dict[str, Any] = {}

    def _at(self, area: Area) -> Self:
        return type(self)(self.sheet, area)

    @property
    def api(self) -> "RangeFace":
        """There is no application behind; xlwings only asks whether there is something."""
        return self

    @property
    def arg1_input(self) -> str:
        """The address by which xlwings tells rows from columns."""
        return self.area.address()

    @property
    def coords(self) -> tuple[Any, int, int, int, int]:
        """Sheet, first row and column, rows and columns."""
        return self.sheet, self.area.row, self.area.column, self.area.rows, self.area.columns

    def _used(self) -> Area:
        """Whole columns and rows are read as far as they are used."""
        if not self.area.whole_columns and not self.area.whole_rows:
            return self.area
        used = self.sheet.used_area
        last_row = max(min(self.area.last_row, used.last_row), self.area.row)
        last_column = max(min(self.area.last_column, used.last_column), self.area.column)
        rows, columns = last_row - self.area.row + 1, last_column - self.area.column + 1
        return Area(self.area.row, self.area.column, rows, columns)

    # What its cells have

    @property
    def font(self) -> Any:
        """The font."""
        return self.FONT(self)

    @property
    def borders(self) -> Any:
        """The borders."""
        return self.BORDERS(self)

    @property
    def autofilter(self) -> Any:
        """The filter on the range."""
        return self.AUTOFILTER(self)

    @property
    def conditional_formats(self) -> Any:
        """The rules that touch the range."""
        return self.CONDITIONAL_FORMATS(self)

    @property
    def data_validation(self) -> Any:
        """What may be entered."""
        return self.DATA_VALIDATION(self)

    def set_colors(self, colors: list[list[Any]]) -> None:
        """Fills cell by cell; `...` leaves a cell as it is."""
        for down, row in enumerate(colors, 1):
            for right, color in enumerate(row, 1):
                if color is not ...:
                    cell: Any = self(down, right)
                    cell.color = color

    @property
    def name(self) -> Any:
        """The name that stands for exactly this range."""
        for _, name in self.sheet.book.names.snapshot():
            try:
                found = name.refers_to_range
            except (ValueError, KeyError):
                continue
            if found.sheet.name == self.sheet.name and found.area == self.area:
                return name
        return None

    @name.setter
    def name(self, value: str) -> None:
        self.sheet.book.names.add(value, f"={quoted_sheet(self.sheet.name)}!{self.address}")

    @property
    def table(self) -> Any:
        """The table the first cell lies in."""
        for table in self.sheet.tables:
            if table.range.area.holds(self.row, self.column):
                return table
        return None

    def get_special_cells(self, cell_type: str, value_type: str | None) -> list[Self]:
        """The areas of rows that are not hidden, as far as the sheet is used."""
        if cell_type != "visible":
            raise UnsupportedError(self.ENGINE, f"Range.get_special_cells({cell_type})")
        del value_type
        bottom = self.sheet.used_area
        last = min(self.area.row + self.area.rows, max(bottom.row + bottom.rows, self.area.row + 1))
        hidden: Set[int] = self._hidden_rows(last - 1)
        shown = {row for row in range(self.area.row, last) if row not in hidden}
        starts = sorted(row for row in shown if row - 1 not in shown)
        ends = sorted(row for row in shown if row + 1 not in shown)
        return [
            self._at(Area(first, self.area.column, end - first + 1, self.area.columns))
            for first, end in zip(starts, ends, strict=True)
        ]

    @property
    def row(self) -> int:
        """The first row."""
        return self.area.row

    @property
    def column(self) -> int:
        """The first column."""
        return self.area.column

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.area.rows, self.area.columns

    def __len__(self) -> int:
        return self.area.rows * self.area.columns

    def __call__(self, row: int, column: int | None = None) -> Self:
        """A cell by row and column, or by its place in reading order; it may lie outside."""
        if column is None:
            down, right = divmod(row - 1, self.area.columns)
            row, column = down + 1, right + 1
        return self._at(Area(self.area.row + row - 1, self.area.column + column - 1, 1, 1))

    # Values, of which the engines say how rows are read (`values_rows`, `formulas_rows`) and
    # one value or rows are written (`_write`).

    @property
    def raw_value(self) -> Any:
        """The values as Excel gives them over COM."""
        return given(self.values_rows()) if len(self) else None

    @raw_value.setter
    def raw_value(self, value: Any) -> None:
        self._write(value)

    @property
    def formula(self) -> Any:
        """The formulas, constants as texts."""
        return given(self.formulas_rows())

    @formula.setter
    def formula(self, value: Any) -> None:
        self._write(value)

    @property
    def formula2(self) -> Any:
        """The formulas; our engines do not tell dynamic ones apart."""
        return self.formula

    @formula2.setter
    def formula2(self, value: Any) -> None:
        self._write(value)

    @property
    def address(self) -> str:
        """The address within the sheet."""
        return self.area.address()

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        """The address, with book and sheet where wanted."""
        cells = self.area.address(absolute_row=row_absolute, absolute_column=col_absolute)
        if not external:
            return cells
        place = f"[{self.sheet.book.name}]{self.sheet.name}"
        quoted = "'" + place.replace("'", "''") + "'"
        simple = quoted_sheet(self.sheet.name) == self.sheet.name and self.sheet.book.name.isalnum()
        return f"{place if simple else quoted}!{cells}"

    def expand(self, mode: Any = "table") -> Any:
        """The range with the filled cells that follow it."""
        from xlwings import Range, expansion

        return expansion.expanders.get(mode, mode).expand(Range(impl=self)).impl

    def end(self, direction: str) -> Self:
        """Where the run of filled cells ends, as with Ctrl and an arrow key."""
        down, right = _STEPS[direction]
        row, column = self.area.row, self.area.column
        used = self.sheet.used_area
        edge_row = {-1: 1, 0: row, 1: ROWS_MAX}[down]
        edge_column = {-1: 1, 0: column, 1: COLUMNS_MAX}[right]
        far_row = {-1: 1, 0: row, 1: max(used.last_row, row)}[down]
        far_column = {-1: 1, 0: column, 1: max(used.last_column, column)}[right]
        line = between(
            min(row, far_row), min(column, far_column), max(row, far_row), max(column, far_column)
        )
        cells = [filled for row_cells in self.sheet.filled(line) for filled in row_cells]
        if down < 0 or right < 0:
            cells.reverse()
        steps = _run(cells)
        if steps is None:
            return self._at(Area(edge_row, edge_column, 1, 1))
        return self._at(Area(row + down * steps, column + right * steps, 1, 1))

    @property
    def current_region(self) -> Self:
        """The block of cells around, up to empty rows and columns."""
        used = self.sheet.used_area
        first = Area(self.area.row, self.area.column, 1, 1)
        whole = used.around(first)
        filled = self.sheet.filled(whole)
        region = first
        while True:
            grown = _grown(region, whole, filled)
            if grown == region:
                return self._at(region)
            region = grown


def _run(cells: Sequence[bool]) -> int | None:
    """How far the cursor jumps along cells of which it stands on the first; nothing to the edge."""
    if len(cells) > 1 and cells[0] and cells[1]:
        return next((i for i in range(1, len(cells)) if not cells[i]), len(cells)) - 1
    return next((i for i in range(1, len(cells)) if cells[i]), None)


def _grown(region: Area, whole: Area, filled: Sequence[Sequence[bool]]) -> Area:
    """A region with the rows and columns beside it that are not empty."""
    ring = between(
        max(region.row - 1, whole.row),
        max(region.column - 1, whole.column),
        min(region.last_row + 1, whole.last_row),
        min(region.last_column + 1, whole.last_column),
    )

    def any_in(area: Area | None) -> bool:
        if area is None:
            return False
        rows = range(area.row - whole.row, area.last_row - whole.row + 1)
        first, last = area.column - whole.column, area.last_column - whole.column
        return any(any(filled[row][first : last + 1]) for row in rows)

    top = ring.row if any_in(_row(ring, ring.row)) else region.row
    bottom = ring.last_row if any_in(_row(ring, ring.last_row)) else region.last_row
    left = ring.column if any_in(_column(ring, ring.column)) else region.column
    right = ring.last_column if any_in(_column(ring, ring.last_column)) else region.last_column
    return between(min(top, region.row), left, max(bottom, region.last_row), right)


def _row(area: Area, row: int) -> Area:
    return Area(row, area.column, 1, area.columns)


def _column(area: Area, column: int) -> Area:
    return Area(area.row, column, area.rows, 1)


def bounds(cells: Iterable[tuple[int, int]]) -> Area:
    """The area around cells; the first cell where there are none."""
    rows_seen: set[int] = set()
    columns_seen: set[int] = set()
    for row, column in cells:
        rows_seen.add(row)
        columns_seen.add(column)
    if not rows_seen:
        return Area(1, 1, 1, 1)
    return between(min(rows_seen), min(columns_seen), max(rows_seen), max(columns_seen))
