"""What does the button Carry forward do: the open items of a closed workbook go into the one in front."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import xlwings as xw

from tieout import procedures
from tieout.errors import TieoutError
from tieout.excel.window import Window
from tieout.procedures.carrying import still_open
from tieout.progress import Progress
from tieout.texts import text


def carry_forward(window: Window, progress: Progress) -> str:
    """The workbook in front, reconciled with what was open when the chosen one was closed."""
    book = window.workbook()
    file = window.file(text("excel.which_closed"))
    window.agree(text("excel.carry", closed=file.name, book=book.name))
    with _opened(book, file) as closed:
        result = procedures.carry_forward(closed, book, progress=progress)
    cleared, still = still_open(result)
    return text(
        "carried.said", source=file.name, count=cleared + still, cleared=cleared, open=still
    )


@contextmanager
def _opened(front: xw.Book, file: Path) -> Iterator[xw.Book]:
    """The closed workbook, read only and put away again; one that is open already stays open."""
    for one in front.app.books:
        if Path(one.fullname) == file:
            yield one
            return
        if one.name.lower() == file.name.lower():
            raise TieoutError("excel.same_name", file=file.name)
    closed = front.app.books.open(file, update_links=False, read_only=True)
    front.activate()
    try:
        yield closed
    finally:
        closed.close()
