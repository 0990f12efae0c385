"""What does xlwings ask of a workbook, answered on an openpyxl workbook."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from tieout.engines.headless.names import Names
from tieout.engines.headless.opening import Opened
from tieout.engines.headless.references import Rewrite, rewrite_formulas
from tieout.engines.headless.saving import save_workbook
from tieout.engines.headless.sheet import Sheet, Sheets
from tieout.engines.shared.shifts import renamed_formula
from tieout.engines.shared.unsupported import Speaking, UnsupportedError
from tieout.errors import TieoutError

_NAME_MAX = 31


class Book(Speaking):
    """One open workbook."""

    __slots__ = ("app", "changes", "opened", "path")
    ENGINE = "headless"

    def __init__(self, app: Any, opened: Opened, path: Path) -> None:
        self.app = app
        self.opened = opened
        self.path = path
        self.changes: dict[Any, set[str]] = {}

    @property
    def native(self) -> Any:
        """The workbook as openpyxl holds it."""
        return self.opened.workbook

    @property
    def cached(self) -> dict[Any, Any]:
        """What formulas gave when the file was last calculated."""
        return self.opened.cached()

    def touched(self, native: Any = None, what: str = "cells") -> None:
        """Remembers what was changed of which sheet."""
        self.changes.setdefault(native, set()).add(what)

    def rewrite(self, rewrite: Rewrite) -> None:
        """Rewrites every formula of the workbook, and later those in parts that come along."""
        rewrite_formulas(self.native, rewrite)
        self.opened.history.append(rewrite)

    def bring_drawing(self, native: Any, source: Sheet) -> None:
        """A copied sheet gets the drawing of the file it was copied from, untouched."""
        origin, old, new = source.book.opened, source.name, native.title
        brought = origin.drawing_of(source.native, source.book.changes.get(source.native, ()))
        if brought is not None:
            before = (
                *origin.rewrites(source.native),
                lambda text, _: renamed_formula(text, old, new),
            )
            self.opened.brought[native] = replace(
                brought, before=before, since=len(self.opened.history)
            )

    @property
    def api(self) -> Any:
        """The workbook as openpyxl holds it."""
        return self.native

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

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Writes the file, all of it or nothing of it."""
        if password is not None:
            raise UnsupportedError("headless", "Book.save(password)")
        target = Path(path) if path else self.path
        if not target.suffix:
            target = target.with_suffix(".xlsx")
        target = target.absolute()
        save_workbook(self.opened, self.changes, target)
        self.path = target

    def to_pdf(self, path: str, quality: str) -> None:
        """Files cannot print."""
        del path, quality
        raise TieoutError("engine.cannot_print", book=self.name)

    def json(self) -> None:
        """Only remote books are sent."""
        raise UnsupportedError("headless", "Book.json")

    # For the sheets

    def put_beside(self, native: Any, before: Sheet | None, after: Sheet | None) -> None:
        """Moves a sheet before or after another."""
        workbook = self.native
        active = workbook.active
        workbook._sheets.remove(native)
        beside = before or after
        assert beside is not None, "beside which sheet"
        place = workbook._sheets.index(beside.native) + (before is None)
        workbook._sheets.insert(place, native)
        workbook.active = active
        self.touched(native, "moved")

    def free_name(self, name: str) -> str:
        """A name for a copy, as Excel gives it: `name (2)`, or the name itself in another book."""
        taken = {sheet.title.lower() for sheet in self.native._sheets}
        number, wanted = 1, name
        while wanted.lower() in taken:
            number += 1
            suffix = f" ({number})"
            wanted = name[: _NAME_MAX - len(suffix)] + suffix
        return wanted

    def free_sheet(self) -> str:
        """A name for a new sheet: Sheet1, Sheet2 and so on."""
        taken = {sheet.title.lower() for sheet in self.native._sheets}
        number = 1
        while f"sheet{number}" in taken:
            number += 1
        return f"Sheet{number}"
