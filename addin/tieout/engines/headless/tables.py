"""Which tables does an openpyxl sheet have, and how are they made, resized and taken away."""

from typing import Any

from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table as NativeTable
from openpyxl.worksheet.table import TableColumn as NativeColumn
from openpyxl.worksheet.table import TableStyleInfo

from tieout.engines.headless.areas import areas
from tieout.engines.shared.addresses import Area
from tieout.engines.shared.finding import Gathered
from tieout.engines.shared.unsupported import Speaking


class Table(Speaking):
    """One table."""

    __slots__ = ("native", "parent")
    ENGINE = "headless"

    def __init__(self, parent: Any, native: NativeTable) -> None:
        self.parent = parent
        self.native = native

    @property
    def api(self) -> NativeTable:
        """The table as openpyxl holds it."""
        return self.native

    @property
    def _area(self) -> Area:
        return areas(self.native.ref)[0]

    def _part(self, area: Area) -> Any:
        return self.parent.at(area) if area.rows > 0 else None

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.native.displayName)

    @name.setter
    def name(self, value: str) -> None:
        tables = self.parent.native.tables
        del tables[self.native.displayName]
        self.native.name = self.native.displayName = value
        tables[value] = self.native
        self.parent.touched("tables")

    display_name = name

    @property
    def range(self) -> Any:
        """All its cells."""
        return self._part(self._area)

    @property
    def _header_rows(self) -> int:
        return 1 if self.native.headerRowCount is None else int(self.native.headerRowCount)

    @property
    def _totals_rows(self) -> int:
        return int(self.native.totalsRowCount or 0)

    @property
    def header_row_range(self) -> Any:
        """The cells of its headings."""
        area = self._area
        return self._part(Area(area.row, area.column, self._header_rows, area.columns))

    @property
    def data_body_range(self) -> Any:
        """The cells of its body."""
        area, head = self._area, self._header_rows
        rows = area.rows - head - self._totals_rows
        return self._part(Area(area.row + head, area.column, rows, area.columns))

    @property
    def totals_row_range(self) -> Any:
        """The cells of its totals."""
        area, rows = self._area, self._totals_rows
        return self._part(Area(area.last_row - rows + 1, area.column, rows, area.columns))

    @property
    def insert_row_range(self) -> None:
        """The empty row of an empty table; files have none."""
        return

    @property
    def table_style(self) -> str | None:
        """The name of its style."""
        return self.native.tableStyleInfo.name if self.native.tableStyleInfo else None

    @table_style.setter
    def table_style(self, value: str | None) -> None:
        self._style().name = value

    def _style(self) -> TableStyleInfo:
        if self.native.tableStyleInfo is None:
            self.native.tableStyleInfo = TableStyleInfo(showRowStripes=True)
        self.parent.touched("tables")
        return self.native.tableStyleInfo

    @property
    def show_autofilter(self) -> bool:
        """Whether the headings have arrows."""
        return self.native.autoFilter is not None

    @show_autofilter.setter
    def show_autofilter(self, value: bool) -> None:
        self.native.autoFilter = AutoFilter(ref=self._filter_reference()) if value else None
        self.parent.touched("tables")

    @property
    def show_headers(self) -> bool:
        """Whether it has headings."""
        return self._header_rows == 1

    @property
    def show_totals(self) -> bool:
        """Whether it has a row of totals."""
        return self._totals_rows == 1

    @property
    def show_table_style_row_stripes(self) -> bool:
        """Whether rows are striped."""
        return bool(self._style().showRowStripes)

    @show_table_style_row_stripes.setter
    def show_table_style_row_stripes(self, value: bool) -> None:
        self._style().showRowStripes = value

    @property
    def show_table_style_column_stripes(self) -> bool:
        """Whether columns are striped."""
        return bool(self._style().showColumnStripes)

    @show_table_style_column_stripes.setter
    def show_table_style_column_stripes(self, value: bool) -> None:
        self._style().showColumnStripes = value

    @property
    def show_table_style_first_column(self) -> bool:
        """Whether the first column stands out."""
        return bool(self._style().showFirstColumn)

    @show_table_style_first_column.setter
    def show_table_style_first_column(self, value: bool) -> None:
        self._style().showFirstColumn = value

    @property
    def show_table_style_last_column(self) -> bool:
        """Whether the last column stands out."""
        return bool(self._style().showLastColumn)

    @show_table_style_last_column.setter
    def show_table_style_last_column(self, value: bool) -> None:
        self._style().showLastColumn = value

    def resize(self, range: Any) -> None:  # noqa: A002  # as xlwings calls it
        """Gives it other cells; its headings follow."""
        self.native.ref = range.impl.area.reference()
        _name_columns(self.parent, self.native, self._area)
        if self.native.autoFilter is not None:
            self.native.autoFilter.ref = self._filter_reference()
        self.parent.touched("tables")

    def delete(self) -> None:
        """Takes the table and its cells away."""
        area = self._area
        del self.parent.native.tables[self.native.displayName]
        self.parent.touched("tables")
        self.parent.at(area).clear()

    def _filter_reference(self) -> str:
        area = self._area
        return Area(area.row, area.column, area.rows - self._totals_rows, area.columns).reference()


class Tables(Gathered):
    """The tables of a sheet."""

    __slots__ = ()
    ENGINE = "headless"

    def _all(self) -> list[Table]:
        return [Table(self.parent, native) for native in self.parent.native.tables.values()]

    def add(
        self,
        source_type: Any = None,
        source: Any = None,
        link_source: Any = None,
        has_headers: bool | None = None,
        destination: Any = None,
        table_style_name: str | None = None,
        name: str | None = None,
    ) -> Table:
        """Makes a table of a range; without headings it gets some, in a new row above."""
        del source_type, link_source, destination
        area = source.impl.area
        if not has_headers:
            self.parent.at(Area(area.row, area.column, 1, area.columns)).insert("down")
            area = Area(area.row, area.column, area.rows + 1, area.columns)
        elif area.rows == 1:
            area = Area(area.row, area.column, 2, area.columns)
        native = NativeTable(displayName=name or self._free_name(), ref=area.reference())
        native.name = native.displayName
        native.tableStyleInfo = TableStyleInfo(name=table_style_name, showRowStripes=True)
        native.autoFilter = AutoFilter(ref=area.reference())
        _name_columns(self.parent, native, area)
        self.parent.native.add_table(native)
        self.parent.touched("tables")
        return Table(self.parent, native)

    def _free_name(self) -> str:
        taken = {table.name.lower() for sheet in self.parent.book.sheets for table in sheet.tables}
        number = 1
        while f"table{number}" in taken:
            number += 1
        return f"Table{number}"


def _name_columns(sheet: Any, native: NativeTable, area: Area) -> None:
    """Headings are texts, and each only once: what is missing or double is named anew."""
    native._initialise_columns()
    head = sheet.at(Area(area.row, area.column, 1, area.columns))
    taken: set[str] = set()
    names = []
    for number, value in enumerate(head.formulas_rows()[0], 1):
        wanted = value or f"Column{number}"
        unique, suffix = wanted, 1
        while unique.lower() in taken:
            suffix += 1
            unique = f"{wanted}{suffix}"
        taken.add(unique.lower())
        names.append(unique)
    if native.headerRowCount != 0 and head.formulas_rows()[0] != names:
        head.raw_value = [["'" + name for name in names]]
    native.tableColumns = [
        NativeColumn(id=number, name=name) for number, name in enumerate(names, 1)
    ]
