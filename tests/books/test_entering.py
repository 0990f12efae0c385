"""Typed entries: a form checks them, another person reviews them, what is sent back can be corrected."""

from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from tests import office
from tests.books.conftest import opened_by
from tests.books.sheets import SALES, write
from tests.cli.running import run

from tieout.books.balances import balances
from tieout.books.base_data import Edit, apply
from tieout.books.books import create_books
from tieout.books.entering import enter, form_contents
from tieout.books.entry import BALANCE_SIGNS
from tieout.books.entry_form import FormContents, write_form
from tieout.books.form_columns import COLUMNS, FIRST_ROW
from tieout.books.goods import Goods
from tieout.books.journal import batches, correct, post, reject, review
from tieout.books.periods import close_period
from tieout.books.posting import post_file
from tieout.books.query import Question, query
from tieout.books.register_sheets import read_row
from tieout.books.registers import CUSTOMER_LIST
from tieout.books.trace import trace
from tieout.books.verify import verify
from tieout.errors import TieoutError

EAST = "华东机械有限公司"
ROW = {
    "date": date(2026, 7, 1),
    "type": "销售",
    "customer": EAST,
    "amount": 1200,
    "currency": "CNY",
}
AT = {column.name: place for place, column in enumerate(COLUMNS, 1)}


def filled(file, *rows, language="zh", contents=None):
    """A form as a person fills it in."""
    write_form(file, contents or FormContents(), language)
    book = openpyxl.load_workbook(file)
    for line, row in enumerate(rows, FIRST_ROW + 1):
        for name, value in row.items():
            book.active.cell(line, AT[name], value)
    book.save(file)
    return file


@pytest.fixture
def two(url):
    """Books that ask for review, and a second person at them."""
    with (
        create_books(url, who="zhang", review=True) as books,
        opened_by(url, "li") as theirs,
    ):
        yield books, theirs


def test_every_type_of_document_counts_with_its_sign(books, tmp_path):
    from tieout.texts import text

    rows = [
        ROW | {"type": text(f"entry_type.{kind}", "zh").partition("|")[0], "reference": f"R-{n}", "amount": 2**n}
        for n, kind in enumerate(BALANCE_SIGNS)
    ]  # fmt: skip
    posting = enter(books, filled(tmp_path / "form.xlsx", *rows))
    assert (posting.new, posting.batch.state) == (10, "posted")
    found = {entry.type: entry.cents for entry in query(books, Question()).entries}
    assert found == {
        kind: (sign or 1) * 100 * 2**n for n, (kind, sign) in enumerate(BALANCE_SIGNS.items())
    }


def test_a_batch_that_was_not_sent_back_has_no_form_to_be_entered_again(two, tmp_path):
    books, theirs = two
    batch = enter(books, filled(tmp_path / "form.xlsx", ROW)).batch.id
    for state in ("waits for review", "reviewed"):
        with pytest.raises(TieoutError, match=rf"Batch {batch} \({state}\) was not sent back"):
            form_contents(books, batch)
        if state == "waits for review":
            review(theirs, batch)


def test_a_typed_batch_waits_for_another_and_comes_back_with_the_reason(two, tmp_path):
    books, theirs = two
    row = ROW | {"reference": "XS-1", "memo": "货款", "product": "P1 螺栓", "quantity": 96, "unit": "件", "unit_price": 12.5}  # fmt: skip
    batch = enter(books, filled(tmp_path / "form.xlsx", row), "July").batch
    assert (batch.state, balances(books)) == ("prepared", {})
    with pytest.raises(TieoutError, match="Who prepared a batch cannot review it"):
        review(books, batch.id)
    reject(theirs, batch.id, "price is 13.00")
    again = tmp_path / "again.xlsx"
    write_form(again, form_contents(books, batch.id))
    sheet = openpyxl.load_workbook(again).active
    assert sheet.cell(3, 1).value == "Sent back: price is 13.00. Correct and enter it again."
    shown = {name: sheet.cell(FIRST_ROW + 1, at).value for name, at in AT.items()}
    assert {name: shown[name] for name in row if name != "date"} == {
        name: value for name, value in row.items() if name != "date"
    } | {"type": "Sale"}
    sheet.cell(FIRST_ROW + 1, AT["unit_price"], 13)
    sheet.cell(FIRST_ROW + 1, AT["amount"], 1248)
    sheet.parent.save(again)
    second = enter(books, again).batch
    review(theirs, second.id)
    post(books, second.id)
    assert balances(books) == {(EAST, "CNY"): 124800}
    entry = query(books, Question()).entries[0]
    assert trace(books, entry.id).goods == Goods("P1 螺栓", Decimal(96), "件", Decimal(13))
    assert [step.sentence("en") for step in trace(books, entry.id).steps] == [
        "read from again.xlsx Entries:5",
        "typed by hand, draft batch 2",
        "prepared in batch 2",
        "batch 2 reviewed",
        "batch 2 posted",
    ]
    with pytest.raises(TieoutError, match=rf"Batch 2 was posted by {books.who} at 20.* UTC"):
        reject(theirs, second.id, "too late")


def test_every_wrong_cell_is_named(books, tmp_path):
    from tieout.books.registers import CUSTOMER_LIST

    row, _ = read_row(CUSTOMER_LIST, {"code": "C1", "name": EAST, "currency": "CNY"})
    apply(books, CUSTOMER_LIST, [Edit(row)])
    close_period(books, "2026-06")
    file = filled(
        tmp_path / "form.xlsx",
        ROW | {"quantity": 3, "unit_price": 1.5, "amount": 4.4},
        ROW | {"customer": "华东机械公司"},
        ROW | {"type": "赠送"},
        ROW | {"date": "yesterday"},
        ROW | {"date": date(2026, 6, 30)},
        ROW | {"amount": "1,2OO"},
        ROW | {"amount": 1.005},
        ROW | {"amount": 0},
        {"customer": EAST},
        ROW | {"reference": 1234567890123456789},
        language="en",
    )
    before = books.head().sequence
    with pytest.raises(TieoutError) as refused:
        enter(books, file)
    said = refused.value.message("en").splitlines()
    assert [line.strip() for line in said[1:-1]] == [
        '"Entries" line 5 Amount: the amount 4.4 is not quantity × price, 4.50. Correct one of them.',
        '"Entries" line 6 Customer: "华东机械公司" is not among the customers. Check the name, or add the customer first (tieout books customers set).',
        '"Entries" line 7 Type: "赠送" is no type of document. Choose one from the list.',
        '"Entries" line 8 Date: "yesterday" is no date. Write it as 2026-07-31.',
        '"Entries" line 9 Date: the period of 2026-06-30 is closed. Use an open period, or have it reopened.',
        '"Entries" line 10 Amount: "1,2OO" is no number. Write it as 1234.50.',
        '"Entries" line 11 Amount: "1.005" has more than the 2 decimals of its currency. Correct it.',
        '"Entries" line 12 Amount: the amount is zero. Type the amount, or clear the row.',
        '"Entries" line 13 Date: nothing is filled in. Fill it in.',
        '"Entries" line 13 Type: nothing is filled in. Fill it in.',
        '"Entries" line 13 Amount: nothing is filled in. Fill it in.',
        '"Entries" line 14 Reference: "1.234567890123457e+18" has so many digits that the spreadsheet may have lost the last. Format the cell as text and type it again.',
    ]  # fmt: skip
    assert books.head().sequence == before
    assert query(books, Question(state=None)).count == 0


def test_the_currency_of_a_customer_is_taken_where_none_is_typed(books, tmp_path):
    row, _ = read_row(CUSTOMER_LIST, {"code": "C1", "name": "Acme Ltd", "aliases": "ACME", "currency": "JPY"})  # fmt: skip
    apply(books, CUSTOMER_LIST, [Edit(row)])
    typed = {**ROW, "customer": "ACME", "currency": None}
    enter(books, filled(tmp_path / "form.xlsx", typed))
    assert balances(books) == {("ACME", "JPY"): 1200}


def test_imports_may_post_at_once_while_typed_entries_wait(books, tmp_path):
    books.set("review", "entered")
    assert post_file(books, write(tmp_path / "july.csv", SALES[:2])).batch.state == "posted"
    assert enter(books, filled(tmp_path / "form.xlsx", ROW)).batch.state == "prepared"
    assert correct(books, [(1, 1)], "typing").state == "prepared"
    for batch in (2, 3):
        with pytest.raises(TieoutError, match="has not been reviewed"):
            post(books, batch)
    books.close()
    assert verify(books.store.url.render_as_string(hide_password=False)).places == ()


def test_the_form_says_as_one_types_what_is_missing_and_what_it_does(tmp_path):
    form = filled(
        tmp_path / "form.xlsx",
        ROW | {"type": "收款"},
        ROW | {"quantity": 3, "unit_price": 1.5, "amount": 4.4},
        {"date": date(2026, 7, 1), "type": "销售"},
        contents=FormContents(customers=[EAST], products=["P1 螺栓"]),
    )
    sheet = office.recalculated(form, tmp_path).active
    found = [
        (sheet.cell(line, AT["effect"]).value, sheet.cell(line, AT["check"]).value)
        for line in range(FIRST_ROW + 1, FIRST_ROW + 5)
    ]
    assert [(effect or "", check or "") for effect, check in found] == [
        (-1200, "✔"),
        (4.4, "数量×单价≠金额"),
        ("", "缺客户"),
        ("", ""),
    ]
    checks = {str(each.sqref)[0]: each for each in openpyxl.load_workbook(form).active.data_validations.dataValidation}  # fmt: skip
    assert {column: each.type for column, each in checks.items()} == {
        "A": "date", "B": "list", "C": "list", "F": "list", "G": "decimal", "I": "decimal", "J": "decimal",
        "K": "list", "L": "date",
    }  # fmt: skip


def test_a_form_is_a_table_of_one_page_that_grows_with_what_is_sent_back(tmp_path):
    for name, rows in (("new", 0), ("again", 70)):
        back = [{"customer": EAST}] * rows
        write_form(tmp_path / f"{name}.xlsx", FormContents(rows=back), "en")
    forms = [openpyxl.load_workbook(tmp_path / f"{name}.xlsx").active for name in ("new", "again")]
    assert [each.tables["tieout_entries"].ref for each in forms] == ["A4:N64", "A4:N94"]
    columns = forms[0].tables["tieout_entries"].tableColumns
    assert [each.name for each in columns] == [each.value for each in forms[0][4]]
    made = {each.name: "#This Row" in each.calculatedColumnFormula.attr_text for each in columns if each.calculatedColumnFormula}  # fmt: skip
    assert made == {"Effect": True, "Check": True}


def test_entering_from_the_command_line(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("TIEOUT_BOOKS", str(tmp_path / "a.sqlite"))
    run(capsys, "books", "init")
    assert "typed or corrected" in run(capsys, "books", "require-review", "entered").out
    form = tmp_path / "form.xlsx"
    assert run(capsys, "books", "form", "-o", form, language="zh").status == 0
    assert "has no entries" in run(capsys, "books", "enter", form).error
    book = openpyxl.load_workbook(form)
    for name, value in ROW.items():
        book.active.cell(FIRST_ROW + 1, AT[name], value)
    book.save(form)
    assert "waits for review; 1 new entry" in run(capsys, "books", "enter", form).out
    assert "in the books already" in run(capsys, "books", "enter", form).out
    for words, said in (
        (("form", "-o", form), "is not overwritten"),
        (("enter", write(tmp_path / "a.csv")), "no readable Excel workbook"),
        (("require-review", "some"), "is not what can be reviewed"),
    ):
        ran = run(capsys, "books", *words)
        assert (ran.status, said in ran.error) == (2, True), (words, ran)


def test_batches_name_both_people(two, tmp_path):
    books, theirs = two
    batch = enter(books, filled(tmp_path / "form.xlsx", ROW)).batch.id
    review(theirs, batch)
    assert [(each.prepared_by, each.reviewed_by) for each in batches(books)] == [(books.who, "li")]
