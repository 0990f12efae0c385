"""What does xlwings ask of an application, answered by a LibreOffice of its own."""

from pathlib import Path
from typing import Any

from tieout.engines.calc.book import Book
from tieout.engines.calc.bridge import Office
from tieout.engines.calc.structs import properties
from tieout.engines.shared.applications import AppFace, AppsFace, BooksFace, EngineFace
from tieout.engines.shared.files import workbook_content
from tieout.errors import TieoutError


class App(AppFace):
    """A running LibreOffice without a window."""

    ENGINE = "calc"

    def __init__(self, apps: AppsFace) -> None:
        super().__init__(apps)
        self.office = Office()
        self.books = Books(self)

    @property
    def engine(self) -> EngineFace:
        """The engine it belongs to."""
        return engine

    def calculate(self) -> None:
        """Calculates all formulas of all books."""
        for book in self.books:
            book.document.calculateAll()

    def quit(self) -> None:
        """Closes all books without saving, and ends LibreOffice."""
        self.apps.forget(self)
        try:
            self.books.close_all()
        finally:
            self.office.end()


class Books(BooksFace):
    """The open workbooks."""

    ENGINE = "calc"

    def new(self, name: str) -> Book:
        """An empty workbook."""
        document = self._loaded("private:factory/scalc")
        styles = document.StyleFamilies.getByName("PageStyles")
        for style in styles.getElementNames():
            # Excel prints no sheet name and no page number where nobody asked for them.
            styles.getByName(style).HeaderIsOn = styles.getByName(style).FooterIsOn = False
        return Book(self.app, document, Path(name))

    def opened(self, path: Path) -> Book:
        """The workbook of a file."""
        workbook_content(path, old_too=True)
        _check_not_open(path)
        document = self._loaded(path.absolute().as_uri())
        if document is None or not hasattr(document, "Sheets"):
            raise TieoutError("engine.no_workbook", file=path.name)
        return Book(self.app, document, path)

    def _loaded(self, url: str) -> Any:
        # No macros, no links: opening a file must not run or fetch anything.
        options = properties(Hidden=True, MacroExecutionMode=0, UpdateDocMode=0)
        return self.app.office.desktop.loadComponentFromURL(url, "_blank", 0, options)


def _check_not_open(path: Path) -> None:
    """Refuse a file that another program has open.

    LibreOffice gives nothing, or a workbook that can only be read, and says nothing where nobody can be asked.
    """
    for lock in (f".~lock.{path.name}#", f"~${path.name}"):
        if path.with_name(lock).exists():
            raise TieoutError("engine.in_use", file=path.name, lock=lock)


engine = EngineFace("calc", App)
