"""The buttons of the group Books and Import, pressed by a user who answers what is asked."""

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from tieout.books.balances import balances
from tieout.books.books import create_books, open_books
from tieout.books.journal import batches
from tieout.books.periods import period_state
from tieout.engines import headless
from tieout.excel.bridge import Bridge
from tieout.excel.window import Window

OURS = (
    ("客户", "日期", "类型", "单号", "摘要", "借方", "贷方"),
    ("江南机械", datetime(2026, 7, 5), "销售", "XS-001", "轴承", 1000.0, None),
    ("江南机械", datetime(2026, 7, 20), "收款", "SK-001", "货款", None, 400.1),
)


class User:
    """Who sits before Excel: says yes or no, writes answers, chooses a file; sees messages."""

    def __init__(self, book, *answers, agrees=True, file=None):
        self.book, self.answers, self.agrees, self.file = book, list(answers), agrees, file
        self.shown, self.questions = [], []

    def asked(self, words, offered):
        self.questions.append((words, offered))
        return self.answers.pop(0) if self.answers else None

    def agreed(self, words):
        self.questions.append(words)
        return self.agrees

    def press(self, button, language="en"):
        window = Window(
            self.book, self.shown.append, lambda _: None, lambda: False,
            self.agreed, self.asked, lambda _: self.file,
        )  # fmt: skip
        answer = Bridge(lambda _: window).ask("press", (button, language))
        return answer[0], self.shown[-1]


@pytest.fixture(autouse=True)
def _home(monkeypatch, tmp_path):
    monkeypatch.setenv("TIEOUT_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("TIEOUT_BOOKS", raising=False)


@pytest.fixture
def app():
    with headless.app() as opened:
        yield opened


def book_with(app, rows=OURS):
    book = app.books.add()
    book.sheets[0].name = "我方"
    book.sheets[0]["A1"].value = [list(row) for row in rows]
    return book


def test_the_first_posting_begins_the_books_and_shows_what_it_comes_to(app):
    user = User(book_with(app))
    assert user.press("post") == (
        "done",
        'Posted "我方": batch 1, 2 new entries, 0 in the books already.\n  (currency not stated) 599.90',
    )
    begin, post = user.questions
    assert begin.startswith("There are no books at ")
    assert post.startswith('The 2 entries of "我方" go into the books (')
    assert "599.90" in post
    assert user.press("post")[1] == "我方: 2 rows, all in the books already; nothing new."


def test_the_question_before_posting_names_the_opening_balance_that_is_posted_too(app):
    rows = [
        (*OURS[0], "余额"),
        ("", None, "期初余额", "", "", None, None, 250.0),
        (*OURS[1], 1250.0),
    ]
    user = User(book_with(app, rows))
    assert user.press("post")[0] == "done"
    assert user.questions[-1].splitlines()[1:4] == [
        "  (currency not stated) 1,000.00",
        "Besides, the books have nothing of these accounts yet, so the ledger's opening balances are posted too:",
        "  (currency not stated) 250.00",
    ]
    with open_books() as books:
        assert set(balances(books).values()) == {125000}
    user.book.sheets[0]["A4"].value = [
        "江南机械",
        datetime(2026, 7, 9),
        "销售",
        "XS-2",
        "",
        1.0,
        None,
        1251.0,
    ]
    assert user.press("post")[0] == "done"
    assert "opening" not in user.questions[-1]


def test_without_a_yes_nothing_is_posted(app):
    create_books().close()
    user = User(book_with(app), agrees=False)
    assert user.press("post") == (
        "failed",
        "Cancelled; nothing was changed in the workbook or the files.",
    )
    with open_books() as books:
        assert batches(books) == []


def test_a_ledger_without_customers_is_posted_for_the_one_the_user_names(app):
    create_books().close()
    rows = [row[1:] for row in OURS]
    assert User(book_with(app, rows)).press("post")[0] == "failed"
    user = User(book_with(app, rows), "北方贸易")
    assert user.press("post")[0] == "done"
    assert user.questions[0] == ("This ledger has no customer column. Whose account is it?", "")
    with open_books() as books, books.reading() as connection:
        from tieout.books.query import customers_named

        assert customers_named(connection, books.store, "北方") == ["北方贸易"]


def test_a_corrected_sheet_reverses_and_replaces_once_the_user_agrees(app):
    create_books().close()
    user = User(book_with(app))
    user.press("post")
    user.book.sheets[0]["F2"].value = 1100.0
    assert user.press("post")[1].startswith('Posted "我方": batch 2, 1 new entry, 1 in the books')
    assert "1,000.00, becomes 1,100.00" in user.questions[-1]
    assert user.press("query")[1].startswith('On the sheet "Query": 4 entries answer')


def test_the_customers_books_are_not_ours_to_post(app):
    book = book_with(app)
    theirs = book.sheets.add("对方", after=book.sheets[-1])
    theirs["A1"].value = [list(row) for row in OURS]
    user = User(book)
    user.press("reconcile")
    for sheet in (theirs, book.sheets["Reconciliation"]):
        sheet.activate()
        assert user.press("post")[1].startswith(f'The sheet "{sheet.name}" is not our ledger')


def test_the_query_sheet_answers_what_its_yellow_cells_ask(app):
    create_books().close()
    user = User(book_with(app))
    user.press("post")
    assert user.press("query")[1].startswith('On the sheet "Query": 2 entries answer, 2 are shown.')
    sheet = app.books[-1].sheets[0]
    assert sheet["A13:E14"].value == [
        ["Currency", "Entries", "Debit", "Credit", "Net"],
        [None, 2, 1000, 400.1, 599.9],
    ]
    assert sheet["A18:H18"].value == [
        datetime(2026, 7, 5), "Sale", "XS-001", "轴承", "江南机械", None, 1000, 1,
    ]  # fmt: skip
    user.book = sheet.book
    sheet["B3"].value, sheet["B6"].value, sheet["B7"].value = "2026-07", "货款", "400"
    assert user.press("query")[1].startswith('On the sheet "Query": 1 entry answers')
    assert [row[2] for row in sheet["A17:H20"].value] == ["Reference", "SK-001", None, None]
    sheet["B3"].value = "July"
    assert user.press("query")[1].startswith('"July" is no period.')
    assert [(len(app.books), each.name) for each in sheet.book.sheets] == [(2, "Query")]


def test_the_query_sheet_prints_one_page_wide(app, tmp_path):
    create_books().close()
    User(book_with(app)).press("query")
    app.books[-1].save(tmp_path / "query.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "query.xlsx").active
    fits = (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight)
    assert (sheet.page_setup.orientation, *fits) == ("landscape", True, 0)


def test_who_reviews_asks_for_what_waits(app):
    create_books(review=True).close()
    user = User(book_with(app))
    user.press("post")
    assert user.press("query")[1].startswith('On the sheet "Query": 0 entries answer')
    sheet = app.books[-1].sheets[0]
    user.book = sheet.book
    sheet["B10:B11"].value = [["待复核"], ["SK-001"]]
    assert user.press("query")[1].startswith('On the sheet "Query": 1 entry answers')
    assert sheet["C18"].value == "SK-001"
    sheet["B10"].value = "ready"
    assert user.press("query")[1].startswith('There is no status "ready".')


def test_the_queried_entries_stay_texts_and_dates(app):
    rows = [OURS[0], ("甲", datetime(2026, 7, 5), "销售", "'00123", "'=A1", 5.0, None)]
    user = User(book_with(app, rows))
    user.press("post")
    user.press("query")
    assert app.books[-1].sheets[0]["C18:D18"].value == ["00123", "=A1"]


def test_a_batch_is_reviewed_by_another_person_and_posted(app, monkeypatch):
    create_books(review=True).close()
    user = User(book_with(app), "1")
    assert user.press("post")[1].startswith('"我方" is batch 1 and waits for another person')
    assert user.press("review")[1] == (
        "Who prepared a batch cannot review it (segregation of duties). Ask another person to review it."
    )
    monkeypatch.setattr("tieout.books.books.operating_system_user", lambda: "reviewer")
    other = User(user.book, "7", "1")
    assert other.press("review")[1].startswith("Batch 7 does not wait for review.")
    assert other.press("review") == ("done", "Batch 1 posted, 2 entries.")
    assert other.questions[1][0].splitlines()[1].startswith("1: 2 entries, ")
    assert other.press("review")[1] == "No batch waits for review or posting."


def test_a_month_is_closed_and_takes_no_more(app):
    user = User(book_with(app), "2026-07", "2026-07")
    user.press("post")
    assert user.press("close_month") == ("done", "2026-07 closed; 1 account carried forward.")
    assert user.questions[-1].startswith('2026-07 is "draft".')
    user.book.sheets[0]["A4"].value = ["江南机械", datetime(2026, 7, 31), "销售", "XS-9", "", 1.0]
    assert "closed period" in user.press("post")[1]
    assert "is closed already" in user.press("close_month")[1]


def test_books_that_ask_for_review_take_a_month_step_by_step(app):
    create_books(review=True).close()
    user = User(book_with(app), *["2026-07"] * 4)
    said = [user.press("close_month")[1] for _ in range(4)]
    assert said == [
        "2026-07: matched",
        "2026-07: reviewed",
        "2026-07: confirmed",
        "2026-07 closed; 0 accounts carried forward.",
    ]
    with open_books() as books:
        assert period_state(books, "2026-07") == "closed"


def test_a_file_is_imported_onto_a_sheet_and_what_was_read_is_said(app, tmp_path):
    file = Path(tmp_path / "对方.csv")
    file.write_text("date,reference,amount\n2026-01-05,00123,1.50\n", encoding="utf-8")
    user = User(book_with(app), file=file)
    state, said = user.press("import")
    assert state == "done"
    assert said.startswith('Now on the sheet "对方".')
    assert "Entries: 1, 2026-01-05" in said
    assert user.book.sheets.active.name == "对方"
    user.file = None
    assert user.press("import")[1].startswith("Cancelled")
