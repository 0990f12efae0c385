"""What does xlwings ask of a workbook, answered by LibreOffice, which can also calculate and print it."""

import datetime as dt
from pathlib import Path
from typing import Any

from tieout.engines.calc.names import Names
from tieout.engines.calc.number_formats import NumberFormats
from tieout.engines.calc.sheet import Sheets
from tieout.engines.calc.structs import properties, range_address, typed
from tieout.engines.calc.views import Look, bring_forward, keep_forms_still
from tieout.engines.shared.book import BookFace
from tieout.errors import TieoutError
from tieout.saving import whole_file

FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".ods": "calc8",
}


class Book(BookFace):
    """One open workbook."""

    __slots__ = ("cell_styles", "document", "formats", "looks", "unbounded")
    ENGINE = "calc"
    SHEETS, NAMES = Sheets, Names

    def __init__(self, app: Any, document: Any, path: Path) -> None:
        super().__init__(app, path)
        self.document = document
        bring_forward(document)
        keep_forms_still(document)
        self.cell_styles = document.StyleFamilies.getByName("CellStyles")
        self.formats = NumberFormats(document)
        self.unbounded: set[str] = set()
        self.looks: dict[str, Look] = {}

    @property
    def api(self) -> Any:
        """The document as LibreOffice holds it."""
        return self.document

    @property
    def epoch(self) -> dt.datetime:
        """The day before day 1."""
        day = self.document.NullDate
        return dt.datetime(day.Year, day.Month, day.Day)  # noqa: DTZ001

    def close(self) -> None:
        """Closes it; what was not saved is gone."""
        self.app.books.forget(self)
        self.document.close(True)

    def write(self, target: Path) -> None:
        """Writes the file; LibreOffice writes what it understood of it."""
        kind = FILTERS.get(target.suffix.lower())
        if kind is None:
            raise TieoutError("engine.unknown_kind", file=target.name, kinds=list(FILTERS))
        self._show_copies()
        bring_forward(self.document)
        self._store(target, properties(FilterName=kind, Overwrite=True))

    def _show_copies(self) -> None:
        """Shows the sheets that came in from other workbooks, so that the file says how they look."""
        front = self.sheets.active
        waiting = [sheet for sheet in self.sheets if sheet.name in self.looks and sheet.visible]
        for sheet in waiting:
            sheet.activate()
        if waiting:
            front.activate()

    def taken(self) -> set[str]:
        """The names of all sheets, in small letters."""
        return {name.lower() for name in self.document.Sheets.getElementNames()}

    def to_pdf(self, path: str, quality: str) -> None:
        """Prints all visible sheets."""
        del quality
        self.export_pdf(path)

    def export_pdf(self, path: str, selection: Any = None) -> None:
        """Prints the sheets, or only a selection."""
        if not self.document.URL:
            # LibreOffice 7.4 fails at links to another sheet where the document has no address yet.
            self.document.attachResource(Path(path).absolute().with_suffix(".xlsx").as_uri(), ())
        data = {} if selection is None else {"Selection": selection}
        wanted = typed("[]com.sun.star.beans.PropertyValue", properties(**data))
        options = properties(FilterName="calc_pdf_Export", FilterData=wanted)
        before = [(sheet.native, sheet.native.getPrintAreas()) for sheet in self.sheets]
        try:
            self._print_what_is_seen()
            self._store(Path(path).absolute(), options)
        finally:
            for native, areas in before:
                if native.getPrintAreas() != areas:
                    native.setPrintAreas(areas)

    def _print_what_is_seen(self) -> None:
        """Gives each sheet an area to print, or takes it away.

        A sheet whose area was taken away would not be printed at all; a hidden one that has an area would be.
        """
        for sheet in self.sheets:
            if not sheet.visible and sheet.native.getPrintAreas():
                sheet.native.setPrintAreas(())
            elif sheet.visible and sheet.name in self.unbounded:
                area = range_address(sheet.index - 1, sheet.used_area)
                sheet.native.setPrintAreas((area,))

    def _store(self, target: Path, options: tuple[Any, ...]) -> None:
        with whole_file(target) as beside:
            try:
                self.document.storeToURL(beside.as_uri(), options)
            except Exception as error:
                raise TieoutError("saving.failed", file=target, why=type(error).__name__) from error
