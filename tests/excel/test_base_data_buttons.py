"""The menu of customers and products: a list opens, is edited, and goes back once every change was seen."""

from pathlib import Path

import pytest
from tests.excel.test_books_buttons import User

from tieout.books.base_data import rows_now
from tieout.books.books import create_books, open_books
from tieout.books.registers import CUSTOMER_LIST, PRODUCT_LIST
from tieout.engines import headless


@pytest.fixture(autouse=True)
def _home(monkeypatch, tmp_path):
    monkeypatch.setenv("TIEOUT_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("TIEOUT_BOOKS", raising=False)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)


@pytest.fixture
def user():
    with headless.app() as app:
        yield User(app.books.add())


def listed(user, button):
    """The list, opened by its button; its sheet."""
    state, said = user.press(button)
    assert state == "done", said
    user.book = user.book.app.books.active
    return user.book.sheets[0]


def column(sheet, heading):
    headings = sheet.range("A1").resize(1, 20).value
    return next(at for at, each in enumerate(headings, 1) if str(each).startswith(heading))


def test_customers_are_listed_edited_and_uploaded_twice(user):
    create_books().close()
    sheet = listed(user, "customers")
    assert Path(user.book.fullname).parts[-3:] == ("Documents", "Tieout", "Customers.xlsx")
    sheet["A2:B3"].value = [["C01", "江南机械"], ["C02", "Acme"]]
    assert user.press("upload")[1] == "2 changes written."
    assert "C02" in user.questions[-1]
    terms = column(sheet, "Terms")
    sheet.range((2, terms)).value = 30
    assert user.press("upload") == ("done", "1 change written.")
    assert "C01" in user.questions[-1]
    assert user.press("upload")[1].endswith("nothing changes.")
    with open_books() as books:
        found = rows_now(books, CUSTOMER_LIST)
    assert [(row.row["code"], row.row["terms_days"]) for row in found] == [
        ("C01", 30),
        ("C02", None),
    ]
    second = listed(user, "customers")
    assert second["A2:B3"].value == [["C01", "江南机械"], ["C02", "Acme"]]
    assert user.book.name == "Customers (2).xlsx"


def test_without_a_yes_nothing_is_written_and_every_problem_is_named(user):
    create_books().close()
    sheet = listed(user, "products")
    sheet["A2:B2"].value = ["P1", "轴承"]
    user.agrees = False
    assert user.press("upload")[1].startswith("Cancelled")
    sheet.range((2, column(sheet, "Tax rate"))).value = "13 percent"
    sheet["B3"].value = "no code"
    assert user.press("upload")[1].startswith("The list has 2 problems; nothing was written:")
    with open_books() as books:
        assert rows_now(books, PRODUCT_LIST) == []


def test_another_sheet_and_no_books_are_said(user):
    user.book.sheets[0]["A1"].value = "Code"
    assert "is no list of customers or products" in user.press("upload")[1]
    assert user.press("customers")[1].startswith("There are no books at ")
