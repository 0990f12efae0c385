"""Which tables does a sheet in LibreOffice have: its database ranges."""

from typing import Any

from tieout.engines.calc.structs import area_of
from tieout.engines.shared.addresses import Area
from tieout.engines.shared.finding import Gathered
from tieout.engines.shared.unsupported import Speaking


class Table(Speaking):
    """One table."""

    __slots__ = ("key", "parent")
    ENGINE = "calc"

    def __init__(self, parent: Any, key: str) -> None:
        self.parent = parent
        self.key = key

    @property
    def api(self) -> Any:
        """The table as LibreOffice holds it."""
        return self.parent.book.document.DatabaseRanges.getByName(self.key)

    @property
    def name(self) -> str:
        """Its name."""
        return self.key

    @name.setter
    def name(self, value: str) -> None:
        self.api.setName(value)
        self.key = value

    display_name = name

    @property
    def _area(self) -> Area:
        return area_of(self.api.getDataArea())

    @property
    def range(self) -> Any:
        """All its cells."""
        return self.parent.at(self._area)

    @property
    def header_row_range(self) -> Any:
        """The cells of its headings."""
        area = self._area
        return self.parent.at(Area(area.row, area.column, 1, area.columns))

    @property
    def data_body_range(self) -> Any:
        """The cells of its body."""
        area = self._area
        body = Area(area.row + 1, area.column, area.rows - 1, area.columns)
        return self.parent.at(body) if body.rows else None

    @property
    def show_autofilter(self) -> bool:
        """Whether the headings have arrows."""
        return bool(self.api.AutoFilter)

    @show_autofilter.setter
    def show_autofilter(self, value: bool) -> None:
        self.api.AutoFilter = value

    def resize(self, range: Any) -> None:  # noqa: A002  # as xlwings calls it
        """Gives it other cells."""
        self.api.setDataArea(range.impl.native.RangeAddress)

    def delete(self) -> None:
        """Takes the table and its cells away."""
        cells = self.range
        self.parent.book.document.DatabaseRanges.removeByName(self.key)
        cells.clear()


class Tables(Gathered):
    """The tables of a sheet."""

    __slots__ = ()
    ENGINE = "calc"

    def _all(self) -> list[Table]:
        ranges, own = self.parent.book.document.DatabaseRanges, self.parent.index - 1
        return [
            Table(self.parent, key)
            for key in ranges.getElementNames()
            if ranges.getByName(key).getDataArea().Sheet == own
        ]

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
        del source_type, link_source, destination, table_style_name
        area = source.impl.area
        head = self.parent.at(Area(area.row, area.column, 1, area.columns))
        if not has_headers:
            head.insert("down")
            head.raw_value = [[f"Column{number}" for number in range(1, area.columns + 1)]]
            area = Area(area.row, area.column, area.rows + 1, area.columns)
        ranges = self.parent.book.document.DatabaseRanges
        number = len(ranges.getElementNames()) + 1
        key = name or f"Table{number}"
        ranges.addNewByName(key, self.parent.at(area).native.RangeAddress)
        table = Table(self.parent, key)
        table.show_autofilter = True
        return table
