"""How does a whole sheet come into a workbook: painted into a file of its own, from which it is copied."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import xlwings as xw


@contextmanager
def opened_aside(app: xw.App, write: Callable[[Path], object]) -> Iterator[xw.Book]:
    """What is written into a file of its own, open until it is left, and gone then."""
    with TemporaryDirectory(prefix="tieout") as folder:
        # Excel opens no two workbooks of one name: the folder's own name is unique.
        file = Path(folder) / f"{Path(folder).name}.xlsx"
        write(file)
        book = app.books.open(file)
        try:
            yield book
        finally:
            book.close()
