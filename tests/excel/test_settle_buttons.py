"""The buttons of the group Settle, pressed by a user who has selected lines and answers what is asked."""

from datetime import datetime

import pytest
from tests.both_engines import engine, office
from tests.excel.test_books_buttons import User
from tests.procedures.deciding import only_state

from tieout.engines import headless
from tieout.excel.selection import lines_selected

__all__ = ["engine", "office"]

OURS = (
    ("日期", "单号", "摘要", "金额"),
    (datetime(2026, 1, 5), "A1", "销售", 100.0),
    (datetime(2026, 1, 6), "B7", "销售", 250.0),
    (datetime(2026, 1, 7), "C9", "销售", 40.0),
    (datetime(2026, 1, 8), "D2", "销售", 540.0),
    (datetime(2026, 1, 9), "", "甲", 60.0),
    (datetime(2026, 1, 9), "", "乙", 60.0),
)
THEIRS = (
    ("日期", "单号", "摘要", "金额"),
    (datetime(2026, 1, 5), "A1", "采购", 100.0),
    (datetime(2026, 2, 26), "X1", "采购", 290.0),
    (datetime(2026, 2, 27), "X2", "采购", 77.0),
    (datetime(2026, 1, 8), "D2", "采购", 450.0),
    (datetime(2026, 1, 9), "", "x", 60.0),
)


@pytest.fixture(scope="module")
def reconciled(tmp_path_factory):
    """A reconciled workbook on the disk: reconciling it takes longer than most tests of it."""
    path = tmp_path_factory.mktemp("settle") / "book.xlsx"
    with headless.app() as app:
        made = with_ledgers(app)
        assert User(made).press("reconcile")[0] == "done"
        assert made.sheets.active.name == "我方", "what was in front is in front again"
        made.save(path)
    return path


@pytest.fixture(scope="module")
def thin(reconciled):
    """The same, run again with only our hidden sheet."""
    with pytest.MonkeyPatch.context() as patched, headless.app() as app:
        only_state(patched)
        book = app.books.open(reconciled)
        assert User(book).press("reconcile")[0] == "done"
        path = reconciled.with_name("thin") / reconciled.name
        path.parent.mkdir()
        book.save(path)
    return path


@pytest.fixture
def book(thin, tmp_path, monkeypatch):
    monkeypatch.setenv("TIEOUT_HOME", str(tmp_path / "home"))
    only_state(monkeypatch)
    with headless.app() as app:
        yield app.books.open(thin)


def with_ledgers(app, ours=OURS, theirs=THEIRS):
    made = app.books.add()
    for name, rows in (("我方", ours), ("对方", theirs)):
        sheet = made.sheets.add(name, after=made.sheets[-1])
        sheet["A1"].value = [list(row) for row in rows]
    made.sheets[0].delete()
    made.sheets["我方"].activate()
    return made


def select(book, ours, theirs):
    book.sheets["对方"][theirs].select()
    book.sheets["我方"][ours].select()


def statuses(book):
    return book.sheets["我方"]["E2:E7"].value


def test_lines_selected_on_both_ledgers_are_matched_and_taken_back(book):
    select(book, "A3:D4", "B3")
    user = User(book)
    before = statuses(book)
    state, said = user.press("settle")
    assert (state, said.splitlines()[0]) == ("done", "Done: Settle, decisions: 1.")
    assert user.questions == [
        "Settled: our lines 3, 4 for 290.00, their lines 3 for 290.00, difference 0.00\nGo on?"
    ]
    assert statuses(book)[1:3] == ["✔ Confirmed"] * 2
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
    assert "our lines 2, their lines 2 are not matched" in user.questions[0]
    assert statuses(book)[0] != "✔ Confirmed"
    assert user.press("unsettle")[1] == (
        "None of the entries selected is in a match; there is nothing to take apart."
    )


@pytest.mark.in_office
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
    assert user.press("undo")[1] == (
        "Done: Undo (Reconcile).\nEverything is undone; the workbook is as it was."
    )
    assert user.press("settle")[1].endswith("has not been reconciled yet. Press Reconcile first.")
    assert user.press("undo")[1].startswith("There is nothing to undo")


def test_selected_suggestions_are_accepted_or_rejected(book):
    select(book, "A5", "A1")
    assert statuses(book)[3] == "≠ Transposed"
    user = User(book, "selected")
    assert user.press("accept")[0] == "done"
    assert "difference 90.00" in user.questions[-1]
    assert user.press("undo")[0] == "done"
    assert user.press("reject")[0] == "done"
    assert user.questions[-1].startswith("Rejected: our lines 5, their lines 5")
    assert statuses(book)[3] != "≠ Transposed"
    assert user.press("reject")[1].startswith("None of the lines selected on this sheet has")


def test_one_of_several_ways_is_chosen(book):
    select(book, "A6", "A1")
    assert statuses(book)[4] == "◇ Ambiguous"
    user = User(book, "3", "2")
    assert user.press("choose")[1].startswith("Match ")
    assert user.questions[0][0].splitlines()[1:3] == [
        "1: our lines 6 ↔ their lines 6 (60.00)",
        "2: our lines 7 ↔ their lines 6 (60.00)",
    ]
    state, said = user.press("choose")
    assert (state, statuses(book)[5]) == ("done", "✔ Confirmed"), said
    select(book, "A5", "A1")
    assert User(book, "1").press("choose")[1].endswith("there is nothing to choose.")


def test_open_items_are_marked(book):
    select(book, "A3", "A9")
    user = User(book, "漏记")
    for button, status in (
        ("mark_dispute", "In dispute"),
        ("mark_timing", "In transit"),
        ("mark_theirs", "Theirs to correct"),
        ("mark", "Missing"),
    ):
        assert user.press(button)[0] == "done"
        assert statuses(book)[1].endswith(status)


def test_a_note_stands_with_the_reason(book):
    select(book, "A3", "A9")
    assert User(book).press("note")[1].startswith("Cancelled")
    assert User(book, "已电话催问").press("note")[0] == "done"
    assert "已电话催问" in book.sheets["我方"]["H3"].value
    assert User(book, "what?").press("mark")[1].startswith('Nothing can be marked as "what?".')


def test_a_match_is_split_with_a_reason_where_its_parts_differ(book):
    select(book, "A3:A4", "B3:B4")
    user = User(book, "fee")
    assert user.press("settle")[0] == "done"
    select(book, "A3", "B3")
    user = User(book, "fee", agrees=False)
    assert user.press("split")[1].startswith("Cancelled")
    assert "-40.00" in user.questions[0][0]
    assert User(book, "fee").press("split")[0] == "done"
    numbers = [row[0] for row in book.sheets["我方"]["F3:F4"].options(ndim=2).value]
    assert len(set(numbers)) == 2


def test_the_proposed_entries_come_to_the_front(reconciled):
    with headless.app() as app:
        book = app.books.open(reconciled)
        assert User(book).press("proposals")[1].startswith("The proposed entries are on the sheet")
        assert book.sheets.active.name == "Proposed entries"
        fresh = with_ledgers(app)
        assert User(fresh).press("proposals")[1].endswith("Press Reconcile first.")


def test_what_was_open_is_carried_into_the_next_month_and_taken_back(reconciled):
    ours = (OURS[0], (datetime(2026, 3, 5), "E5", "销售", 10.0))
    theirs = (
        THEIRS[0],
        (datetime(2026, 3, 1), "C9", "采购", 40.0),
        (datetime(2026, 3, 5), "E5", "采购", 10.0),
    )
    with headless.app() as app:
        book = with_ledgers(app, ours, theirs)
        user = User(book, file=reconciled)
        state, said = user.press("carry_forward")
        assert state == "done", said
        assert "items were carried from book.xlsx: 1 are matched now," in said
        assert user.questions[0].startswith('What is open in "book.xlsx" is carried into')
        assert [one.name for one in app.books] == [book.name]
        assert user.press("undo")[0] == "done"
        assert User(book).press("carry_forward")[1].startswith("Cancelled")
