"""How does a workbook become again what it was before we wrote into it."""

import xlwings as xw

from tieout.errors import TieoutError
from tieout.procedures.desk import keep_copy
from tieout.workbook.in_place import remove_everything
from tieout.workbook.own_sheets import own_sheets


def clear(book: xw.Book) -> None:
    """Take everything of ours out of the workbook: columns, sheets, formats, choices and names.

    Decisions go with it: a copy of the file is kept first. Formulas of the user that quote our sheets
    lose what they quote.
    """
    own = own_sheets(book)
    if own.nothing:
        raise TieoutError("workbook.nothing_to_clear", file=book.name)
    keep_copy(book)
    remove_everything(book, own)
