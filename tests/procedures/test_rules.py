"""The rules of a workbook: put on a sheet, edited there, and followed by the next reconciliation."""

from pathlib import Path

import pytest
import xlwings as xw
from tests.both_engines import Engine
from tests.cli.running import run
from tests.procedures.books import workbook
from tests.procedures.deciding import only_state

from tieout.matching.policy import Policy
from tieout.matching.policy_file import PolicyError
from tieout.procedures import (
    cleaning_report,
    clear,
    proposed,
    put_rules,
    reconcile,
    rules,
    settle,
    undo,
)
from tieout.procedures.statements import reconciled_ledgers
from tieout.workbook.further_sheets import rules_and_cleaning


def set_rule(book: xw.Book, name: str, value: object, sheet: str = "对账规则") -> None:
    """Type a value beside the name of a rule."""
    cells = book.sheets[sheet].range((1, 1), (60, 5)).options(ndim=2).value
    line = next(at for at, row in enumerate(cells, start=1) if row[4] == name)
    book.sheets[sheet].range((line, 2)).value = value


def test_an_edited_rule_rules_the_next_run_and_everything_made_of_the_workbook(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_state(monkeypatch, rules_and_cleaning)
    with engine.app() as app:
        book = app.books.open(workbook(tmp_path))
        before = reconcile(book, language="zh", backup=False)
        set_rule(book, "tolerance_cents", 0)
        assert rules(book) == Policy(tolerance_cents=0)
        assert "rounding" in before.matches["cause"].tolist()
        assert "rounding" not in reconciled_ledgers(book).matches["cause"].tolist()
        after = reconcile(book, language="zh", backup=False)
        assert after.policy == Policy(tolerance_cents=0)
        again = reconcile(book, language="zh", backup=False)
        assert again.policy.fingerprint == after.policy.fingerprint != before.policy.fingerprint
        assert after.policy.fingerprint in str(book.sheets["对账规则"].range("A3").value)


def test_a_given_policy_outranks_the_sheet_which_then_shows_it(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_state(monkeypatch, rules_and_cleaning)
    with engine.app() as app:
        book = app.books.open(workbook(tmp_path))
        put_rules(book, Policy(window_days=3), language="zh")
        assert reconcile(book, language="zh", backup=False).policy == Policy(window_days=3)
        reconcile(book, policy=Policy(window_days=4), language="zh", backup=False)
        assert rules(book) == Policy(window_days=4)
        clear(book)
        assert [sheet.name for sheet in book.sheets] == ["我方", "对方"]


def test_a_sheet_of_rules_copied_from_another_workbook_holds(
    engine: Engine, tmp_path: Path
) -> None:
    with engine.app() as app:
        book = app.books.open(workbook(tmp_path))
        put_rules(book, Policy(window_days=3), language="zh")
        for name in [name for name in book.names if name.name == "tieout_rules"]:
            name.delete()
        assert reconcile(book, language="zh", backup=False).policy.window_days == 3
        assert [sheet.name for sheet in book.sheets].count("对账规则") == 1


def test_a_rule_that_cannot_be_used_stops_the_run_and_leaves_the_workbook(
    engine: Engine, tmp_path: Path
) -> None:
    with engine.app() as app:
        book = app.books.open(workbook(tmp_path))
        put_rules(book, language="zh")
        set_rule(book, "window_days", "一周")
        with pytest.raises(PolicyError, match=r"对账规则.*一周"):
            reconcile(book, language="zh", backup=False)
        assert "对账结果" not in [sheet.name for sheet in book.sheets]


@pytest.mark.in_office
def test_the_cleaning_report_changes_no_cell_of_a_ledger(engine: Engine, tmp_path: Path) -> None:
    with engine.app() as app:
        book = app.books.open(workbook(tmp_path))
        before = book.sheets["我方"].used_range.value
        name = cleaning_report(book, language="zh").name
        one = cleaning_report(book, sheet="对方", language="zh")
        assert (name, one.name) == ("清洗报告", "清洗报告")
        assert book.sheets["我方"].used_range.value == before
        shown = [row[:3] for row in one.range((1, 1), (8, 3)).value]
        assert any(row[0] == "对方" and "期初余额行" in str(row[2]) for row in shown)


def test_the_commands_show_check_put_and_keep_the_rules(capsys, tmp_path: Path) -> None:
    book, kept = workbook(tmp_path), tmp_path / "rules.toml"
    with_rules, result = tmp_path / "with_rules.xlsx", tmp_path / "result.xlsx"
    assert "window_days = 10" in run(capsys, "policy", "show").out
    assert run(capsys, "policy", "sheet", book, "-o", with_rules, "--preset", "bank").status == 0
    assert run(capsys, "reconcile", with_rules, "-o", result).status == 0
    assert run(capsys, "policy", "save", result, "-o", kept).status == 0
    assert kept.read_text(encoding="utf-8") == 'preset = "bank"\n'
    assert run(capsys, "policy", "check", kept).status == 0
    refused = run(capsys, "policy", "check", book)
    assert refused.status == 2
    assert "tieout policy sheet" in refused.error


OURS_FAR = "日期,单据号,摘要,金额\n" + "".join(f"2026-03-0{n},,甲,{n}10\n" for n in range(1, 5))
THEIRS_FAR = "日期,单据号,摘要,金额\n" + "".join(f"2026-03-2{n},,乙,{n}10\n" for n in range(1, 5))


def test_a_rule_that_decisions_imply_is_off_until_it_is_turned_on_in_the_workbook(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_state(monkeypatch, rules_and_cleaning)
    with engine.app() as app:
        book = app.books.open(workbook(tmp_path, OURS_FAR, THEIRS_FAR))
        reconcile(book, language="zh", backup=False)
        for line in (2, 3, 4):
            settle(book, [line], [line], note="电话核对")
        (rule,) = proposed(book)
        assert (rule.name, rule.value, rule.effect) == ("window_days", 20, 1)
        before = reconcile(book, language="zh", backup=False)
        assert (before.policy.window_days, len(before.open_items)) == (10, 2), "off until turned on"
        sheet = book.sheets["对账规则"]
        rows = sheet.used_range.value
        line = next(
            at for at, row in enumerate(rows, start=1) if "日期相隔较远（最多 20 天）" in str(row)
        )
        assert rows[line - 1][1:5] == ["否", 20, 1, "window_days"]
        sheet.range((line, 2)).value = "是"
        sheet.range((line, 3)).value = 25
        after = reconcile(book, language="zh", backup=False)
        assert (after.policy.window_days, len(after.open_items)) == (25, 0), "as it was edited"
        assert undo(book).result.policy.window_days == 10
