"""The same table as people send it: a text file in an encoding, a workbook, a workbook of old."""

from datetime import date, datetime
from pathlib import Path

import pandas as pd
import xlsxwriter

import tieout

Cells = list[list[object]]


def read_text(folder: Path, text: str, encoding: str = "utf-8", **how) -> tieout.Ledger:
    """What the reader makes of a text file."""
    file = folder / "ledger.csv"
    file.write_bytes(text.encode(encoding))
    return tieout.read(file, **how)


def read_cells(folder: Path, cells: Cells, **how) -> tieout.Ledger:
    """What the reader makes of a workbook with these cells."""
    return tieout.read(workbook(folder / "ledger.xlsx", {"Sheet1": cells}), **how)


def workbook(file: Path, sheets: dict[str, Cells]) -> Path:
    """A workbook with these cells; texts stay texts."""
    with xlsxwriter.Workbook(file) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, cells in sheets.items():
            sheet = book.add_worksheet(name)
            for row, values in enumerate(cells):
                for column, value in enumerate(values):
                    if value is None or value == "":
                        continue
                    if isinstance(value, (date, datetime)):
                        sheet.write_datetime(row, column, value, day)
                    elif isinstance(value, bool):
                        sheet.write_boolean(row, column, value)
                    elif isinstance(value, (int, float)):
                        sheet.write_number(row, column, value)
                    else:
                        sheet.write_string(row, column, value)
    return file


def amounts(ledger: tieout.Ledger) -> list[int]:
    """The amounts of the entries, minor units."""
    return ledger.entries["amount"].tolist()


def codes(ledger: tieout.Ledger) -> list[str]:
    """The codes of the problems, in order."""
    return [problem.code for problem in ledger.problems]


def aside(ledger: tieout.Ledger) -> dict[int, str]:
    """Why each line is set aside."""
    return {row.line: row.why for row in ledger.set_aside}


def days(ledger: tieout.Ledger) -> list[str]:
    """The dates of the entries, "" where none."""
    return [f"{day:%Y-%m-%d}" if pd.notna(day) else "" for day in ledger.entries["date"]]
