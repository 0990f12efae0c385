"""What is in front of the user: the workbook, where messages appear, what they are asked, and whether Esc is down."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import xlwings as xw

from tieout.errors import TieoutError
from tieout.progress import CancelledError


@dataclass(frozen=True)
class Window:
    """One window of Excel: everything an action may touch; `book` is None where none is open.

    `agreed` asks for a yes before something is done that matters, `asked` for a line of words (with
    those offered), `chosen` for a file; where nobody can be asked, nobody agrees or answers.
    """

    book: xw.Book | None
    show: Callable[[str], None]
    tell: Callable[[str | None], None]
    escape: Callable[[], bool]
    agreed: Callable[[str], bool] = lambda _: False
    asked: Callable[[str, str], str | None] = lambda _words, _offered: None
    chosen: Callable[[str], Path | None] = lambda _: None

    def workbook(self) -> xw.Book:
        """The workbook in front, which must be there."""
        if self.book is None:
            raise TieoutError("excel.no_workbook")
        return self.book

    def new_workbook(self) -> xw.Book:
        """A new workbook beside the one in front."""
        return self.workbook().app.books.add()

    def agree(self, words: str) -> None:
        """Go on only where the user agrees."""
        if not self.agreed(words):
            raise CancelledError

    def answer(self, words: str, offered: str) -> str:
        """What the user writes; nothing written is a no."""
        written = self.asked(words, offered)
        if written is None or not written.strip():
            raise CancelledError
        return written.strip()

    def file(self, words: str) -> Path:
        """The file that the user chooses."""
        found = self.chosen(words)
        if found is None:
            raise CancelledError
        return found
