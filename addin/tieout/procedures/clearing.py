"""How does a workbook become again what it was before we wrote into it."""

from pathlib import Path

import xlwings as xw

from tieout.errors import TieoutError
from tieout.procedures.cleared import Cleared, forget_cleared, note_cleared
from tieout.procedures.desk import keep_copy, policy_before
from tieout.procedures.rules import rules_now
from tieout.workbook.beside import written_beside
from tieout.workbook.in_place import remove_everything
from tieout.workbook.own_sheets import OwnSheets, own_sheets
from tieout.workbook.state import carried_in, kept_in, last_run, numbers_before


def clear(book: xw.Book) -> None:
    """Take everything of ours out of the workbook: columns, sheets, formats, choices and names.

    Decisions go with it: a copy of the file is kept first, and what is taken out is noted beside it, so
    that undo brings it back. Formulas of the user that quote our sheets lose what they quote.
    """
    own = own_sheets(book)
    if own.nothing:
        raise TieoutError("workbook.nothing_to_clear", file=book.name)
    keep_copy(book)
    file = Path(book.fullname)
    if file.is_absolute() and "state" in own.sheets:
        _note(file, book, own)
    remove_everything(book, own)


def _note(file: Path, book: xw.Book, own: OwnSheets) -> None:
    try:
        note_cleared(file, _taken_out(book, own))
    except (
        TieoutError
    ):  # somebody has altered the hidden sheet: the copy has the workbook of before
        forget_cleared(file)


def _taken_out(book: xw.Book, own: OwnSheets) -> Cleared:
    """What cannot be read could not be brought back, and is refused."""
    for read in (kept_in, carried_in, policy_before, last_run, numbers_before):
        read(own)
    state = own.sheets["state"]
    rows = state.range((1, 1), state.used_range.last_cell).options(ndim=2).value
    columns = [list(column) for column in zip(*rows, strict=True)]
    rules = rules_now(book, own) if "rules" in own.sheets else ""
    return Cleared(columns, rules, tuple(written_beside(own)))
