"""What ledger does a file hold: its sheet, headings, entries, balances, and what could not be read."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from tieout.errors import TieoutError
from tieout.ledger.bank.recognition import read_bank_file
from tieout.ledger.cleaning.texts import cell_text
from tieout.ledger.files import Sheets, read_sheets
from tieout.ledger.headers import Header, find_header
from tieout.ledger.ledger import Ledger
from tieout.ledger.preamble import read_preamble
from tieout.ledger.problem import Problem
from tieout.ledger.profile import profile_named, stated_profile
from tieout.ledger.saved_profiles import settled
from tieout.ledger.shapes.completed_header import completed
from tieout.ledger.shapes.shaped_header import header_by_shape
from tieout.ledger.sheet_traits import NO_TRAITS, SheetTraits
from tieout.ledger.table import Table
from tieout.ledger.table_ledger import table_ledger


def read(
    path: str | Path,
    sheet: str | None = None,
    profile: str | None = None,
    *,
    currency: str = "",
    columns: Mapping[str, str] | None = None,
) -> Ledger:
    """Read a ledger from a workbook or a text file.

    `sheet` names the sheet, else the one that looks most like a ledger is taken; `profile` names the
    source, else it is recognised; `currency` states the currency where the file names none. Data
    that cannot be read is in `problems`; a file that cannot be read at all raises TieoutError.
    `columns` states the heading of some meanings (`amount`, `date`, …), which then is not looked for.
    Of a bank's statement (MT940, CAMT.053, OFX, QIF) `sheet` names one account.
    """
    path = Path(path)
    wanted = stated_profile(columns) if columns else profile_named(profile) if profile else None
    if wanted is None and (statement := read_bank_file(path, sheet, currency)) is not None:
        return statement
    sheets = read_sheets(path, sheet)
    headers = {name: find_header(cells, wanted) for name, cells in sheets.cells.items()}
    if not any(headers.values()) and (wanted is None or columns):
        headers = {name: header_by_shape(cells, columns) for name, cells in sheets.cells.items()}
    if columns and not any(headers.values()):
        _refuse_headings(sheets, columns)
    name = _best_sheet(sheets.file, headers)
    header = headers[name]
    assert header is not None, "the best sheet has a heading row"
    if wanted is None:
        header = settled(header, sheets.cells[name], sheets.file)
    ledger = _understood(
        sheets.cells[name], header, sheets.file, name, currency, sheets.traits(name)
    )
    return replace(ledger, problems=(*ledger.problems, *_warnings(sheets)))


def _refuse_headings(sheets: Sheets, columns: Mapping[str, str]) -> None:
    """The headings that were stated do not stand in one row of any sheet."""
    first = next(iter(sheets.cells.values()))
    usual = find_header(first)
    shown = list(filter(None, usual.headings)) if usual else _first_texts(first)
    raise TieoutError("profile.no_heading", headings=list(columns.values()), found=shown)


def understand(
    cells: pd.DataFrame,
    *,
    file: str,
    sheet: str,
    profile: str | None = None,
    currency: str = "",
    traits: SheetTraits = NO_TRAITS,
) -> Ledger:
    """Read a ledger from the raw cells of a sheet, row 0 being line 1."""
    header = find_header(cells, profile) or (None if profile else header_by_shape(cells))
    if header is None:
        raise TieoutError(
            "read.no_header", file=file, sheet=sheet or file, found=_first_texts(cells)
        )
    return _understood(cells, header, file, sheet, currency, traits)


def _understood(
    cells: pd.DataFrame, header: Header, file: str, sheet: str, currency: str, traits: SheetTraits
) -> Ledger:
    preamble = read_preamble(cells.head(header.first))
    header = completed(header, cells)
    return table_ledger(Table(cells, header, preamble, file, sheet, currency, traits))


def _warnings(sheets: Sheets) -> list[Problem]:
    """What the file brings along that was not run and not followed."""
    return [
        Problem(code, sheet=sheets.file, values={"file": sheets.file}) for code in sheets.warnings
    ]


def _best_sheet(file: str, headers: dict[str, Header | None]) -> str:
    found = {name: header.score for name, header in headers.items() if header is not None}
    if not found:
        raise TieoutError(
            "read.no_header_in_file", file=file, sheets=[n for n in headers if n] or file
        )
    best = [name for name, score in found.items() if score == max(found.values())]
    if len(best) > 1:
        raise TieoutError("read.several_sheets", file=file, sheets=best)
    return best[0]


def _first_texts(cells: pd.DataFrame) -> str:
    shown = (cell_text(cell).strip() for cell in cells.head(5).to_numpy(object).ravel())
    return " | ".join([text for text in shown if text][:8])
