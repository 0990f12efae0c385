"""What goes into cells and comes out: as over COM in Excel, on every engine."""

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd

DAY = dt.datetime(2024, 5, 6)


VALUES = (
    (12, 12.0),
    (12.5, 12.5),
    (Decimal("0.1"), 0.1),
    (np.float64(2), 2.0),
    (True, True),
    (DAY, DAY),
    (dt.date(2024, 5, 6), DAY),
    (dt.datetime(2024, 5, 6, 13, 30), dt.datetime(2024, 5, 6, 13, 30)),
    (pd.Timestamp("2024-05-06"), DAY),
    ("余额", "余额"),
    ("two\nlines", "two\nlines"),
    ("", None),
    (None, None),
    (float("nan"), None),
    (pd.NA, None),
    (pd.NaT, None),
    ("00123", 123.0),
    ("1,234.50", 1234.5),
    ("(5)", -5.0),
    ("12%", 0.12),
    ("2024-05-06", DAY),
    ("2024/5/6", DAY),
    ("2024年5月6日", DAY),
    ("true", True),
    ("'00123", "00123"),
    ("'=1+1", "=1+1"),
    ("''x", "'x"),
    ("1.2.3", "1.2.3"),
    ("INV-1", "INV-1"),
    ("1,23", "1,23"),
    ("<b>&amp;", "<b>&amp;"),
    ("_x0041_", "_x0041_"),
)
"""What is put into a cell, and what comes out of it."""


def test_a_value_is_what_excel_makes_of_it(sheet):
    wrong = []
    for row, (put, got) in enumerate(VALUES, start=2):
        sheet[f"B{row}"].value = put
        found = sheet[f"B{row}"].value
        if found != got or type(found) is not type(got):
            wrong.append((put, got, found))
    assert not wrong


def test_a_text_that_begins_like_a_formula_is_one(sheet):
    for row, (put, formula) in enumerate(
        [("=1+1", "=1+1"), ("+1+2", "=1+2"), ("-A1", "=-A1")], start=2
    ):
        sheet[f"B{row}"].value = put
        assert sheet[f"B{row}"].formula == formula


def test_in_a_cell_formatted_as_text_everything_stays_a_text(sheet):
    for row, put in enumerate(["=1+1", "00123", "1-2", "-A1", "TRUE", "#N/A"], start=2):
        sheet[f"B{row}"].number_format = "@"
        sheet[f"B{row}"].value = put
        assert sheet[f"B{row}"].value == put


def test_a_month_and_a_day_become_a_date_of_this_year(sheet):
    sheet["A1"].value = "1-2"
    assert sheet["A1"].value == dt.datetime(dt.date.today().year, 1, 2)


def test_a_block_is_written_and_read_in_one_call(sheet):
    sheet["B2"].value = [["日期", "金额"], [DAY, 12.5], [None, "'-"]]
    assert sheet["B2:C4"].value == [["日期", "金额"], [DAY, 12.5], [None, "-"]]
    assert sheet["A1:B2"].value == [[None, None], [None, "日期"]]
    assert sheet["B2:C2"].value == ["日期", "金额"]
    assert sheet["B2:B4"].value == ["日期", DAY, None]


def test_a_frame_is_written_and_read(sheet):
    frame = pd.DataFrame({"n": [1.0, 2.0], "t": ["a", "b"]})
    sheet["A1"].options(index=False).value = frame
    assert sheet["A1"].options(pd.DataFrame, index=False, expand="table").value.equals(frame)


def test_one_value_fills_a_range_and_a_formula_moves_along(sheet):
    sheet["A1:A3"].value = 7
    sheet["B1:B3"].formula = "=A1*2+$A$1"
    assert sheet["A1:A3"].value == [7.0, 7.0, 7.0]
    assert sheet["B1:B3"].formula == (("=A1*2+$A$1",), ("=A2*2+$A$1",), ("=A3*2+$A$1",))


def test_formulas_of_constants_are_texts(sheet):
    sheet["A1"].value = [[1.5, "t", True, None, DAY]]
    assert sheet["A1:E1"].formula == (("1.5", "t", "TRUE", "", "45418"),)


def test_a_number_is_a_date_where_it_is_shown_as_one(sheet):
    sheet["A1"].value = 45418
    sheet["A1"].number_format = "yyyy-mm-dd"
    assert sheet["A1"].value == DAY
    sheet["A1"].number_format = "0"
    assert sheet["A1"].value == 45418.0


def test_a_date_shows_as_a_date_where_the_cell_had_no_format(sheet):
    sheet["A1"].value = DAY
    assert sheet["A1"].number_format not in ("General", "0")
    sheet["A2"].number_format = "yyyy-mm-dd"
    sheet["A2"].value = DAY
    assert sheet["A2"].number_format == "yyyy-mm-dd"


def test_an_error_is_none_or_its_name(sheet):
    sheet["A1"].value = "#N/A"
    assert sheet["A1"].value is None
    assert sheet["A1"].options(err_to_str=True).value == "#N/A"
    assert sheet["A1"].raw_value == -2146826246


def test_newer_functions_are_named_as_people_write_them(sheet):
    sheet["A1"].formula = '=IFS(B1>1,TEXTJOIN(",",TRUE,B1:B2),TRUE,"")'
    assert sheet["A1"].formula == '=IFS(B1>1,TEXTJOIN(",",TRUE,B1:B2),TRUE,"")'
