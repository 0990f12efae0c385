"""What amounts people write, and what is no amount."""

from datetime import datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ledger.sheets import amounts, codes, read_cells, read_text

from tieout.ledger.cleaning.amounts import amount_cells, mark_of, read_amounts
from tieout.ledger.cleaning.written_amount import is_empty, written_amount

READ = {
    "1,234.00": 123400, "1 234.00": 123400, "1'234.50": 123450, "1,15,000.00": 11500000,
    "１，２３４．５０": 123450, "(1,000.00)": -100000, "（500）": -50000, "500.00-": -50000,
    "500-": -50000, "−5.00": -500, "- 5": -500, "+5": 500, "12.5CR": -1250, "12.50 Cr.": -1250,
    "12.5 DR": 1250, "Dr 7": 700, "借 1,234.00": 123400, "5.00贷": -500, "¥1,234.00": 123400,
    "￥ -5": -500, "-¥5": -500, "(¥5)": -500, "CNY 5.00": 500, "5.00 CNY": 500, "5元": 500,
    "人民币5元整": 500, "3万": 3000000, "3.5万元": 3500000, "1.2亿": 12000000000, "'12.30": 1230,
    "`12.30": 1230, "12.30\t": 1230, "0.30000000000000004": 30, "1234.5600000000001": 123456,
    "5.684341886080802e-14": 0, "131.77(已退款89.84)": 13177, "12.": 1200, ".5": 50, "-0.00": 0,
    "1,234,567": 123456700, "1.234.567": 123456700, "007": 700,
}  # fmt: skip
REFUSED = {
    "1,2OO.00": "letter_in_amount", "l2.50": "letter_in_amount", "abc": "not_an_amount",
    "1.234": "unclear_amount", "(-5)": "unclear_amount", "-5-": "unclear_amount",
    "-5 CR": "unclear_amount", "1,23,4567": "unclear_amount", "1.2345": "too_many_decimals",
    "0.005": "too_many_decimals", "1.23457E+17": "rounded_amount", "1E5": "rounded_amount",
    "12%": "percent_amount", "TRUE": "boolean_amount", "#REF!": "error_cell", "#N/A": "error_cell",
    "99999999999999999": "too_many_digits", "12 34": "not_an_amount", "1-2": "not_an_amount",
    "2026-01-05": "not_an_amount", "--5": "unclear_amount", "5/6": "not_an_amount", "¥": "not_an_amount",
    "12.50元/吨": "not_an_amount",
}  # fmt: skip


@pytest.mark.parametrize(("written", "cents"), READ.items())
def test_an_amount_is_read_as_people_write_it(written, cents):
    assert written_amount(written, 2).cents == cents


@pytest.mark.parametrize(("written", "why"), REFUSED.items())
def test_what_is_no_amount_is_never_zero(written, why):
    assert written_amount(written, 2).cents is None
    assert written_amount(written, 2).why == why


@pytest.mark.parametrize(
    ("text", "places", "cents"),
    [("1,234", 0, 1234), ("5", 3, 5000), ("1.250", 3, 1250), ("1,5", 3, 1500)],
)
def test_currencies_have_their_own_decimals(text, places, cents):
    assert written_amount(text, places).cents == cents


def test_in_a_currency_of_three_decimals_one_comma_is_asked():
    assert written_amount("1,234", 3).why == "unclear_amount"
    assert written_amount("1,234", 3, ".").cents == 1234000


def test_the_decimal_mark_is_that_of_the_whole_sheet(tmp_path):
    text = "Date;Debit;Credit\n2026-01-05;1.234;\n2026-01-06;;12,50\n2026-01-07;1.234.567,00;\n"
    assert amounts(read_text(tmp_path, text)) == [123400, -1250, 123456700]


def test_an_amount_against_the_habit_of_its_sheet_is_asked(tmp_path):
    text = 'Date,Amount\n2026-01-05,10.50\n2026-01-06,20.50\n2026-01-07,"12,50"\n'
    ledger = read_text(tmp_path, text)
    assert codes(ledger) == ["unclear_amount"]
    assert ledger.problems[0].line == 4


def test_thousands_with_a_point_and_no_evidence_are_asked(tmp_path):
    ledger = read_text(tmp_path, "Date,Amount\n2026-01-05,1.234\n2026-01-06,500\n")
    assert codes(ledger) == ["unclear_amount"]
    assert ledger.problems[0].blocks


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        (True, "boolean_amount"), (datetime(2026, 1, 5), "date_in_amount"), (1e20, "too_many_digits"),
        (12.345, "too_many_decimals"), ("#REF!", "error_cell"), ("12a", "not_an_amount"),
    ],
)  # fmt: skip
def test_a_cell_that_is_no_amount_is_named(tmp_path, cell, why):
    rows = [["日期", "单号", "金额"], ["2026-01-04", "A", 1], ["2026-01-05", "B", cell]]
    ledger = read_cells(tmp_path, rows)
    assert codes(ledger) == [why]
    problem = ledger.problems[0]
    assert (problem.sheet, problem.line, problem.column, problem.heading) == (
        "Sheet1",
        3,
        3,
        "金额",
    )
    assert problem.blocks


@pytest.mark.parametrize("cell", [0.1 + 0.2, 0.30000000000000004, "0.30", "0.3"])
def test_float_noise_is_no_amount_of_its_own(tmp_path, cell):
    ledger = read_cells(tmp_path, [["日期", "单号", "金额"], ["2026-01-05", "B", cell]])
    assert amounts(ledger) == [30]
    assert ledger.problems == ()


@pytest.mark.parametrize("where", ["heading", "preamble"])
def test_amounts_in_ten_thousands_are_multiplied_and_said(tmp_path, where):
    above = [["单位：万元"]] if where == "preamble" else []
    heading = "金额（万元）" if where == "heading" else "金额"
    ledger = read_cells(tmp_path, [*above, ["日期", "单号", heading], ["2026-01-05", "A", 1.2345]])
    assert amounts(ledger) == [1234500]
    assert codes(ledger) == ["amounts_in_unit"]


def test_a_customer_called_wan_is_no_unit(tmp_path):
    text = "客户：万科公司,,\n日期,单号,金额\n2026-01-05,A,5\n"
    assert amounts(read_text(tmp_path, text)) == [500]


ALPHABET = st.text(alphabet="0123456789.,-()¥ E%万", min_size=1, max_size=9)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.one_of(ALPHABET, st.from_regex(r"-?[0-9]{1,6}(\.[0-9]{1,3})?", fullmatch=True)),
        max_size=8,
    ),
    st.sampled_from([0, 2, 3, 6]),
)
def test_a_column_is_read_as_its_cells_are(texts, places):
    cells = amount_cells(pd.Series(texts, dtype=object))
    mark = mark_of([cells])
    found = read_amounts(cells, places, mark=mark)
    for row, text in enumerate(texts):
        one = written_amount(text, places, mark)
        if is_empty(text):
            assert not found.given[row]
            assert not found.bad[row]
        else:
            assert found.given[row] == (one.cents is not None), text
            assert (found.cents[row], found.reasons.get(row, "")) == (one.cents or 0, one.why), text


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(-(10**13), 10**13), min_size=1, max_size=20), st.sampled_from([0, 2, 3])
)
def test_an_amount_is_the_same_as_text_number_and_decimal(cents, places):
    exact = [Decimal(c).scaleb(-places) for c in cents]
    for cells in (
        pd.Series([f"{amount:f}" for amount in exact], dtype=object),
        pd.Series([f"{amount:f}" for amount in exact], dtype="str"),
        pd.Series([float(amount) for amount in exact], dtype=object),
        pd.Series([float(amount) for amount in exact], dtype=np.float64),
        pd.Series(exact, dtype=object),
        pd.Series(
            [float(amount) if n % 2 else f"{amount:f}" for n, amount in enumerate(exact)],
            dtype=object,
        ),
    ):
        found = read_amounts(cells, places, mark=".")
        assert found.cents.tolist() == cents
        assert found.given.all()
