"""What does xlwings ask of a workbook, answered by LibreOffice, which can also calculate and print it."""

import datetime as dt
from pathlib import Path
from typing import Any

from tieout.engines.calc.names import Names
from tieout.engines.calc.number_formats import NumberFormats
from tieout.engines.calc.sheet import Sheets
from tieout.engines.calc.structs import properties, range_address, typed
from tieout.engines.shared.unsupported import Speaking, UnsupportedError
from tieout.errors import TieoutError
from tieout.saving import whole_file

FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".ods": "calc8",
}
_NAME_MAX = 31


class Book(Speaking):
    """One open workbook."""

    __slots__ = ("app", "cell_styles", "document", "formats", "path", "unbounded")
    ENGINE = "calc"

    def __init__(self, app: Any, document: Any, path: Path) -> None:
        self.app = app
        self.document = document
        self.path = path
        self.cell_styles = document.StyleFamilies.getByName("CellStyles")
        self.formats = NumberFormats(document)
        self.unbounded: set[str] = set()

    @property
    def api(self) -> Any:
        """The document as LibreOffice holds it."""
        return self.document

    @property
    def epoch(self) -> dt.datetime:
        """The day before day 1."""
        day = self.document.NullDate
        return dt.datetime(day.Year, day.Month, day.Day)  # noqa: DTZ001

    @property
    def name(self) -> str:
        """The name of its file."""
        return self.path.name

    @property
    def fullname(self) -> str:
        """The path of its file; only a name where it was never saved."""
        return str(self.path)

    @property
    def sheets(self) -> Sheets:
        """Its sheets."""
        return Sheets(self)

    @property
    def names(self) -> Names:
        """Its names."""
        return Names(self)

    def activate(self) -> None:
        """Brings it to the front."""
        self.app.books.bring_to_front(self)

    def close(self) -> None:
        """Closes it; what was not saved is gone."""
        self.app.books.forget(self)
        self.document.close(True)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Writes the file; LibreOffice writes what it understood of it."""
        if password is not None:
            raise UnsupportedError("calc", "Book.save(password)")
        target = Path(path) if path else self.path
        if not target.suffix:
            target = target.with_suffix(".xlsx")
        target = target.absolute()
        if target.suffix.lower() not in FILTERS:
            raise TieoutError("engine.unknown_kind", file=target.name, kinds=list(FILTERS))
        self._store(target, properties(FilterName=FILTERS[target.suffix.lower()], Overwrite=True))
        self.path = target

    def to_pdf(self, path: str, quality: str) -> None:
        """Prints all visible sheets."""
        del quality
        self.export_pdf(path)

    def export_pdf(self, path: str, selection: Any = None) -> None:
        """Prints the sheets, or only a selection."""
        data = {} if selection is None else {"Selection": selection}
        wanted = typed("[]com.sun.star.beans.PropertyValue", properties(**data))
        options = properties(FilterName="calc_pdf_Export", FilterData=wanted)
        unbounded = [sheet for sheet in self.sheets if sheet.name in self.unbounded]
        for sheet in unbounded:
            # A sheet whose print area was taken away would not be printed at all.
            sheet.native.setPrintAreas((range_address(sheet.index - 1, sheet.used_area),))
        try:
            self._store(Path(path).absolute(), options)
        finally:
            for sheet in unbounded:
                sheet.native.setPrintAreas(())

    def _store(self, target: Path, options: tuple[Any, ...]) -> None:
        with whole_file(target) as beside:
            try:
                self.document.storeToURL(beside.as_uri(), options)
            except Exception as error:
                raise TieoutError("saving.failed", file=target, why=type(error).__name__) from error

    def free_name(self, name: str) -> str:
        """A name for a copy, as Excel gives it: `name (2)`, or the name itself in another book."""
        number, wanted = 1, name
        while wanted in self.sheets:
            number += 1
            suffix = f" ({number})"
            wanted = name[: _NAME_MAX - len(suffix)] + suffix
        return wanted

    def free_sheet(self) -> str:
        """A name for a new sheet: Sheet1, Sheet2 and so on."""
        number = 1
        while f"Sheet{number}" in self.sheets:
            number += 1
        return f"Sheet{number}"
