"""Which two sheets of a workbook are the ledgers: named by the caller, or known by their headings and names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd
import xlwings as xw

from tieout.errors import TieoutError
from tieout.ledger.headers import ROWS_SEARCHED, find_header
from tieout.ledger.ledger import Ledger
from tieout.ledger.reading import understand
from tieout.ledger.sheet_traits import NO_TRAITS
from tieout.ledger.with_headings import lacks_headings
from tieout.workbook.open_traits import open_traits
from tieout.workbook.own_sheets import OwnSheets

OUR_WORDS = ("我方", "我司", "本公司", "应收", "ours", "our ", "our_", "receivable")
THEIR_WORDS = (
    "对方",
    "应付",
    "客户",
    "供应商",
    "theirs",
    "their",
    "payable",
    "customer",
    "supplier",
    "vendor",
)
"""Words in the name of a sheet that tell whose books it is."""


@dataclass(frozen=True)
class LedgerSheet:
    """A ledger as read from a sheet, without our own columns, and that sheet."""

    sheet: xw.Sheet
    ledger: Ledger
    cells: pd.DataFrame


def read_ledgers(
    book: xw.Book, own: OwnSheets, ours_sheet: str | None, theirs_sheet: str | None
) -> tuple[LedgerSheet, LedgerSheet]:
    """Find both ledgers and read them."""
    ours, theirs = find_ledgers(book, own, ours_sheet, theirs_sheet)
    found = read_ledger(own, ours), read_ledger(own, theirs)
    for each in found:
        if lacks_headings(each.ledger):
            raise TieoutError("workbook.no_line_for_headings", sheet=each.sheet.name)
    return found


def find_ledgers(
    book: xw.Book, own: OwnSheets, ours_sheet: str | None, theirs_sheet: str | None
) -> tuple[xw.Sheet, xw.Sheet]:
    """Both ledgers' sheets; our own result sheets are none."""
    sheets = [sheet for sheet in book.sheets if sheet.name not in own.result_names]
    named = {
        side: _named(book, sheets, name)
        for side, name in (("ours", ours_sheet), ("theirs", theirs_sheet))
        if name is not None
    }
    if ours_sheet is not None and ours_sheet == theirs_sheet:
        raise TieoutError("workbook.same_sheet", sheet=ours_sheet)
    if len(named) == 2:
        return named["ours"], named["theirs"]
    taken = {sheet.name for sheet in named.values()}
    candidates = [
        sheet for sheet in sheets if sheet.name not in taken and _looks_like_a_ledger(sheet, own)
    ]
    found = _told_apart(candidates, named, own)
    if found is None:
        key = (
            "workbook.no_ledgers" if len(candidates) + len(named) < 2 else "workbook.which_ledgers"
        )
        raise TieoutError(
            key,
            file=book.name,
            sheets=_listed(sheet.name for sheet in sheets),
            ledgers=_listed([*taken, *(sheet.name for sheet in candidates)]),
        )
    return found


def _listed(names: Iterable[str]) -> list[str] | str:
    return [f"“{name}”" for name in names] or "—"


def sheet_named(book: xw.Book, name: str) -> xw.Sheet:
    """A sheet of the workbook by its name."""
    return _named(book, list(book.sheets), name)


def _named(book: xw.Book, sheets: Sequence[xw.Sheet], name: str) -> xw.Sheet:
    for sheet in sheets:
        if sheet.name == name:
            return sheet
    raise TieoutError(
        "workbook.no_sheet", file=book.name, sheet=name, sheets=_listed(s.name for s in sheets)
    )


def _told_apart(
    candidates: Sequence[xw.Sheet], named: dict[str, xw.Sheet], own: OwnSheets
) -> tuple[xw.Sheet, xw.Sheet] | None:
    """By what was named, what was marked before, what the names say; of two sheets ours is first."""
    known = dict(named)
    for side in ("ours", "theirs"):
        if side not in known:
            mine = [s for s in candidates if s.name == own.ledger_names.get(side)] or [
                s for s in candidates if _whose(s.name) == side
            ]
            if len(mine) == 1:
                known[side] = mine[0]
    rest = [sheet for sheet in candidates if sheet not in known.values()]
    if len(known) == 2:
        return known["ours"], known["theirs"]
    if len(known) == 1 and len(rest) == 1:
        return known.get("ours", rest[0]), known.get("theirs", rest[0])
    if not known and len(rest) == 2:
        return rest[0], rest[1]
    return None


def _whose(name: str) -> str:
    """Whose books a sheet's name says it is; "" where it says neither or both."""
    lowered = name.lower()
    told = [
        side
        for side, words in (("ours", OUR_WORDS), ("theirs", THEIR_WORDS))
        if any(word in lowered for word in words)
    ]
    return told[0] if len(told) == 1 else ""


def _looks_like_a_ledger(sheet: xw.Sheet, own: OwnSheets) -> bool:
    cells = _cells(sheet, own, rows_max=ROWS_SEARCHED)
    return not cells.empty and find_header(cells) is not None


def read_ledger(own: OwnSheets, sheet: xw.Sheet) -> LedgerSheet:
    """One sheet read as a ledger, our own columns left out."""
    cells = _cells(sheet, own)
    ledger = understand(cells, file=sheet.book.name, sheet=sheet.name)
    traits = open_traits(sheet, ledger, cells)
    if traits != NO_TRAITS:
        ledger = understand(cells, file=sheet.book.name, sheet=sheet.name, traits=traits)
    return LedgerSheet(sheet, ledger, cells)


def _cells(sheet: xw.Sheet, own: OwnSheets, rows_max: int | None = None) -> pd.DataFrame:
    """The sheet's values from its first cell on, our own columns left blank."""
    last = sheet.used_range.last_cell
    rows, columns = last.row if rows_max is None else min(last.row, rows_max), last.column
    values = sheet.range((1, 1), (rows, columns)).options(ndim=2, err_to_str=True).value
    cells = pd.DataFrame(values, dtype=object)
    cells = cells.where(cells.notna() & (cells != ""), None)
    mine = own.marked_columns(sheet)
    for column in mine:
        if column <= columns:
            cells[column - 1] = None
    used = cells.notna()
    lines, columns = _until_last(used.any(axis=1)), _until_last(used.any(axis=0))
    return cells.iloc[:lines, :columns]


def _until_last(used: pd.Series) -> int:
    """How many there are up to the last that is not blank; lines and columns may be formatted far beyond."""
    places = used.to_numpy().nonzero()[0]
    return int(places[-1]) + 1 if len(places) else 0


def free_column(found: LedgerSheet, own: OwnSheets, count: int) -> int:
    """The first of our columns: where they were if nothing is in their way, else beside all there is."""
    cells = found.cells
    mine = own.marked_columns(found.sheet)
    if mine and cells.iloc[:, mine.start - 1 : mine.start - 1 + count].isna().all(axis=None):
        return mine.start
    last = int(found.sheet.used_range.last_cell.column)
    if mine and last == mine.stop - 1:
        last = mine.start - 1
    return max(last, cells.shape[1]) + 1
