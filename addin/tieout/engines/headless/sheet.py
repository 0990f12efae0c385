"""What does xlwings ask of a sheet, answered on an openpyxl worksheet."""

from collections.abc import Iterator
from typing import Any

from openpyxl.worksheet.views import Pane, Selection

from tieout.engines.headless.charts import Charts
from tieout.engines.headless.copying import copy_sheet
from tieout.engines.headless.drawings import Pictures
from tieout.engines.headless.names import Names
from tieout.engines.headless.notes import Note, notes_of
from tieout.engines.headless.range import Range
from tieout.engines.headless.tables import Tables
from tieout.engines.shared.addresses import Area, split_sheet
from tieout.engines.shared.ranges import bounds
from tieout.engines.shared.sheets import FreezePanesFace, SheetFace, SheetsFace
from tieout.engines.shared.shifts import lost_formula, renamed_formula
from tieout.engines.shared.unsupported import Speaking


class FreezePanes(FreezePanesFace):
    """What stays when a sheet is scrolled."""

    __slots__ = ()
    ENGINE = "headless"

    def freeze(self, rows: int, columns: int) -> None:
        """Keeps the first rows and columns."""
        view = self.sheet.native.sheet_view
        corner = Area(rows + 1, columns + 1, 1, 1).reference()
        side = "bottomRight" if rows and columns else "bottomLeft" if rows else "topRight"
        view.pane = Pane(
            xSplit=columns or None,
            ySplit=rows or None,
            topLeftCell=corner,
            activePane=side,
            state="frozen",
        )
        panes = ["topRight", "bottomLeft", "bottomRight"] if rows and columns else [side]
        view.selection = [Selection(pane=pane) for pane in panes]
        self.sheet.touched()

    def unfreeze(self) -> None:
        """Lets everything scroll."""
        self.sheet.native.freeze_panes = None
        self.sheet.touched()


class PageSetup(Speaking):
    """How a sheet is printed."""

    __slots__ = ("sheet",)
    ENGINE = "headless"

    def __init__(self, sheet: "Sheet") -> None:
        self.sheet = sheet

    @property
    def api(self) -> Any:
        """The setup as openpyxl holds it."""
        return self.sheet.native.page_setup

    @property
    def print_area(self) -> str | None:
        """Which cells are printed; nothing where all are."""
        found = self.sheet.native.print_area
        if not found:
            return None
        return ",".join(split_sheet(part)[1] for part in str(found).split(","))

    @print_area.setter
    def print_area(self, value: str | None) -> None:
        self.sheet.native.print_area = value.replace("$", "") if value else None
        self.sheet.touched()


class Sheet(SheetFace):
    """One sheet of a workbook."""

    __slots__ = ()
    ENGINE = "headless"
    RANGE, NAMES, TABLES = Range, Names, Tables
    CHARTS, PICTURES = Charts, Pictures
    FREEZE_PANES, PAGE_SETUP = FreezePanes, PageSetup

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sheet) and other.native is self.native

    def __hash__(self) -> int:
        return id(self.native)

    def touched(self, what: str = "cells") -> None:
        """Remembers that something of the sheet was changed."""
        self.book.touched(self.native, what)

    # Where it stands

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.native.title)

    @name.setter
    def name(self, value: str) -> None:
        old = self.name
        if value == old:
            return
        if value.lower() != old.lower() and value.lower() in (
            sheet.name.lower() for sheet in self.book.sheets
        ):
            raise ValueError(f"Sheet named '{value}' already present in workbook")
        self.native._WorkbookChild__title = value
        self.book.rewrite(lambda formula, _: renamed_formula(formula, old, value))
        self.touched("name")

    @property
    def index(self) -> int:
        """Its place among the sheets."""
        return self.book.native.worksheets.index(self.native) + 1

    @property
    def visible(self) -> bool:
        """Whether users see its tab."""
        return self.native.sheet_state == "visible"

    @visible.setter
    def visible(self, value: bool) -> None:
        others = [sheet for sheet in self.book.native._sheets if sheet is not self.native]
        if not value and not any(sheet.sheet_state == "visible" for sheet in others):
            raise ValueError("A workbook must contain at least one visible sheet")
        self.native.sheet_state = "visible" if value else "hidden"
        if not value and self.book.native.active is self.native:
            self.book.native.active = next(s for s in others if s.sheet_state == "visible")
        self.touched()

    def activate(self) -> None:
        """Brings it to the front."""
        self.book.native.active = self.native

    def select(self) -> None:
        """Marks its tab alone."""
        self.activate()
        for sheet in self.book.native.worksheets:
            sheet.sheet_view.tabSelected = sheet is self.native

    def delete(self) -> None:
        """Takes it away; formulas that named it read #REF!."""
        workbook, name = self.book.native, self.name
        if len(workbook._sheets) == 1:
            raise ValueError("A workbook must contain at least one sheet")
        active = workbook.active
        workbook.remove(self.native)
        if active is self.native or active not in workbook._sheets:
            workbook.active = next(
                (s for s in workbook._sheets if s.sheet_state == "visible"), workbook._sheets[0]
            )
        else:
            workbook.active = active
        self.book.rewrite(lambda formula, _: lost_formula(formula, name))
        self.touched("structure")

    def move(self, before: "Sheet | None", after: "Sheet | None") -> None:
        """Puts it before or after another."""
        self.book.put_beside(self.native, before, after)

    def copy(self, before: "Sheet | None", after: "Sheet | None") -> None:
        """Copies it before or after another sheet, of this book or of another one."""
        beside = before or after
        assert beside is not None, "xlwings always says where"
        target = beside.book
        native = target.native.create_sheet(target.free_name(self.name))
        copy_sheet(self.native, native, self.book.cached, target.cached)
        target.bring_drawing(native, self)
        target.put_beside(native, before, after)
        target.native.active = native
        target.touched(native, "new")

    # What it holds

    @property
    def notes(self) -> list[Note]:
        """Its notes."""
        return notes_of(self)

    @property
    def show_gridlines(self) -> bool:
        """Whether the lines between cells are shown."""
        return self.native.sheet_view.showGridLines is not False

    @show_gridlines.setter
    def show_gridlines(self, value: bool) -> None:
        self.native.sheet_view.showGridLines = bool(value)
        self.touched()

    def marked(self) -> str:
        """What is marked according to the file."""
        view = self.native.sheet_view
        return str(view.selection[-1].sqref or "A1").split(" ")[0] if view.selection else "A1"

    # Its cells

    @property
    def used_area(self) -> Area:
        """The area around all cells that hold or show something."""
        return bounds(self.native._cells)

    def filled(self, area: Area) -> list[list[bool]]:
        """Which cells hold something."""
        get = self.native._cells.get
        columns = range(area.column, area.last_column + 1)
        return [
            [
                (cell := get((row, column))) is not None and cell._value is not None
                for column in columns
            ]
            for row in range(area.row, area.last_row + 1)
        ]


class Sheets(SheetsFace):
    """The sheets of a workbook."""

    __slots__ = ()
    ENGINE = "headless"

    @property
    def active(self) -> Sheet:
        """The sheet in front."""
        active = self.book.native.active
        sheets = self.book.native.worksheets
        return Sheet(self.book, active if active in sheets else sheets[0])

    def __len__(self) -> int:
        return len(self.book.native.worksheets)

    def __iter__(self) -> Iterator[Sheet]:
        for native in self.book.native.worksheets:
            yield Sheet(self.book, native)

    def __call__(self, name_or_index: int | str) -> Sheet:
        """One, by name or place."""
        sheets = self.book.native.worksheets
        if isinstance(name_or_index, int):
            return Sheet(self.book, sheets[name_or_index - 1])
        for native in sheets:
            if native.title.lower() == name_or_index.lower():
                return Sheet(self.book, native)
        raise KeyError(name_or_index)

    def add(
        self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None
    ) -> Sheet:
        """Adds an empty sheet, before the one in front where nothing is said."""
        active = self.active
        native = self.book.native.create_sheet(name or self.book.free_sheet())
        if before is None and after is None:
            before = active
        self.book.put_beside(native, before, after)
        self.book.native.active = native
        self.book.touched(native, "new")
        return Sheet(self.book, native)
