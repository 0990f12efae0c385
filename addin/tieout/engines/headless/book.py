"""What does xlwings ask of a workbook, answered on an openpyxl workbook."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from tieout.engines.headless.names import Names
from tieout.engines.headless.opening import Opened
from tieout.engines.headless.references import Rewrite, rewrite_formulas
from tieout.engines.headless.saving import save_workbook
from tieout.engines.headless.sheet import Sheet, Sheets
from tieout.engines.shared.book import BookFace
from tieout.engines.shared.shifts import renamed_formula
from tieout.engines.shared.unsupported import UnsupportedError
from tieout.errors import TieoutError


class Book(BookFace):
    """One open workbook."""

    __slots__ = ("changes", "opened")
    ENGINE = "headless"
    SHEETS, NAMES = Sheets, Names

    def __init__(self, app: Any, opened: Opened, path: Path) -> None:
        super().__init__(app, path)
        self.opened = opened
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

    def close(self) -> None:
        """Closes it; what was not saved is gone."""
        self.app.books.forget(self)

    def write(self, target: Path) -> None:
        """Writes the file."""
        save_workbook(self.opened, self.changes, target)

    def taken(self) -> set[str]:
        """The names of all sheets, in small letters."""
        return {sheet.title.lower() for sheet in self.native._sheets}

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
