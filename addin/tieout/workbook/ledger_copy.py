"""How does a ledger that was read from a plain file lie on a sheet of its own."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from tieout.errors import TieoutError
from tieout.ledger.cleaning.amounts import read_amounts
from tieout.ledger.cleaning.dates import read_dates
from tieout.ledger.currency import decimals, number_format
from tieout.ledger.ledger import Ledger
from tieout.workbook.layout import (
    HEAD,
    SHEET_COLUMNS_MAX,
    SHEET_ROWS_MAX,
    Block,
    Style,
    text_width,
)

AMOUNTS = ("debit", "credit", "amount", "balance")
DATES = ("date", "due_date")
DATE_FORMAT = "yyyy-mm-dd"
WIDTH_MIN, WIDTH_MAX, WIDTH_SAMPLE = 8, 36, 300


@dataclass(frozen=True)
class LedgerCopy:
    """A ledger's cells as they lie on the new sheet, their blocks and the widths of the columns."""

    cells: pd.DataFrame
    blocks: tuple[Block, ...]
    widths: dict[int, float]


def ledger_copy(ledger: Ledger) -> LedgerCopy:
    """The cells as they were read: dates as dates, amounts as numbers, all else as it was."""
    cells = ledger.source.cells
    assert cells is not None, "a ledger of a file has its cells"
    _refuse_too_large(ledger, cells)
    header = ledger.source.header_line
    first_heading = _first_heading(ledger)
    body = cells.iloc[header:]
    meanings = {column: meaning for meaning, column in ledger.source.columns.items()}
    columns = [_column(body.iloc[:, c], meanings.get(c, ""), ledger) for c in range(cells.shape[1])]
    return LedgerCopy(
        blocks=(
            *_as_read(cells.iloc[:first_heading], 1, Style()),
            *_as_read(
                cells.iloc[first_heading:header],
                first_heading + 1,
                Style(bold=True, fill=HEAD, border="all", align="center", wrap=True),
            ),
            Block(
                header + 1, 1, [values for values, _ in columns], [style for _, style in columns]
            ),
        ),
        widths={
            c + 1: _width(cells.iloc[first_heading:, c], columns[c][1])
            for c in range(cells.shape[1])
        },
        cells=_with_numbers(cells, columns, ledger),
    )


def _with_numbers(
    cells: pd.DataFrame, columns: list[tuple[list[object], Style]], ledger: Ledger
) -> pd.DataFrame:
    """The cells with the amounts as they lie on the sheet."""
    counted = {c for m, c in ledger.source.columns.items() if m in AMOUNTS}
    whole = cells.copy(deep=False)
    for column in counted:
        top = cells.iloc[: ledger.source.header_line, column].tolist()
        whole[whole.columns[column]] = pd.Series(
            [*top, *columns[column][0]], index=cells.index, dtype=object
        )
    return whole


def _refuse_too_large(ledger: Ledger, cells: pd.DataFrame) -> None:
    rows, columns = cells.shape
    if rows > SHEET_ROWS_MAX or columns > SHEET_COLUMNS_MAX - 5:
        raise TieoutError(
            "workbook.too_large",
            file=ledger.source.file,
            rows=rows,
            columns=columns,
            rows_max=SHEET_ROWS_MAX,
        )


def _first_heading(ledger: Ledger) -> int:
    """The place of the first heading row; above a row of headings may stand a row of groups."""
    cells, header = ledger.source.cells, ledger.source.header_line
    assert cells is not None
    if ledger.source.headless:
        return header if header != 1 else 0
    shown = ["" if c is None or c != c else str(c).strip() for c in cells.iloc[header - 1]]
    return header - 1 if shown == list(ledger.source.headings) else max(header - 2, 0)


def _as_read(cells: pd.DataFrame, row: int, style: Style) -> list[Block]:
    if cells.empty:
        return []
    columns = [_plain(cells.iloc[:, c]) for c in range(cells.shape[1])]
    return [Block(row, 1, columns, [style] * len(columns))]


def _column(cells: pd.Series, meaning: str, ledger: Ledger) -> tuple[list[object], Style]:
    if meaning in AMOUNTS:
        return _amounts(cells, ledger)
    if meaning in DATES:
        return _dates(cells)
    return _plain(cells), Style(border="all")


def _amounts(cells: pd.Series, ledger: Ledger) -> tuple[list[object], Style]:
    """Amounts as numbers where they were read; what could not be read stays as it was."""
    currency = max(ledger.currencies, key=decimals, default="")
    found = read_amounts(cells.reset_index(drop=True), decimals(currency))
    numbers = (found.cents / 10.0 ** decimals(currency)).astype(object)
    read = np.where(found.given & ~found.bad, numbers, np.array(_plain(cells), dtype=object))
    return read.tolist(), Style(border="all", number_format=number_format(currency))


def _dates(cells: pd.Series) -> tuple[list[object], Style]:
    found = read_dates(cells.reset_index(drop=True))
    days = found.days.astype("datetime64[D]").astype(object)
    read = np.where(np.isnat(found.days), np.array(_plain(cells), dtype=object), days)
    return read.tolist(), Style(border="all", number_format=DATE_FORMAT, align="center")


def _plain(cells: pd.Series) -> list[object]:
    return [None if cell is None or cell != cell else cell for cell in cells.tolist()]


def _width(cells: pd.Series, style: Style) -> float:
    sample = cells.head(WIDTH_SAMPLE).dropna()
    shown = max((text_width(cell) for cell in sample), default=0)
    if style.number_format == DATE_FORMAT:
        shown = 10
    elif style.number_format:
        shown = max(shown, 12)
    return float(min(max(shown + 2, WIDTH_MIN), WIDTH_MAX))
