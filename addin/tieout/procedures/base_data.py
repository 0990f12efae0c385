"""How is base data edited in an open workbook: a list put before a person, and what they changed taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import xlwings as xw

from tieout.books.base_data import Change, Edit, apply, current, preview, rows_now
from tieout.books.books import Books
from tieout.books.register_sheets import VERSION, places_of, read_rows, register_of, write_sheet
from tieout.books.registers import REGISTERS, Register
from tieout.errors import TieoutError
from tieout.ledger.problem import Problem
from tieout.procedures.free_file import free_file
from tieout.texts import text


@dataclass(frozen=True)
class EditedList:
    """A list as it stands on a sheet: its rows, and every problem in them."""

    register: Register
    sheet: xw.Sheet
    edits: tuple[Edit, ...]
    problems: tuple[Problem, ...]
    headings: tuple[object, ...]


def list_in_workbook(app: xw.App, books: Books, name: str, folder: Path) -> tuple[xw.Book, int]:
    """A list (`customers`, `products`) in a new workbook of a folder, opened, and how many rows it has."""
    register = REGISTERS[name]
    file = free_file(folder, text(f"base_data.{name}"))
    found = current(books, register, purpose=f"download {file.name}")
    write_sheet(register, found, file)
    return app.books.open(file), len(found)


def edited_list(sheet: xw.Sheet) -> EditedList:
    """The list on a sheet, known by its headings; no other sheet is taken."""
    last = sheet.used_range.last_cell
    cells = sheet.range((1, 1), last).options(ndim=2, err_to_str=True).value
    register = register_of(cells[0])
    if register is None:
        raise TieoutError("base_data.no_list", sheet=sheet.name)
    edits, problems = read_rows(register, cells, sheet.name)
    return EditedList(register, sheet, tuple(edits), tuple(problems), tuple(cells[0]))


def changed(books: Books, edited: EditedList) -> list[Change]:
    """What the rows of a sheet would change; nothing is written."""
    return preview(books, edited.register, edited.edits)


def write(books: Books, edited: EditedList, reason: str = "") -> list[Change]:
    """Take the rows of a sheet into the books; the sheet then goes by the new versions."""
    changes = apply(books, edited.register, edited.edits, reason)
    known = rows_now(books, edited.register)
    _note_versions(edited, {str(each.row["code"]): each.id for each in known})
    return changes


def _note_versions(edited: EditedList, versions: dict[str, int]) -> None:
    """So that the sheet can be edited and uploaded again."""
    place = places_of(edited.register, edited.headings).get(VERSION)
    if place is None or not edited.edits:
        return
    last = max(each.line for each in edited.edits)
    column: list[Sequence[int | None]] = [[None] for _ in range(last - 1)]
    for each in edited.edits:
        column[each.line - 2] = [versions.get(str(each.row["code"]))]
    edited.sheet.range((2, place + 1), (last, place + 1)).value = column
