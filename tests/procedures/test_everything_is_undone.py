"""Whatever a button wrote into the workbook, undo takes it back: the house rule, button by button."""

from collections.abc import Callable
from pathlib import Path
from shutil import copyfile

import pytest
import xlwings as xw
from tests.both_engines import Engine
from tests.excel.test_books_buttons import User
from tests.procedures.books import workbook
from tests.procedures.deciding import OURS, STATUS, THEIRS, only_state
from tests.procedures.killing import AMBIGUOUS

from tieout.engines import headless
from tieout.excel.actions import ACTIONS
from tieout.procedures import (
    actions,
    clear,
    decisions,
    mark,
    put_rules,
    rerun,
    rules,
    settle,
    statement_in_workbook,
    undo,
)
from tieout.procedures.importing import import_ledger
from tieout.texts import text
from tieout.workbook.own_sheets import own_sheets

BOOKS = (OURS + AMBIGUOUS[0], THEIRS + AMBIGUOUS[1])
AMBIGUOUS_LINE, SUGGESTED_LINE = 8, 3
Prepared = Callable[[xw.Book], None]


def nothing(book: xw.Book) -> None:
    """As it is."""


def selected(ours: str, theirs: str) -> Prepared:
    """Cells selected on both ledgers, ours in front."""

    def select(book: xw.Book) -> None:
        book.sheets["对方"][theirs].select()
        book.sheets["我方"][ours].select()

    return select


def typed(book: xw.Book) -> None:
    book.sheets["我方"].range((7, STATUS)).value = "✖ 争议项"


IN_A_RECONCILED_WORKBOOK: dict[str, tuple[Prepared, tuple[str, ...]]] = {
    "import": (nothing, ()),
    "cleaning_report": (nothing, ()),
    "carry_forward": (nothing, ()),
    "statement": (nothing, ()),
    "settle": (selected("A7", "A7"), ("fee",)),
    "unsettle": (selected("A2", "A2"), ()),
    "accept": (nothing, ("all",)),
    "reject": (selected(f"A{SUGGESTED_LINE}", "A1"), ()),
    "choose": (selected(f"A{AMBIGUOUS_LINE}", "A1"), ("1",)),
    "split": (selected("A2", "A2"), ("fee",)),
    "mark_dispute": (selected("A7", "A1"), ()),
    "mark_timing": (selected("A7", "A1"), ()),
    "mark_theirs": (selected("A1", "A6"), ()),
    "mark": (selected("A7", "A1"), ("漏记",)),
    "note": (selected("A7", "A1"), ("已催问",)),
    "reconcile": (typed, ()),
    "clear": (nothing, ()),
}
IN_A_NEW_WORKBOOK = ("import", "cleaning_report", "settings", "reconcile", "statement")
WRITES_NOTHING_INTO_IT = {
    "undo": "it is what takes back",
    **dict.fromkeys(("reading_report", "proposals", "guide", "doctor", "details"), "it only shows"),
    **dict.fromkeys(("statements", "letters", "difference_letter", "aging"), "files beside it"),
    **dict.fromkeys(
        ("customers", "products", "query", "entry_form", "sample", "feedback"), "another workbook"
    ),
    **dict.fromkeys(
        ("post", "enter", "review", "send_back", "close_month", "upload"),
        "the books: nothing is erased there, a reversal or a new version takes back",
    ),
}


def test_every_button_is_undone_or_says_why_not() -> None:
    undone = {*IN_A_RECONCILED_WORKBOOK, *IN_A_NEW_WORKBOOK}
    assert undone | set(WRITES_NOTHING_INTO_IT) == set(ACTIONS)
    assert not undone & set(WRITES_NOTHING_INTO_IT)


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TIEOUT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TIEOUT_LANGUAGE", "zh")


@pytest.fixture(scope="module")
def reconciled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A reconciled workbook on the disk."""
    path = workbook(tmp_path_factory.mktemp("undone"), *BOOKS)
    with headless.app() as app:
        book = app.books.open(path)
        rerun(book, language="zh", backup=False)
        book.save()
    return path


@pytest.fixture(scope="module")
def thin(reconciled: Path) -> Path:
    """The same, run again with only our hidden sheet."""
    path = copyfile(reconciled, reconciled.with_name("thin.xlsx"))
    with pytest.MonkeyPatch.context() as patched, headless.app() as app:
        only_state(patched)
        book = app.books.open(path)
        rerun(book, language="zh", backup=False)
        book.save()
    return path


def looks(book: xw.Book) -> dict[str, object]:
    """All that stands in a workbook and how, but for the record of decisions and what is said about runs."""
    left_out = {text(f"workbook.sheet.{kind}", "zh") for kind in ("decisions", "result")}
    seen = [sheet for sheet in book.sheets if sheet.visible]
    return {
        "sheets": [sheet.name for sheet in seen if "人工判定" not in sheet.name],
        "names": sorted(name.name for name in book.names if not _of_decisions(name.name)),
        **{sheet.name: _looks(sheet) for sheet in seen if sheet.name not in left_out},
    }


def _of_decisions(name: str) -> bool:
    """Of the record of decisions, which stays; LibreOffice names the rows its print repeats."""
    return "decisions" in name or "人工判定" in name


def _looks(sheet: xw.Sheet) -> object:
    last = sheet.used_range.last_cell
    area = sheet.range((1, 1), (max(last.row, 12), max(last.column, 12)))
    formulas = [[cell or None for cell in row] for row in area.formula]
    widths = [round(sheet.range((1, column)).column_width, 2) for column in range(1, 13)]
    rules = sorted(rule.formula or "" for rule in area.conditional_formats)
    filled = [list(filter(None, row)) for row in formulas]
    return ([row for row in filled if row], widths, rules)


def press(book: xw.Book, button: str, user: User) -> None:
    state, said = user.press(button, "zh")
    assert state == "done", (button, said)


def closed_before(app: xw.App, path: Path) -> Path:
    """A month before, with an item of ours left open."""
    folder = path.with_name("before")
    folder.mkdir(exist_ok=True)
    ours = "日期,单据号,摘要,金额\n2026-02-03,FP0901,销售,90\n2026-02-25,FP0909,销售,333\n"
    theirs = "日期,单据号,摘要,金额\n2026-02-03,FP0901,采购,90\n"
    book = app.books.open(workbook(folder, ours, theirs).rename(path))
    rerun(book, language="zh", backup=False)
    book.save()
    book.close()
    return path


ONLY_STATE_IS_ENOUGH = {*IN_A_RECONCILED_WORKBOOK} - {"cleaning_report", "clear", "statement"}


@pytest.mark.parametrize("button", IN_A_RECONCILED_WORKBOOK)
def test_what_a_button_wrote_into_a_reconciled_workbook_is_undone(
    reconciled: Path, thin: Path, button: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if button in ONLY_STATE_IS_ENOUGH:
        only_state(monkeypatch)
    path, closed, received = (
        tmp_path / name for name in ("book.xlsx", "closed.xlsx", "收到的账.csv")
    )
    received.write_text(THEIRS, encoding="utf-8")
    copyfile(thin if button in ONLY_STATE_IS_ENOUGH else reconciled, path)
    prepare, answers = IN_A_RECONCILED_WORKBOOK[button]
    with headless.app() as app:
        book = app.books.open(path)
        if button == "split":
            settle(book, [2, 7], [2, 7], reason="write_off")
        before, done = looks(book), len(actions(book))
        prepare(book)
        file = closed_before(app, closed) if button == "carry_forward" else received
        press(book, button, User(book, *answers, file=file))
        assert looks(book) != before or button == "cleaning_report"
        book.save()
        book.close()
        book = app.books.open(path)
        press(book, "undo", User(book))
        assert looks(book) == before
        assert len(actions(book)) == done + 2, "one action, and that it was undone"


@pytest.mark.parametrize("button", IN_A_NEW_WORKBOOK)
def test_what_a_button_wrote_into_a_new_workbook_is_undone(button: str, tmp_path: Path) -> None:
    file = tmp_path / "收到的账.csv"
    file.write_text(THEIRS, encoding="utf-8")
    with headless.app() as app:
        book = app.books.open(workbook(tmp_path, OURS, THEIRS))
        before = looks(book)
        press(book, button, User(book, file=file))
        assert looks(book) != before
        user = User(book)
        press(book, "undo", user)
        assert user.shown[-1].endswith("操作已全部撤销，工作簿恢复原样。")
        assert looks(book) == before
        assert [sheet.name for sheet in book.sheets] == ["我方", "对方"]
        assert user.press("undo", "zh")[1].startswith("book.xlsx 中没有可以撤销的操作")


def test_several_kinds_of_actions_are_undone_one_by_one(engine: Engine, tmp_path: Path) -> None:
    with engine.app() as app:
        book = app.books.open(workbook(tmp_path, *BOOKS))
        seen = [looks(book)]
        put_rules(book, rules_of(book, 3), language="zh", who="王")
        seen.append(looks(book))
        rerun(book, language="zh", who="王")
        seen.append(looks(book))
        statement_in_workbook(book, language="zh", who="李")
        seen.append(looks(book))
        settle(book, [7], [7], reason="fee", who="李")
        seen.append(looks(book))
        statement_in_workbook(book, language="zh", who="李")
        put_rules(book, rules_of(book, 5), language="zh", who="王")
        assert undo(book).undone == ("rules",)
        assert rules(book).window_days == 3
        assert undo(book).undone == ("statement",)
        while seen:
            assert looks(book) == seen.pop(), len(seen)
            if seen:
                undo(book, who="张")
        assert own_sheets(book).nothing


def rules_of(book: xw.Book, days: int) -> object:
    from tieout.matching.policy import Policy

    return Policy(window_days=days)


def test_several_steps_at_once_leave_what_was_done_before(tmp_path: Path) -> None:
    with headless.app() as app:
        book = app.books.open(workbook(tmp_path, *BOOKS))
        put_rules(book, language="zh")
        before = looks(book)
        rerun(book, language="zh")
        settle(book, [7], [7], reason="fee")
        assert undo(book, steps=2).undone == ("settle", "reconcile")
        assert looks(book) == before
        assert not own_sheets(book).marks
        again = rerun(book, language="zh")
        assert again.result is not None
        assert [one.standing for one in decisions(book)] == ["withdrawn", "in_force"]
        assert undo(book).undone == ("reconcile",)
        assert looks(book) == before


def test_an_imported_ledger_that_was_changed_stays_and_it_is_said(tmp_path: Path) -> None:
    file = tmp_path / "收到的账.csv"
    file.write_text(THEIRS, encoding="utf-8")
    with headless.app() as app:
        book = app.books.open(workbook(tmp_path, OURS, THEIRS))
        sheet, _ = import_ledger(book, file)
        sheet["A9"].value = "备注"
        done = undo(book)
        assert done.stay == ("收到的账",)
        assert "“收到的账”导入后已有改动" in done.sentences("zh")[-2]
        assert [one.name for one in book.sheets] == ["我方", "对方", "收到的账"]


def test_what_was_cleared_comes_back_with_decisions_and_what_people_wrote(
    engine: Engine, tmp_path: Path
) -> None:
    path = workbook(tmp_path, *BOOKS)
    with engine.app() as app:
        book = app.books.open(path)
        rerun(book, language="zh")
        settle(book, [7], [7], reason="fee", note="电话确认", who="王")
        mark(book, [6], [6], as_cause="dispute", who="李")
        items = book.sheets["未清项"]
        items.range((6, items.used_range.last_cell.column + 1)).value = "已催"
        rerun(book, language="zh")
        before, decided = looks(book), [one.kept for one in decisions(book)]
        clear(book)
        assert own_sheets(book).nothing
        assert undo(book).undone == ("clear",)
        assert looks(book) == before
        assert [one.kept for one in decisions(book)] == decided
        assert [one.kind for one in actions(book)][-2:] == ["clear", "undo"]
        assert undo(book).undone == ("mark",), "and further back"


def test_a_workbook_cleared_before_any_run_gets_its_rules_back(tmp_path: Path) -> None:
    with headless.app() as app:
        book = app.books.open(workbook(tmp_path, OURS, THEIRS))
        put_rules(book, rules_of(book, 3), language="zh")
        before = looks(book)
        clear(book)
        undo(book)
        assert looks(book) == before
        undo(book)
        assert own_sheets(book).nothing
        with pytest.raises(Exception, match="没有可以撤销的操作"):
            undo(book)
