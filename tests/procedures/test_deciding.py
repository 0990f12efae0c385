"""What people decide in a workbook is kept, holds, and can be taken back."""

import openpyxl
import pytest
from tests.procedures.books import workbook
from tests.procedures.deciding import (
    MATCH,
    OURS,
    REASON,
    STATUS,
    THEIRS,
    check_laws,
    only_state,
    opened,
    reordered,
    shown,
)
from tests.workbook.samples import rendered

from tieout.errors import TieoutError
from tieout.matching.policy import Policy
from tieout.procedures import (
    Which,
    accept,
    actions,
    choose,
    decisions,
    mark,
    note,
    reject,
    rerun,
    settle,
    split,
    undo,
    unsettle,
    ways,
)


@pytest.fixture(autouse=True)
def _thin(monkeypatch, tmp_path):
    monkeypatch.setenv("TIEOUT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TIEOUT_LANGUAGE", "zh")
    only_state(monkeypatch)


def standings(book) -> list[tuple[str, str]]:
    return [(one.kept.decision.verdict, one.standing) for one in decisions(book)]


def test_a_difference_is_shown_and_needs_a_reason(engine, tmp_path):
    with opened(engine, tmp_path) as book:
        before = shown(book, "我方", STATUS)
        seen = settle(book, [7], [7], preview=True)
        assert (seen.done, seen.difference) == (False, 120000)
        with pytest.raises(TieoutError) as error:
            settle(book, [7], [7])
        assert error.value.message("en").startswith(
            "The entries selected differ by 1,200.00 (ours 700.00, theirs -500.00). Give a reason"
        )
        assert "手续费 (fee)" in error.value.message("zh")
        assert shown(book, "我方", STATUS) == before
        assert decisions(book) == ()


def test_any_number_of_entries_settle_each_other(engine, tmp_path):
    with opened(engine, tmp_path) as book:
        done = settle(book, [6, 7], [6, 7], reason="折让", note="年末折让", who="王会计")
        check_laws(book, done.result)
        (match,) = done.result.matches[done.result.matches["pass"] == "decision"].to_dict("records")
        assert (match["ours"], match["theirs"]) == ([6, 7], [6, 7])
        assert (match["kind"], match["cause"], match["difference"]) == (
            "many_to_many",
            "allowance",
            210000,
        )
        assert shown(book, "我方", STATUS)[4:] == ["≠ 折让", "≠ 折让"]
        assert shown(book, "我方", REASON)[4].startswith("人工判定：年末折让。")
        (kept,) = decisions(book)
        assert (kept.kept.decision.who, kept.standing) == ("王会计", "in_force")


REFUSED = (
    ([], [], "No entry is selected. Select lines"),
    ([1], [], 'Our books (sheet "我方"), line 1 is no entry. Entries lie between lines 2 and 7;'),
    ([], [99], 'Their books (sheet "对方"), line 99 is no entry.'),
)


def test_a_selection_that_is_no_entry_is_refused(engine, tmp_path):
    with opened(engine, tmp_path) as book:
        for ours, theirs, said in REFUSED:
            with pytest.raises(TieoutError) as error:
                settle(book, ours, theirs, reason="fee")
            assert error.value.message("en").startswith(said)


def test_a_decision_holds_when_the_sheet_is_sorted_and_grows(engine, tmp_path):
    with opened(engine, tmp_path) as book:
        settle(book, [7], [7], reason="write_off")
        reordered(book, "我方", [5, 4, 3, 2, 1, 0], 8)
        book.sheets["对方"].range("3:3").insert("down")
        book.sheets["对方"].range("A3:D3").value = ["2026-03-02", "FP9", "采购", 5]
        done = rerun(book, language="zh")
        check_laws(book, done.result)
        (kept,) = decisions(book)
        assert (kept.standing, kept.our_lines, kept.their_lines) == ("in_force", (2,), (8,))
        assert done.changes.counts == {
            "changed": 0,
            "added": 1,
            "gone": 0,
            "opened": 1,
            "cleared": 0,
        }


def test_a_corrected_narration_is_followed_and_a_changed_amount_is_shown(engine, tmp_path):
    with opened(engine, tmp_path) as book:
        settle(book, [6], [6], reason="write_off")
        settle(book, [7], [7], reason="fee")
        book.sheets["我方"].range("C6").value = "销售（更正）"
        book.sheets["我方"].range("D7").value = 710
        done = rerun(book, language="zh")
        first, second = decisions(book)
        assert (first.standing, second.standing) == ("in_force", "row_changed")
        assert "FP1005，销售，710.00" in second.said_of_changes("zh")
        assert second.said_of_changes("zh").endswith("请重新判定。")
        assert "金额未变，判定继续有效" in first.said_of_changes("zh")
        assert shown(book, "我方", STATUS)[4] == "≠ 核销"
        assert done.changes.counts["changed"] == 2
        check_laws(book, done.result)


def test_a_decision_whose_row_is_gone_is_shown_and_never_moves_to_another(engine, tmp_path):
    ours = OURS + "2026-03-30,FP1005,另一笔,700\n"
    with opened(engine, tmp_path, ours) as book:
        settle(book, [7], [7], reason="fee")
        book.sheets["我方"].range("7:7").delete()
        done = rerun(book, language="zh")
        (kept,) = decisions(book)
        assert kept.standing == "rows_missing"
        assert kept.to_decide_again
        assert done.result.matches["pass"].tolist().count("decision") == 0


def test_a_match_that_was_found_is_rejected_one_that_was_decided_withdrawn(engine, tmp_path):
    with opened(engine, tmp_path) as book:
        settle(book, [2], [5], reason="amount")
        unsettle(book, [2])
        assert standings(book) == [("accept", "withdrawn"), ("withdraw", "in_force")]
        assert shown(book, "我方", STATUS)[0] == "✔ 已勾对"
        unsettle(book, [], [2])
        assert standings(book)[-1] == ("reject", "in_force")
        assert shown(book, "我方", MATCH)[0] is None
        with pytest.raises(TieoutError) as error:
            unsettle(book, [2])
        assert error.value.key == "settle.not_in_a_match"


def test_a_match_is_split_in_two(engine, tmp_path):
    with opened(engine, tmp_path) as book:
        settle(book, [2, 5], [2, 5])
        done = split(book, [2], [2])
        check_laws(book, done.result)
        matches = done.result.matches
        found = [(tuple(a), tuple(b)) for a, b in matches[["ours", "theirs"]].to_numpy()]
        assert {((2,), (2,)), ((5,), (5,))} <= set(found)
        with pytest.raises(TieoutError) as error:
            split(book, [2], [2])
        assert error.value.key == "settle.whole_match"


def test_suggestions_are_accepted_at_once_previewed_and_undone_at_once(engine, tmp_path):
    with opened(engine, tmp_path) as book:
        before = shown(book, "我方", REASON)
        seen = accept(book, Which(cause="数字颠倒"), preview=True)
        assert [(one.our_lines, one.their_lines, one.difference) for one in seen.decisions] == [
            ((3,), (3,), 9000)
        ]
        assert decisions(book) == ()
        accept(book, Which(above=0.1))
        assert "确认建议勾对" in shown(book, "我方", REASON)[1]
        with pytest.raises(TieoutError):
            accept(book, Which(above=0.1))
        undo(book)
        assert shown(book, "我方", REASON) == before
        number = int(shown(book, "我方", MATCH)[1])
        reject(book, Which(matches=[number]), note="不是同一笔")
        assert shown(book, "我方", MATCH)[1] is None


def test_the_suggestions_of_one_customer_are_accepted(engine, tmp_path):
    head = "日期,单据号,摘要,客户,金额\n"
    ours = f"{head}2026-03-01,A1,销售,甲公司,540\n2026-03-02,B1,销售,乙公司,630\n"
    theirs = f"{head}2026-03-01,A1,采购,甲公司,450\n2026-03-02,B1,采购,乙公司,360\n"
    with opened(engine, tmp_path, ours, theirs) as book:
        seen = accept(book, Which(customer="乙公司"), preview=True)
        assert [(one.our_lines, one.difference) for one in seen.decisions] == [((3,), 27000)]
        with pytest.raises(TieoutError) as error:
            accept(book, Which(customer="丙公司"), preview=True)
        assert error.value.key == "settle.nothing_suggested"


def test_an_open_item_is_marked_until_it_is_matched(engine, tmp_path):
    with opened(engine, tmp_path) as book:
        mark(book, [7], as_cause="争议项", note="客户未收到货", who="李会计")
        assert shown(book, "我方", STATUS)[5] == "✖ 争议项"
        assert shown(book, "我方", REASON)[5] == "人工标记为“争议项”（李会计）：客户未收到货。"
        note(book, [7], note="下周回访", who="李会计")
        assert shown(book, "我方", REASON)[5].endswith("备注（李会计）：下周回访")
        book.sheets["对方"].range("A8:D8").value = ["2026-03-31", "FP1005", "采购", 700]
        done = rerun(book, language="zh")
        assert standings(book) == [("mark", "settled"), ("note", "in_force")]
        assert shown(book, "我方", STATUS)[5] == "✔ 已勾对"
        assert done.changes.counts["cleared"] == 1


def test_marking_a_matched_entry_takes_it_out_of_its_match(engine, tmp_path):
    with opened(engine, tmp_path) as book:
        done = mark(book, [], [3], as_cause="their_error")
        assert [one.kept.decision.verdict for one in done.decisions] == ["reject", "mark"]
        assert shown(book, "对方", STATUS)[1] == "✖ 对方更正"
        assert shown(book, "我方", MATCH)[1] is None
        check_laws(book, done.result)


@pytest.mark.in_office
def test_a_status_and_a_match_number_that_are_typed_become_decisions(engine, tmp_path):
    with opened(engine, tmp_path) as book:
        ours, theirs = book.sheets["我方"], book.sheets["对方"]
        ours.range((7, MATCH)).value = theirs.range((7, MATCH)).value = 88
        theirs.range((7, STATUS)).value = "≠ 手续费"
        ours.range((3, STATUS)).value = "✔ 已勾对"
        ours.range((6, STATUS)).value = "○ 未达账项"
        theirs.range((5, MATCH)).value = None
        done = rerun(book, language="zh", who="王会计")
        check_laws(book, done.result)
        made = [(d.kept.decision.verdict, d.our_lines, d.their_lines) for d in done.decisions]
        assert ("accept", (7,), (7,)) in made
        assert ("accept", (3,), (3,)) in made
        assert ("reject", (5,), (5,)) in made
        assert done.untaken == ()
        assert shown(book, "我方", STATUS)[5] == "≠ 手续费"
        assert len(actions(book)) == 2
        undo(book)
        assert shown(book, "我方", MATCH)[5] is None


WRONG = {
    (2, STATUS): ("≠ 手续费", "没有差额"),
    (4, STATUS): ("≈ 建议勾对", "只由对账得出"),
    (5, STATUS): ("完成", "不是可选的状态"),
    (6, STATUS): ("≠ 数字颠倒", "不知与哪些账项勾对"),
    (7, STATUS): ("✔ 已勾对", "这笔账项没有勾对号"),
}


def test_what_cannot_be_taken_is_said_with_its_place(engine, tmp_path):
    with opened(engine, tmp_path) as book:
        before = shown(book, "我方", STATUS)
        for cell, (typed, _) in WRONG.items():
            book.sheets["我方"].range(cell).value = typed
        book.sheets["对方"].range((7, MATCH)).value = 77
        done = rerun(book, language="zh")
        *problems, said = sorted(done.untaken, key=lambda each: (each.sheet == "对方", each.line))
        assert "第 7 行" in said.sentence("zh")
        assert "这些账项相差" in said.sentence("zh")
        for problem, ((line, _), (_, expected)) in zip(problems, WRONG.items(), strict=True):
            assert f"第 {line} 行" in problem.sentence("zh")
            assert expected in problem.sentence("zh")
        assert shown(book, "我方", STATUS) == before
        assert decisions(book) == ()


def test_a_ledger_sorted_without_our_columns_or_columns_emptied_type_nothing(engine, tmp_path):
    with opened(engine, tmp_path) as book:
        reordered(book, "我方", [5, 4, 3, 2, 1, 0], 4)
        done = rerun(book, language="zh")
        assert (done.decisions, done.untaken) == ((), ())
        assert shown(book, "我方", STATUS)[5] == "✔ 已勾对"
        before = shown(book, "我方", STATUS)
        book.sheets["我方"].range((2, STATUS), (7, REASON)).value = None
        done = rerun(book, language="zh")
        assert (done.decisions, done.untaken) == ((), ())
        assert shown(book, "我方", STATUS) == before


def test_an_ambiguous_match_is_settled_in_the_way_chosen(engine, tmp_path):
    ours = "日期,单据号,摘要,金额\n2026-03-01,,甲,250\n2026-03-01,,乙,250\n2026-03-04,,丙,7\n"
    theirs = "日期,单据号,摘要,金额\n2026-03-01,,x,250\n2026-03-05,,y,9\n"
    with opened(engine, tmp_path, ours, theirs) as book:
        done = rerun(book, language="zh")
        ambiguous = done.result.matches[done.result.matches["state"] == "ambiguous"]
        number = int(ambiguous["match"].iloc[0])
        found = ways(book, number)
        assert len(found) >= 2
        done = choose(book, number, 2)
        (match,) = done.result.matches[done.result.matches["pass"] == "decision"].to_dict("records")
        assert tuple(match["ours"]) == found[1].lines[0][0]
        assert match["difference"] == 0


def test_actions_are_undone_one_by_one_after_closing_and_opening(engine, tmp_path):
    path = workbook(tmp_path, OURS, THEIRS)
    saved = tmp_path / "saved.xlsx"
    with engine.app() as app:
        app.books.open(path).save(saved)
    seen: list[list[object]] = []
    with engine.app() as app:
        book = app.books.open(path)
        rerun(book, language="zh")
        seen.append(shown(book, "我方", REASON))
        settle(book, [7], [7], reason="fee")
        seen.append(shown(book, "我方", REASON))
        mark(book, [6], as_cause="dispute")
        book.save()
    for step in (1, 0):
        with engine.app() as app:
            book = app.books.open(path)
            undo(book)
            assert shown(book, "我方", REASON) == seen[step]
            book.save()
    with engine.app() as app:
        book = app.books.open(path)
        assert undo(book).result is None
        with pytest.raises(TieoutError) as error:
            undo(book)
        assert error.value.key == "settle.nothing_to_undo"
        book.save(tmp_path / "undone.xlsx")
    assert rendered(tmp_path / "undone.xlsx") == rendered(saved)


def test_rules_that_a_run_brought_are_taken_back_by_undo(engine, tmp_path):
    with opened(engine, tmp_path) as book:
        rerun(book, policy=Policy(cutoff_days=0), language="zh")
        assert shown(book, "我方", STATUS)[5] == "✖ 漏记"
        rerun(book, language="zh")
        assert shown(book, "我方", STATUS)[5] == "✖ 漏记"
        undo(book)
        assert shown(book, "我方", STATUS)[5] == "○ 未达账项"


def test_a_long_decision_and_many_survive_the_cells_of_the_hidden_sheet(engine, tmp_path):
    lines = "".join(f"2026-03-{1 + n % 28:02},A{n},{'长' * 60}{n},1\n" for n in range(300))
    theirs = "日期,单据号,摘要,金额\n2026-03-28,B,合并付款,300\n"
    with opened(engine, tmp_path, "日期,单据号,摘要,金额\n" + lines, theirs) as book:
        settle(book, range(2, 302), [2])
        book.save(tmp_path / "again.xlsx")
    with engine.app() as app:
        book = app.books.open(tmp_path / "again.xlsx")
        (kept,) = decisions(book)
        assert (len(kept.our_lines), kept.standing) == (300, "in_force")
        assert rerun(book).result.totals.difference == 0
    cells = openpyxl.load_workbook(tmp_path / "again.xlsx")["_tieout"]
    assert max(len(str(row[1])) for row in cells.iter_rows(max_col=2, values_only=True)) <= 16_000


def test_swapping_sides_mirrors_a_decision(engine, tmp_path):
    results = []
    for name, (ours, theirs), lines in (
        ("a", (OURS, THEIRS), ([6, 7], [7])),
        ("b", (THEIRS, OURS), ([7], [6, 7])),
    ):
        (tmp_path / name).mkdir()
        with opened(engine, tmp_path / name, ours, theirs) as book:
            results.append(settle(book, *lines, reason="fee").result)
    one, other = results
    assert one.totals.difference == -other.totals.difference
    assert sorted(one.matches["difference"]) == sorted(-other.matches["difference"])
