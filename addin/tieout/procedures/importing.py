"""How does a file become a ledger sheet of the open workbook, as it was read and ready to be reconciled."""

import hashlib
import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import xlwings as xw

from tieout.ledger.cleaning.amounts import amount_cells, mark_of, read_amounts
from tieout.ledger.ledger import COLUMNS, Ledger
from tieout.ledger.reading import read, understand
from tieout.procedures.desk import By, keep_copy
from tieout.progress import Progress, silent
from tieout.texts import current_language
from tieout.workbook.decisions import Action
from tieout.workbook.layout import on_sheet
from tieout.workbook.made import MadeImport, made_as_json, made_from
from tieout.workbook.noting import note_action
from tieout.workbook.own_sheets import PREFIX, named_range, own_sheets
from tieout.workbook.sheet_rows import COULD_BE_FORMULA

NAME_MAX = 31
_AMOUNTS = ("debit", "credit", "amount", "balance")
_DAYS = ("date", "due_date")
_PLACES = 6
"""Decimals an amount may have in a cell: as many as the reader takes for exact."""
_FORMATS = {**dict.fromkeys(_AMOUNTS, "#,##0.00"), **dict.fromkeys(_DAYS, "yyyy-mm-dd")}


def import_ledger(
    book: xw.Book, file: Path, *, who: str | None = None, progress: Progress = silent
) -> tuple[xw.Sheet, Ledger]:
    """Put the ledger of a file on a sheet of its own, row for row; what was read comes with it.

    Undo takes the sheet out again, unless somebody has changed it.

    Dates become dates and amounts numbers as the reader takes them; every other cell stays the
    text it was, so that no reference loses its zeros. Where the sheet would not read as the file
    does, every text stays a text.
    """
    progress("reading", 0.0)
    ledger = read(file)
    cells = typed_cells(ledger)
    progress("writing", 0.0)
    keep_copy(book)
    sheet = book.sheets.add(_free_name(book, file.stem), after=book.sheets[-1])
    _put(sheet, ledger, cells)
    _note(book, sheet, By.now(who))
    progress("writing", 1.0)
    sheet.activate()
    return sheet, ledger


IMPORTED = f"{PREFIX}imported_"
"""So begins the name that an imported sheet is known by, whatever people call it."""


def _note(book: xw.Book, sheet: xw.Sheet, by: By) -> None:
    own, made = own_sheets(book), made_as_json(MadeImport(_digest(sheet)))
    action = Action(0, "import", by.who, by.when, made=made)
    number = note_action(book, own, action, current_language()).number
    book.names.add(f"{IMPORTED}{number}", f"={on_sheet(sheet.name, '$A$1')}")


def take_out_import(book: xw.Book, action: Action) -> str | None:
    """Delete what was imported; the name of the sheet where it stays, as people have changed it since."""
    name = next((one for one in book.names if one.name == f"{IMPORTED}{action.number}"), None)
    place = None if name is None else named_range(name)
    if name is None or place is None:
        return None
    sheet = place.sheet
    others = [one for one in book.sheets if one.visible and one.name != sheet.name]
    in_use = sheet.name in own_sheets(book).ledger_names.values()
    name.delete()
    if in_use or not others or _digest(sheet) != made_from(action.made, MadeImport).digest:
        return str(sheet.name)
    sheet.delete()
    return None


def _digest(sheet: xw.Sheet) -> str:
    """What stands on a sheet, formulas as they are written, without our columns."""
    last, ours = sheet.used_range.last_cell, own_sheets(sheet.book).marked_columns(sheet)
    rows = sheet.range((1, 1), (last.row, last.column)).options(ndim=2, err_to_str=True).value
    cells = [
        (row, column, str(cell))
        for row, values in enumerate(rows, start=1)
        for column, cell in enumerate(values, start=1)
        if cell not in (None, "") and column not in ours
    ]
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()


def typed_cells(ledger: Ledger) -> pd.DataFrame:
    """The cells of a ledger with dates and numbers for texts, where they then read the same."""
    given = ledger.source.cells
    assert given is not None, "a ledger of a file has its cells"
    given = given.astype(object).where(given.notna(), None)
    typed = _with_dates(_with_numbers(given.copy(), ledger), ledger)
    return typed if _reads_alike(typed, ledger) else given


def _with_numbers(cells: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    places = [ledger.source.columns[name] for name in _AMOUNTS if name in ledger.source.columns]
    body = slice(ledger.source.header_line, None)
    written = {place: amount_cells(cells[place].iloc[body]) for place in places}
    mark = mark_of(list(written.values()))
    for place, column in written.items():
        found = read_amounts(column, _PLACES, mark=mark)
        numbers = [cents / 10**_PLACES for cents in found.cents.tolist()]
        taken = found.given & ~found.bad
        cells.iloc[body, place] = np.where(taken, np.array(numbers, dtype=object), column.cells)
    return cells


def _with_dates(cells: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    rows = ledger.entries["line"].to_numpy() - 1
    for name in _DAYS:
        if name in ledger.source.columns:
            days = ledger.entries[name]
            place = ledger.source.columns[name]
            told = (days.notna().to_numpy()) & cells.iloc[rows, place].notna().to_numpy()
            stamps = days[told].dt.to_pydatetime()
            cells.iloc[rows[told], place] = np.array(stamps, dtype=object)
    return cells


def _reads_alike(cells: pd.DataFrame, ledger: Ledger) -> bool:
    source = ledger.source
    again = understand(cells, file=source.file, sheet=source.sheet)
    return _said(again) == _said(ledger)


def _said(ledger: Ledger) -> tuple[object, ...]:
    """What a ledger says: its entries and openings, and what of it cannot be read."""
    entries = [ledger.entries[name].astype(object).tolist() for name in COLUMNS]
    bad = [(problem.code, problem.line) for problem in ledger.problems if problem.blocks]
    return [list(map(str, column)) for column in entries], dict(ledger.opening), bad


def _put(sheet: xw.Sheet, ledger: Ledger, cells: pd.DataFrame) -> None:
    """Formats first: a cell that is a text by its format takes what is written as it is."""
    body = cells.iloc[ledger.source.header_line :]
    meanings = {place: meaning for meaning, place in ledger.source.columns.items()}
    texts = body.map(lambda cell: isinstance(cell, str)).to_numpy(dtype=bool)
    blank = body.isna().to_numpy()
    for place in range(cells.shape[1]):
        is_text = texts[:, place].any() and (texts[:, place] | blank[:, place]).all()
        style = "@" if is_text else _FORMATS.get(meanings.get(place, ""))
        if style and len(body):
            first = sheet["A1"].offset(ledger.source.header_line, place)
            first.resize(len(body), 1).number_format = style
        if not is_text:
            quoted = body.index[texts[:, place]]
            cells.loc[quoted, place] = "'" + cells.loc[quoted, place].astype(str)
    rows = [[_safe(cell) for cell in row] for row in cells.to_numpy(dtype=object).tolist()]
    put_fitted(sheet, rows, ledger.source.header_line - 1)


def put_fitted(sheet: xw.Sheet, rows: list[list[object]], above: int) -> None:
    """Put rows on an empty sheet, its columns as wide as headings and entries; titles above run over."""
    width = len(rows[0])
    sheet["A1"].offset(above, 0).resize(len(rows) - above, width).value = rows[above:]
    sheet.autofit()
    if above:
        sheet["A1"].resize(above, width).value = rows[:above]


def _safe(cell: object) -> object:
    """A text that could be taken for a formula is led by an apostrophe, as people do."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(COULD_BE_FORMULA) else cell


def _free_name(book: xw.Book, wanted: str) -> str:
    """The wanted name as a sheet may have it, numbered where another has it."""
    name = re.sub(r"[\[\]:*?/\\]", " ", wanted).strip(" '")[:NAME_MAX] or "1"
    taken = {sheet.name.lower() for sheet in book.sheets}
    free, number = name, 1
    while free.lower() in taken:
        number += 1
        end = f" ({number})"
        free = name[: NAME_MAX - len(end)] + end
    return free
