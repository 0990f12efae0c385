"""What does xlwings ask of a sheet, answered by LibreOffice."""

from collections.abc import Iterator
from typing import Any

from tieout.engines.calc.drawings import Charts, Pictures
from tieout.engines.calc.kept_tables import put_tables_back, tables_elsewhere
from tieout.engines.calc.names import Names
from tieout.engines.calc.notes import Note, notes_of
from tieout.engines.calc.page_styles import copy_page_style
from tieout.engines.calc.range import Range
from tieout.engines.calc.rules import show_rules
from tieout.engines.calc.structs import area_of, range_address
from tieout.engines.calc.tables import Tables
from tieout.engines.calc.views import look_of, show_grid
from tieout.engines.shared.addresses import Area, parse
from tieout.engines.shared.sheets import FreezePanesFace, SheetFace, SheetsFace
from tieout.engines.shared.unsupported import Speaking

_FILLED = 1 | 2 | 4 | 16


class FreezePanes(FreezePanesFace):
    """What stays when a sheet is scrolled."""

    __slots__ = ()
    ENGINE = "calc"

    def freeze(self, rows: int, columns: int) -> None:
        """Keeps the first rows and columns."""
        self.sheet._in_front().freezeAtPosition(columns, rows)

    def unfreeze(self) -> None:
        """Lets everything scroll."""
        self.sheet._in_front().freezeAtPosition(0, 0)


class PageSetup(Speaking):
    """How a sheet is printed."""

    __slots__ = ("sheet",)
    ENGINE = "calc"

    def __init__(self, sheet: "Sheet") -> None:
        self.sheet = sheet

    @property
    def print_area(self) -> str | None:
        """Which cells are printed; nothing where all are."""
        found = self.sheet.native.getPrintAreas()
        return ",".join(area_of(address).address() for address in found) or None

    @print_area.setter
    def print_area(self, value: str | None) -> None:
        areas = [parse(part) for part in value.split(",")] if value else []
        place = self.sheet.index - 1
        kept = self.sheet.book.unbounded
        if areas:
            kept.discard(self.sheet.name)
        elif self.sheet.native.getPrintAreas():
            kept.add(self.sheet.name)
        self.sheet.native.setPrintAreas(
            tuple(range_address(place, area) for area in areas if area is not None)
        )


class Sheet(SheetFace):
    """One sheet of a workbook."""

    __slots__ = ()
    ENGINE = "calc"
    RANGE, NAMES, TABLES = Range, Names, Tables
    CHARTS, PICTURES = Charts, Pictures
    FREEZE_PANES, PAGE_SETUP = FreezePanes, PageSetup

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sheet) and other.book is self.book and other.name == self.name

    def __hash__(self) -> int:
        return hash(self.name)

    # Where it stands

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.native.Name)

    @name.setter
    def name(self, value: str) -> None:
        if value.lower() != self.name.lower() and value in self.book.sheets:
            raise ValueError(f"Sheet named '{value}' already present in workbook")
        look = self.book.looks.pop(self.name, None)
        self.native.Name = value
        if look:
            self.book.looks[value] = look

    @property
    def index(self) -> int:
        """Its place among the sheets."""
        return int(self.native.RangeAddress.Sheet) + 1

    @property
    def visible(self) -> bool:
        """Whether users see its tab."""
        return bool(self.native.IsVisible)

    @visible.setter
    def visible(self, value: bool) -> None:
        others = [sheet for sheet in self.book.sheets if sheet.visible and sheet != self]
        if not value and not others:
            raise ValueError("A workbook must contain at least one visible sheet")
        if not value:
            self._leave()
        self.native.IsVisible = value

    def activate(self) -> None:
        """Brings it to the front, and waits until it is there.

        LibreOffice 7.4 ends itself where a sheet with a chart was brought to the front and others come in
        from another workbook before that is done.
        """
        self._in_front()
        self._wait()

    select = activate

    def delete(self) -> None:
        """Takes it away."""
        if len(self.book.sheets) == 1:
            raise ValueError("A workbook must contain at least one sheet")
        self._leave()
        self.book.looks.pop(self.name, None)
        tables = tables_elsewhere(self.book.document, self.name)
        self.book.document.Sheets.removeByName(self.name)
        put_tables_back(self.book.document, tables)
        # what still listens to the sheet must hear of it first: LibreOffice 7.4 otherwise ends itself now
        # and then when the next sheet is copied in
        self._wait()

    def _leave(self) -> None:
        """Brings another sheet to the front, and waits until it is there.

        LibreOffice 7.4 ends itself (in FmFormView::HideSdrPage, at the next sheet brought to the front) where
        the sheet in front was hidden or deleted.
        """
        controller = self.book.document.getCurrentController()
        if controller.getActiveSheet().Name != self.name:
            return
        others = [sheet for sheet in self.book.sheets if sheet.visible and sheet != self]
        if others:
            controller.setActiveSheet(others[0].native)
            self._wait()

    def _wait(self) -> None:
        """Waits until LibreOffice has done what is still to be done."""
        self.book.app.office.create("com.sun.star.awt.Toolkit").processEventsToIdle()

    def move(self, before: "Sheet | None", after: "Sheet | None") -> None:
        """Puts it before or after another."""
        place = before.index - 1 if before is not None else after.index if after is not None else 0
        self.book.document.Sheets.moveByName(self.name, place)

    def copy(self, before: "Sheet | None", after: "Sheet | None") -> None:
        """Copies it before or after another sheet, of this book or of another one."""
        beside = before or after
        assert beside is not None, "xlwings always says where"
        target, place = beside.book, beside.index - (before is not None)
        name = target.free_name(self.name)
        if target is self.book:
            target.document.Sheets.copyByName(self.name, name, place)
            target.sheets(place + 1).activate()
        else:
            target.document.Sheets.importSheet(self.book.document, self.name, place)
            self._bring_along(target.sheets(place + 1))

    def _bring_along(self, copied: "Sheet") -> None:
        """Gives a copy in another workbook how the sheet is printed and how it scrolls."""
        area = self.page_setup.print_area
        if area:
            copied.page_setup.print_area = area
        copy_page_style(self, copied)
        show_rules(copied, self)
        copied.book.looks[copied.name] = look_of(self._in_front())

    # What it holds

    @property
    def notes(self) -> list[Note]:
        """Its notes."""
        return notes_of(self)

    @property
    def show_gridlines(self) -> bool:
        """Whether the lines between cells are shown."""
        return look_of(self._in_front()).grid

    @show_gridlines.setter
    def show_gridlines(self, value: bool) -> None:
        show_grid(self._in_front(), bool(value))

    def _in_front(self) -> Any:
        """The view, showing this sheet: it keeps such switches for the sheet it shows."""
        controller = self.book.document.getCurrentController()
        controller.setActiveSheet(self.native)
        look = self.book.looks.pop(self.name, None)
        if look:
            look.put(controller)
        return controller

    def marked(self) -> str:
        """What is marked on it, the first area where there are several."""
        chosen = self._in_front().getSelection()
        found = getattr(chosen, "RangeAddresses", None) or [getattr(chosen, "RangeAddress", None)]
        return area_of(found[0]).reference() if found[0] else "A1"

    # Its cells

    def cells_at(self, area: Area) -> Any:
        """Cells as LibreOffice holds them."""
        return self.native.getCellRangeByPosition(
            area.column - 1, area.row - 1, area.last_column - 1, area.last_row - 1
        )

    @property
    def used_area(self) -> Area:
        """The area around all cells that hold or show something."""
        cursor = self.native.createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)
        return area_of(cursor.RangeAddress)

    def filled(self, area: Area) -> list[list[bool]]:
        """Which cells hold something."""
        rows = [[False] * area.columns for _ in range(area.rows)]
        found = self.cells_at(area).queryContentCells(_FILLED).getRangeAddresses()
        for part in map(area_of, found):
            for row in range(part.row - area.row, part.last_row - area.row + 1):
                start = part.column - area.column
                rows[row][start : start + part.columns] = [True] * part.columns
        return rows


class Sheets(SheetsFace):
    """The sheets of a workbook."""

    __slots__ = ()
    ENGINE = "calc"

    @property
    def active(self) -> Sheet:
        """The sheet in front."""
        return Sheet(self.book, self.book.document.getCurrentController().getActiveSheet())

    def __len__(self) -> int:
        return int(self.book.document.Sheets.getCount())

    def __iter__(self) -> Iterator[Sheet]:
        for index in range(len(self)):
            yield Sheet(self.book, self.book.document.Sheets.getByIndex(index))

    def __call__(self, name_or_index: int | str) -> Sheet:
        """One, by name or place."""
        sheets = self.book.document.Sheets
        if isinstance(name_or_index, int):
            return Sheet(self.book, sheets.getByIndex(name_or_index - 1))
        for name in sheets.getElementNames():
            if name.lower() == name_or_index.lower():
                return Sheet(self.book, sheets.getByName(name))
        raise KeyError(name_or_index)

    def add(
        self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None
    ) -> Sheet:
        """Adds an empty sheet, before the one in front where nothing is said."""
        place = self.active.index - 1
        if before is not None:
            place = before.index - 1
        elif after is not None:
            place = after.index
        new = name or self.book.free_sheet()
        self.book.document.Sheets.insertNewByName(new, place)
        sheet = self(new)
        sheet.activate()
        return sheet
