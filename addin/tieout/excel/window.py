"""What is in front of the user: the workbook, where messages appear, and whether Esc is down."""

from collections.abc import Callable
from dataclasses import dataclass

import xlwings as xw


@dataclass(frozen=True)
class Window:
    """One window of Excel: everything an action may touch; `book` is None where none is open."""

    book: xw.Book | None
    show: Callable[[str], None]
    tell: Callable[[str | None], None]
    escape: Callable[[], bool]
