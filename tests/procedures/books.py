"""Workbooks as people keep them: two ledgers, and all sorts of things around them."""

import csv
import io
import re
from datetime import datetime
from pathlib import Path

import openpyxl
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet
from tests.workbook.samples import OURS_ZH, THEIRS_ZH


def workbook(
    folder: Path,
    ours: str = OURS_ZH,
    theirs: str = THEIRS_ZH,
    names: tuple[str, str] = ("我方", "对方"),
) -> Path:
    """A workbook with both ledgers, dates as dates and amounts as numbers."""
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, text in zip(names, (ours, theirs), strict=True):
        fill(book.create_sheet(name), text)
    path = folder / "book.xlsx"
    book.save(path)
    return path


def fill(sheet: Worksheet, text: str) -> None:
    """The cells of a CSV text."""
    for row, cells in enumerate(csv.reader(io.StringIO(text)), start=1):
        for column, written in enumerate(cells, start=1):
            if written:
                sheet.cell(row, column, _value(written))


def _value(text: str) -> object:
    for reading in (float, lambda t: datetime.strptime(t, "%Y-%m-%d")):
        try:
            return reading(text)
        except ValueError:
            continue
    return text


def lived_in(folder: Path) -> Path:
    """A workbook with formats, formulas, notes, names, rules, choices, heights and tables of its user."""
    path = workbook(folder)
    book = openpyxl.load_workbook(path)
    sheet = book["我方"]
    thin = Side(style="thin", color="FF00AA00")
    for row in sheet.iter_rows():
        for cell in row:
            cell.font = Font(name="SimSun", size=9, italic=cell.row % 2 == 0, color="FF112233")
            cell.border = Border(left=thin, bottom=thin)
            cell.fill = PatternFill("solid", fgColor=f"FF{cell.column * 20:02X}EEDD")
            cell.alignment = Alignment(horizontal="right", wrap_text=True)
    for row in range(5, 11):
        sheet.cell(row, 5).number_format = "#,##0.000"
        sheet.cell(row, 9, f"=E{row}*2").number_format = "0.0%"
    sheet["I3"] = "自算列"
    sheet["C5"].comment = Comment("核对过", "会计")
    sheet.column_dimensions["D"].width = 33.5
    sheet.freeze_panes = "B4"
    sheet.auto_filter.ref = "A3:G11"
    sheet.conditional_formatting.add(
        "E5:E10", CellIsRule("greaterThan", ["1000"], font=Font(bold=True))
    )
    choice = DataValidation("list", formula1='"甲,乙"')
    choice.add("B5:B10")
    sheet.add_data_validation(choice)
    book.defined_names["我的区域"] = DefinedName("我的区域", attr_text="'我方'!$A$5:$G$10")
    extra = book.create_sheet("备忘")
    extra["A1"], extra["A2"] = "=SUM(我方!E5:E10)", "勿动"
    for name, heights in HEIGHTS.items():
        for row, height in heights.items():
            book[name].row_dimensions[row].height = height
    for place, row in enumerate((("联系人", "电话"), ("赵", "0512-1"), ("钱", "0512-2")), start=4):
        extra.cell(place, 3, row[0])
        extra.cell(place, 4, row[1])
    _table(extra, "联系", "C4:D6")
    _table(book["对方"], "对方账", "A1:F8")
    book.save(path)
    return path


def _table(sheet: Worksheet, name: str, place: str) -> None:
    table = Table(displayName=name, ref=place)
    table.tableStyleInfo = TableStyleInfo("TableStyleMedium4", showRowStripes=True)
    sheet.add_table(table)


HEIGHTS = {"我方": {3: 30.0, 7: 41.25}, "对方": {4: 24.0}}
"""Of rows, as somebody set them; the others fit what stands in them, in LibreOffice anew at every change."""
WIDTHS = re.compile(r"B\d+ \| '\[[\d., ]+\]'")
"""The widths our columns had before, as our hidden sheet notes them: LibreOffice moves them by half a pixel."""


def look_of(cell: Cell) -> tuple[object, ...]:
    """What is seen of a cell.

    Of what is not seen LibreOffice makes something up: the second colour of a solid fill, the font of an
    empty cell, the letters a font is for.
    """
    font, fill = cell.font, cell.fill
    return (
        None if cell.value is None else font.name,
        (font.sz, font.b, font.i, font.u, font.strike, font.color and font.color.rgb),
        (fill.fill_type, fill.fgColor.rgb),
        *(repr(part) for part in (cell.border, cell.alignment, cell.protection)),
        cell.number_format,
    )
