"""A statement as a sheet in the workbook is the same paper as the workbook of its own."""

import re
from copy import copy

import openpyxl
import pytest
from tests.both_engines import Engine
from tests.office import needs_office, recalculated
from tests.statements.rendering import rendered
from tests.statements.samples import CUSTOMER, OUR_ROWS, OURS, THEIR_ROWS, sample

from tieout import procedures
from tieout.engines import headless
from tieout.statements.heading import StatementHeading
from tieout.statements.paper import column_widths
from tieout.statements.two_sided import two_sided_statement
from tieout.statements.writing import two_sided_template, write_statement
from tieout.workbook.statement_sheet import put_statement

HEADING = StatementHeading(our_name=OURS, number="DZ-1", fingerprint="abc")


@pytest.fixture
def workbook(tmp_path):
    """A workbook with both ledgers and a sheet of the user's own."""
    book = openpyxl.Workbook()
    note = book.active
    note.title = "备忘"
    note["A1"] = "=1+1"
    for name, rows, customer in (("我方账", OUR_ROWS, CUSTOMER), ("对方账", THEIR_ROWS, OURS)):
        sheet = book.create_sheet(name)
        sheet.append(["日期", "单据号", "摘要", "借方金额", "贷方金额", "客户"])
        for day, reference, memo, amount in rows:
            cents = float(amount)
            row = [
                day,
                reference,
                memo.lstrip("="),
                max(cents, 0) or None,
                max(-cents, 0) or None,
                customer,
            ]
            sheet.append(row)
    book.save(tmp_path / "账.xlsx")
    return tmp_path / "账.xlsx"


def put(engine, workbook, language="zh", times=1, heading=HEADING):
    with engine.app() as app:
        book = app.books.open(workbook)
        for _ in range(times):
            statement = two_sided_statement(sample(), heading)
            put_statement(book, statement, two_sided_template(language), language)
        engine.check_errors(book)
        book.save(workbook)
    return openpyxl.load_workbook(workbook)


@pytest.mark.parametrize(
    ("font", "size", "digit"), [("Calibri", 11, 7), ("微软雅黑", 11, 8), ("Arial", 16, 12)]
)
def test_columns_stay_as_wide_as_they_were_drawn_whatever_the_usual_font(
    workbook, font, size, digit
):
    """Pages are cut at the scale at which the drawn columns fit the paper."""
    book = openpyxl.load_workbook(workbook)
    usual = copy(book._fonts[0])
    usual.name, usual.size = font, size
    book._fonts[0] = usual
    book.save(workbook)
    with headless.app() as app:
        opened = app.books.open(workbook)
        statement = two_sided_statement(sample(), HEADING)
        put_statement(opened, statement, two_sided_template("zh"), "zh")
        opened.save(workbook)
    sheet = openpyxl.load_workbook(workbook).worksheets[-1]
    drawn = openpyxl.load_workbook(two_sided_template("zh")).worksheets[0]
    wide = sum(column_widths(sheet)) * digit
    assert wide == pytest.approx(sum(column_widths(drawn)) * 7, rel=0.02)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.in_office
def test_the_sheet_and_the_workbook_of_its_own_say_the_same(engine, tmp_path, workbook, language):
    inside = put(engine, workbook, language)
    alone = tmp_path / "alone.xlsx"
    write_statement(
        two_sided_statement(sample(), HEADING), two_sided_template(language), alone, language
    )
    expected = openpyxl.load_workbook(engine.saved(alone))
    sheet = inside.worksheets[-1]
    for other in inside.sheetnames[:-1]:
        del inside[other]
    assert cells_of(rendered(inside)) == cells_of(rendered(expected))
    widths = [dimension.width for dimension in expected.worksheets[0].column_dimensions.values()]
    found = [dimension.width for dimension in sheet.column_dimensions.values()]
    # A workbook counts widths in digits of its own usual font.
    ratios = [mine / theirs for mine, theirs in zip(found, widths, strict=True)]
    assert max(ratios) / min(ratios) < 1.05
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.paperSize in (9, "9")


def cells_of(text):
    """Everything but the names, which the workbook has more of; the areas of rules one by one, in any order."""
    lines = [line for line in text.splitlines() if not line.startswith(("name:", "format:"))]
    return [*lines, *sorted(rule for line in text.splitlines() for rule in rules_of(line))]


def rules_of(line):
    """The areas of a line that tells of rules, each with its formula but for the rows it names."""
    if not line.startswith("format: "):
        return []
    areas, formula = line.removeprefix("format: ").split(" [", 1)
    return [(area, re.sub(r"(?<=[A-Z])\d+", "", formula)) for area in areas.split()]


@pytest.mark.in_office
def test_made_again_it_is_replaced_and_nothing_else_is_touched(engine, workbook):
    before = openpyxl.load_workbook(engine.saved(workbook))
    book = put(engine, workbook, times=3)
    assert book.sheetnames == ["备忘", "我方账", "对方账", "往来对账单"]
    for name in before.sheetnames:
        assert [[c.value for c in row] for row in book[name]] == [
            [c.value for c in row] for row in before[name]
        ]


def test_a_sheet_of_the_user_of_that_name_stays(engine, workbook):
    book = openpyxl.load_workbook(workbook)
    book.create_sheet("往来对账单")["A1"] = "用户的"
    book.save(workbook)
    book = put(engine, workbook, times=2)
    assert book.sheetnames[-2:] == ["往来对账单", "往来对账单 (2)"]
    assert book["往来对账单"]["A1"].value == "用户的"


def test_another_customer_gets_a_sheet_of_its_own(engine, workbook):
    put(engine, workbook)
    book = put(engine, workbook, heading=StatementHeading(customer="别的客户"))
    assert book.sheetnames[-2:] == ["往来对账单", "往来对账单 (2)"]


@pytest.mark.in_office
def test_the_procedure_makes_the_statement_of_the_ledgers_in_the_workbook(engine, workbook):
    with engine.app() as app:
        book = app.books.open(workbook)
        sheet = procedures.statement_in_workbook(book, HEADING, language="zh")
        assert sheet.range("A3").value == f"对方：{CUSTOMER}"
        engine.check_errors(book)
        book.save(workbook)
    found = openpyxl.load_workbook(workbook)["往来对账单"]
    assert "=SUM(E10:E15)" in [cell.value for row in found.iter_rows() for cell in row]


@needs_office[1]
@pytest.mark.calc
@pytest.mark.slow
def test_the_sheet_recalculates_to_the_ledgers_figures(tmp_path, workbook):
    put(Engine("headless", headless.app), workbook)
    sheet = recalculated(workbook, tmp_path / "office")["往来对账单"]
    closing = next(row for row in sheet.iter_rows() if row[0].value == "期末余额")
    ours = 100_000 + sum(round(float(row[3]) * 100) for row in OUR_ROWS)
    assert round(closing[4].value * 100) == ours
