"""What does xlwings ask of an application, where there is only Python."""

from pathlib import Path

from tieout.engines.headless.book import Book
from tieout.engines.headless.opening import new_workbook, open_workbook
from tieout.engines.shared.applications import AppFace, AppsFace, BooksFace, EngineFace


class App(AppFace):
    """An application without a window."""

    ENGINE = "headless"

    def __init__(self, apps: AppsFace) -> None:
        super().__init__(apps)
        self.books = Books(self)

    @property
    def engine(self) -> EngineFace:
        """The engine it belongs to."""
        return engine

    def calculate(self) -> None:
        """Formulas are calculated by the next spreadsheet program that opens the file."""

    def quit(self) -> None:
        """Closes all books without saving."""
        self.books.close_all()
        self.apps.forget(self)


class Books(BooksFace):
    """The open workbooks."""

    ENGINE = "headless"

    def new(self, name: str) -> Book:
        """An empty workbook."""
        return Book(self.app, new_workbook(), Path(name))

    def opened(self, path: Path) -> Book:
        """The workbook of a file."""
        return Book(self.app, open_workbook(path), path)


engine = EngineFace("headless", App)
