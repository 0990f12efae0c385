"""What is in front of the user: the workbook, where messages appear, and whether Esc is down."""

from collections.abc import Callable
from dataclasses import dataclass

import xlwings as xw

from tieout.errors import TieoutError


@dataclass(frozen=True)
class Window:
    """One window of Excel: everything an action may touch; `book` is None where none is open.

    `agreed` asks before something is taken away; where nobody can be asked, nobody agrees.
    """

    book: xw.Book | None
    show: Callable[[str], None]
    tell: Callable[[str | None], None]
    escape: Callable[[], bool]
    agreed: Callable[[str], bool] = lambda _: False

    def workbook(self) -> xw.Book:
        """The workbook in front, which must be there."""
        if self.book is None:
            raise TieoutError("excel.no_workbook")
        return self.book

    def new_workbook(self) -> xw.Book:
        """A new workbook beside the one in front."""
        return self.workbook().app.books.add()
