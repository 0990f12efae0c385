"""The menu of typed entries: a form opens, is filled in, entered, sent back, corrected and entered again."""

from datetime import datetime
from pathlib import Path

import pytest
from tests.excel.test_books_buttons import User, _home  # noqa: F401 — a home of its own for each test

from tieout.books.balances import balances
from tieout.books.books import create_books, open_books
from tieout.books.form_columns import COLUMNS
from tieout.books.journal import batches
from tieout.engines import headless

# What is printed depends on what was typed, which openpyxl does not know.
pytestmark = pytest.mark.filterwarnings("ignore:Print area cannot be set")

AT = {column.name: place for place, column in enumerate(COLUMNS, 1)}
SALE = {"date": datetime(2026, 7, 5), "type": "Sale", "customer": "江南机械", "reference": "XS-1", "amount": 1200.5, "currency": "CNY"}  # fmt: skip
PAYMENT = {"date": datetime(2026, 7, 6), "type": "Payment", "customer": "江南机械", "reference": "SK-1", "amount": 200, "currency": "CNY"}  # fmt: skip


@pytest.fixture(autouse=True)
def _documents(monkeypatch, tmp_path):
    monkeypatch.setattr(Path, "home", lambda: tmp_path)


@pytest.fixture
def user():
    with headless.app() as app:
        yield User(app.books.add())


def form(user, *rows):
    """A form opened by its button and filled in; its sheet."""
    state, said = user.press("entry_form")
    assert state == "done", said
    user.book = user.book.app.books.active
    return typed(user.book.sheets.active, *rows)


def typed(sheet, *rows):
    for line, row in enumerate(rows, 5):
        for name, value in row.items():
            sheet.range((line, AT[name])).value = value
    return sheet


def as_another(monkeypatch, name="reviewer"):
    monkeypatch.setattr("tieout.books.books.operating_system_user", lambda: name)


def test_the_first_form_begins_the_books_and_is_entered_only_once(user):
    sheet = form(user, SALE, PAYMENT)
    assert Path(user.book.fullname).parts[-3:] == ("Documents", "Tieout", "Entries.xlsx")
    assert user.questions[0].startswith("There are no books at ")
    state, said = user.press("enter")
    assert (state, said.splitlines()[1]) == ("done", "  CNY 1,000.50"), said
    assert said.startswith('Posted "Entries.xlsx": batch 1, 2 new entries, 0 in the books already.')
    assert "The 2 entries of the form are entered" in user.questions[-1]
    assert sheet["A3"].value.startswith("Entered as batch 1, posted (")
    assert user.press("enter")[1] == "Entries.xlsx: 2 rows, all in the books already; nothing new."  # fmt: skip
    with open_books() as books:
        assert balances(books) == {("江南机械", "CNY"): 100050}


def test_an_entered_form_prints_what_is_filled_and_keeps_what_a_person_wrote_above(user):
    sheet = form(user, *[SALE | {"reference": f"XS-{n}"} for n in range(30)])
    sheet["A3"].value = "ask Mr Li"
    user.press("enter")
    assert sheet.page_setup.print_area.replace("$", "").endswith("A1:N34")
    assert sheet["A3"].value == "ask Mr Li"


def test_every_wrong_cell_is_named_and_without_a_yes_nothing_is_entered(user):
    create_books().close()
    form(user, SALE | {"amount": "1,2OO"}, {"customer": "江南机械"})
    said = user.press("enter")[1]
    assert said.startswith("The form has 4 problems; nothing was entered:")
    assert '"Entries" line 5 Amount: "1,2OO" is no number.' in said
    typed(user.book.sheets.active, SALE, PAYMENT)
    user.agrees = False
    assert user.press("enter")[1].startswith("Cancelled")
    with open_books() as books:
        assert batches(books) == []


def test_another_sheet_and_an_empty_form_are_said(user):
    create_books().close()
    user.book.sheets[0]["A1"].value = "Date"
    assert "is no form for entries" in user.press("enter")[1]
    form(user)
    assert "has no entries" in user.press("enter")[1]


def test_what_is_sent_back_comes_into_a_form_again_until_it_is_entered(user, monkeypatch):
    create_books(review=True).close()
    as_another(monkeypatch, "preparer")
    form(user, SALE)
    assert "waits for another person's review" in user.press("enter")[1]
    as_another(monkeypatch)
    user.answers = ["1", "the price is 1,300.50"]
    assert user.press("send_back")[1].startswith("Batch 1 is sent back to preparer;")
    assert "  2026-07-05 Sale XS-1 江南机械 CNY 1,200.50" in user.questions[-1][0].splitlines()[1]
    as_another(monkeypatch, "preparer")
    user.answers = ["7"]
    assert user.press("entry_form")[1].startswith("Batch 7 was not typed by you and sent back.")
    user.answers = ["1"]
    sheet = form(user, {"amount": 1300.5})
    assert user.book.name == "Entries, batch 1.xlsx"
    assert sheet["A3"].value.startswith("Sent back: the price is 1,300.50.")
    assert user.press("enter")[0] == "done"
    assert sheet["A3"].value.startswith("Entered as batch 2, waits for review (preparer, ")
    user.questions.clear()
    assert user.press("entry_form")[0] == "done"
    assert user.questions == []
    as_another(monkeypatch)
    user.answers = ["2"]
    assert user.press("review")[1] == "Batch 2 posted, 1 entry."
    with open_books() as books:
        assert balances(books) == {("江南机械", "CNY"): 130050}


def test_ones_own_batch_is_withdrawn_and_zero_opens_an_empty_form(user):
    create_books(review=True).close()
    assert user.press("send_back")[1] == "No batch waits for review or posting."
    form(user, SALE)
    user.press("enter")
    user.answers = ["1", "typed twice"]
    assert user.press("send_back")[0] == "done"
    user.answers = ["0"]
    sheet = form(user)
    assert [sheet["A3"].value, sheet["A5"].value] == [None, None]
    assert user.book.name == "Entries (2).xlsx"
