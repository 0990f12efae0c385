"""The buttons of the group Settle, pressed by a user who has selected lines and answers what is asked."""

from datetime import datetime

import pytest
from tests.both_engines import engine, office
from tests.excel.test_books_buttons import User

from tieout.engines import headless
from tieout.excel.selection import lines_selected

__all__ = ["engine", "office"]

OURS = (
    ("日期", "单号", "摘要", "金额"),
    (datetime(2026, 1, 5), "A1", "销售", 100.0),
    (datetime(2026, 1, 6), "B7", "销售", 250.0),
    (datetime(2026, 1, 7), "C9", "销售", 40.0),
)
THEIRS = (
    ("日期", "单号", "摘要", "金额"),
    (datetime(2026, 1, 5), "A1", "采购", 100.0),
    (datetime(2026, 2, 26), "X1", "采购", 290.0),
    (datetime(2026, 2, 27), "X2", "采购", 77.0),
)


@pytest.fixture
def book():
    with headless.app() as app:
        made = with_ledgers(app)
        assert User(made).press("reconcile")[0] == "done"
        made.sheets["我方"].activate()
        yield made


def with_ledgers(app):
    made = app.books.add()
    for name, rows in (("我方", OURS), ("对方", THEIRS)):
        sheet = made.sheets.add(name, after=made.sheets[-1])
        sheet["A1"].value = [list(row) for row in rows]
    made.sheets[0].delete()
    made.sheets["我方"].activate()
    return made


def select(book, ours, theirs):
    book.sheets["对方"][theirs].select()
    book.sheets["我方"][ours].select()


def statuses(book):
    return book.sheets["我方"]["E2:E4"].value


def test_lines_selected_on_both_ledgers_are_matched_and_taken_back(book):
    select(book, "A3:D4", "B3")
    user = User(book)
    before = statuses(book)
    state, said = user.press("settle")
    assert (state, said.splitlines()[0]) == ("done", "Done: Settle, decisions: 1.")
    assert user.questions == [
        "Settled: our lines 3, 4 for 290.00, their lines 3 for 290.00, difference 0.00\nGo on?"
    ]
    assert statuses(book)[1:] == ["✔ Confirmed"] * 2
    select(book, "A3", "A1")
    assert user.press("undo")[0] == "done"
    assert user.questions[-1].startswith('Take back "Settle" (')
    assert statuses(book) == before


def test_a_difference_needs_a_reason_and_a_no_changes_nothing(book):
    select(book, "A4", "A4")
    before = statuses(book)
    assert User(book).press("settle")[1].startswith("Cancelled")
    user = User(book, "fee", agrees=False)
    assert user.press("settle")[1].startswith("Cancelled")
    assert user.questions[0][0].startswith("The entries selected differ by -37.00. Why: ")
    assert statuses(book) == before
    assert User(book, "because").press("settle")[1].startswith('There is no reason "because".')
    assert User(book, "fee").press("settle")[0] == "done"
    assert statuses(book)[2] == "≠ Fee"


def test_a_match_is_taken_apart_and_not_found_again(book):
    select(book, "A2", "A3")
    user = User(book)
    assert user.press("unsettle")[0] == "done"
    assert "our lines 2 and their lines 2" in user.questions[0]
    assert statuses(book)[0] != "✔ Confirmed"
    assert user.press("unsettle")[1] == (
        "None of the entries selected is in a match; there is nothing to take apart."
    )


def test_hidden_rows_and_what_lies_beside_the_ledgers_are_not_selected(engine):
    with engine.app() as app:
        book = with_ledgers(app)
        for side, sheet in (("ours", "我方"), ("theirs", "对方")):
            book.names.add(f"tieout_{side}_marks", f"='{sheet}'!$E$1:$H$4")
        select(book, "A1:A9", "A4")
        book.sheets["我方"].range("A3").rows.hidden = True
        assert lines_selected(book) == ((2, 4), (4,))
        select(book, "A1:A9", "A4")
        assert lines_selected(book, front_only=True) == ((2, 4), ())
        assert book.sheets.active.name == "我方"


def test_suggestions_are_accepted_as_the_user_means(book):
    user = User(book, "nobody", "all")
    assert user.press("accept")[1] == "No suggested match meets the condition."
    assert user.press("undo")[1] == "The first run is undone; the workbook is as it was."
    assert user.press("settle")[1].endswith("has not been reconciled yet. Press Reconcile first.")
    assert user.press("undo")[1].startswith("There is nothing to undo")
