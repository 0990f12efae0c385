"""What does xlwings ask of a sheet, whatever the engine: what it holds, and its cells by any address."""

from abc import abstractmethod
from typing import Any, ClassVar

from tieout.engines.shared.addresses import COLUMNS_MAX, ROWS_MAX, Area, parse, split_sheet
from tieout.engines.shared.unsupported import Speaking


class SheetFace(Speaking):
    """One sheet of a workbook; `native` is the sheet as the engine's program holds it.

    The engines name what their sheets hold (RANGE, NAMES …), and add where a sheet stands, which cells
    are used (`used_area`), and what is marked.
    """

    __slots__ = ("book", "native")
    RANGE: ClassVar[Any]
    NAMES: ClassVar[Any]
    CHARTS: ClassVar[Any]
    PICTURES: ClassVar[Any]
    TABLES: ClassVar[Any]
    FREEZE_PANES: ClassVar[Any]
    PAGE_SETUP: ClassVar[Any]

    def __init__(self, book: Any, native: Any) -> None:
        self.book = book
        self.native = native

    @property
    def api(self) -> Any:
        """The sheet as the program holds it."""
        return self.native

    @property
    @abstractmethod
    def name(self) -> str:
        """Its name."""

    # What it holds

    @property
    def names(self) -> Any:
        """Its own names."""
        return self.NAMES(self.book, self)

    @property
    def comments(self) -> list[Any]:
        """Conversations, which neither files rewritten here nor LibreOffice can hold."""
        return []

    @property
    def charts(self) -> Any:
        """Its charts."""
        return self.CHARTS(self)

    @property
    def pictures(self) -> Any:
        """Its pictures."""
        return self.PICTURES(self)

    @property
    def tables(self) -> Any:
        """Its tables."""
        return self.TABLES(self)

    @property
    def freeze_panes(self) -> Any:
        """What stays when it is scrolled."""
        return self.FREEZE_PANES(self)

    @property
    def page_setup(self) -> Any:
        """How it is printed."""
        return self.PAGE_SETUP(self)

    # Its cells

    def at(self, area: Area) -> Any:
        """The range of an area."""
        return self.RANGE(self, area)

    def range(self, arg1: Any, arg2: Any = None) -> Any:
        """A range by address, name, cell, or two corners."""
        if isinstance(arg1, tuple) and len(arg1) == 4:
            return self.at(Area(*arg1))
        if isinstance(arg1, int) and isinstance(arg2, int):
            return self.at(Area(arg1, arg2, 1, 1))
        first = self._area(arg1)
        return self.at(first if arg2 is None else first.around(self._area(arg2)))

    def _area(self, argument: Any) -> Area:
        if isinstance(argument, self.RANGE):
            return self._area_of(argument)
        if isinstance(argument, tuple):
            if 0 in argument:
                raise IndexError(
                    "Attempted to access 0-based Range. xlwings/Excel Ranges are 1-based."
                )
            return Area(argument[0], argument[1], 1, 1)
        text = str(argument)
        area = parse(split_sheet(text)[1])
        return self._area_named(text) if area is None else area

    def _area_named(self, text: str) -> Area:
        for names in (self.names, self.book.names):
            if names.contains(text):
                return self._area_of(names(text).refers_to_range)
        for table in self.tables:
            if table.name.lower() == text.lower():
                return self._area_of(table.data_body_range or table.range)
        raise ValueError(f"{text!r} is neither an address nor a name on sheet {self.name!r}")

    @staticmethod
    def _area_of(found: Any) -> Area:
        area = found.area
        assert isinstance(area, Area)
        return area

    @property
    def cells(self) -> Any:
        """All cells."""
        return self.at(Area(1, 1, ROWS_MAX, COLUMNS_MAX))

    @property
    @abstractmethod
    def used_area(self) -> Area:
        """The area around all cells that hold or show something."""

    @property
    def used_range(self) -> Any:
        """The range around all cells that hold or show something."""
        return self.at(self.used_area)

    def clear(self) -> None:
        """Takes everything away that cells hold."""
        self.used_range.clear()

    def clear_contents(self) -> None:
        """Takes the values away."""
        self.used_range.clear_contents()

    def clear_formats(self) -> None:
        """Takes the formats away."""
        self.used_range.clear_formats()

    def autofit(self, axis: str | None = None) -> None:
        """Makes columns as wide and rows as high as what they show."""
        self.used_range.autofit(axis)


class FreezePanesFace(Speaking):
    """What stays when a sheet is scrolled; the engines freeze so many rows and columns."""

    __slots__ = ("sheet",)

    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet

    def freeze_at(self, frozen_range: Any) -> None:
        """Keeps rows and columns: all of those given, whole ones or from the corner on."""
        area = parse(split_sheet(str(frozen_range))[1])
        assert area is not None, f"{frozen_range!r} is no address"
        self.freeze(
            rows=0 if area.whole_columns else area.last_row,
            columns=0 if area.whole_rows else area.last_column,
        )

    @abstractmethod
    def freeze(self, rows: int, columns: int) -> None:
        """Keeps the first rows and columns."""


class SheetsFace(Speaking):
    """The sheets of a workbook; the engines say which there are, and add one."""

    __slots__ = ("book",)

    def __init__(self, book: Any) -> None:
        self.book = book

    @property
    def api(self) -> "SheetsFace":
        """Itself."""
        return self

    @abstractmethod
    def __call__(self, name_or_index: int | str) -> Any:
        """One, by name or place."""

    def __contains__(self, name_or_index: int | str) -> bool:
        try:
            self(name_or_index)
        except (KeyError, IndexError):
            return False
        return True
