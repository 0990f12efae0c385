"""Open items go from a closed month into the next: they match when the other side books them, and nothing is lost."""

import json
import shutil
from pathlib import Path

import openpyxl
import pytest
import xlwings as xw
from tests.both_engines import Engine
from tests.cli.running import run
from tests.procedures.books import workbook
from tests.procedures.deciding import only_state
from tests.workbook.samples import files

from tieout.engines import headless
from tieout.errors import TieoutError
from tieout.matching.policy import Policy
from tieout.matching.reconciliation import Reconciliation
from tieout.procedures import (
    actions,
    carry_forward,
    mark,
    note,
    open_items_of,
    reconcile,
    reconcile_files,
    settle,
    undo,
)
from tieout.procedures.carrying import still_open
from tieout.procedures.desk import desk
from tieout.workbook.age_sheet import open_ages
from tieout.workbook.balances import balances_of
from tieout.workbook.carried import Carried, carried_from, carried_lines
from tieout.workbook.further_sheets import carried_of, rules_and_cleaning

OURS_12 = """日期,单据号,摘要,借方,贷方,余额
,,期初余额,,,1000.00
2025-12-03,FP1,销售,500.00,,1500.00
2025-12-20,FP2,销售,300.00,,1800.00
2025-12-29,FP3,销售,700.00,,2500.00
"""
THEIRS_12 = """日期,单据号,摘要,借方,贷方,余额
,,期初余额,,1000.00,1000.00
2025-12-04,FP1,采购,,500.00,1500.00
2025-12-21,FP2,采购,,299.00,1799.00
2025-12-31,FK9,付款,400.00,,1399.00
"""
OURS_01 = """日期,单据号,摘要,借方,贷方,余额
,,期初余额,,,2500.00
2026-01-03,FK9,收款,,400.00,2100.00
2026-01-15,FP4,销售,120.00,,2220.00
"""
THEIRS_01 = """日期,单据号,摘要,借方,贷方,余额
,,期初余额,,1399.00,1399.00
2026-01-05,FP3,采购,,700.00,2099.00
2026-01-15,FP4,采购,,120.00,2219.00
"""
OURS_02 = (
    "日期,单据号,摘要,借方,贷方,余额\n,,期初余额,,,2220.00\n2026-05-10,FP9,销售,10.00,,2230.00\n"
)
THEIRS_02 = "日期,单据号,摘要,借方,贷方,余额\n,,期初余额,,2219.00,2219.00\n2026-05-11,FP9,采购,,10.00,2229.00\n"


def month(folder: Path, name: str, ours: str, theirs: str) -> Path:
    """A workbook of one month."""
    return shutil.copy(workbook(folder, ours, theirs), folder / name)


def closed(app: xw.App, path: Path, before: Path | None = None) -> tuple[xw.Book, Reconciliation]:
    """A month reconciled, with what the month before left, and saved."""
    book = app.books.open(path)
    result = (
        reconcile(book, language="zh", backup=False)
        if before is None
        else carry_forward(app.books.open(before), book, language="zh", backup=False)
    )
    book.save(path)
    return book, result


def check_law(result: Reconciliation, closing_difference: int) -> None:
    """Our closing − theirs is the opening difference and every listed difference together."""
    (currency,) = result.totals_by_currency
    balances = balances_of(result, currency)
    listed = result.ours["difference"].sum() + result.theirs["difference"].sum()
    assert result.totals.unexplained == 0
    assert balances.difference == closing_difference
    assert (balances.opening_difference or 0) + listed == closing_difference


@pytest.mark.in_office
def test_a_december_invoice_clears_in_january(engine: Engine, tmp_path: Path) -> None:
    december = month(tmp_path, "12.xlsx", OURS_12, THEIRS_12)
    january = month(tmp_path, "01.xlsx", OURS_01, THEIRS_01)
    with engine.app() as app:
        _, before = closed(app, december)
        check_law(before, 110100)
        book, result = closed(app, january, december)
        check_law(result, 100)
        assert still_open(result) == (2, 0)
        assert len(result.open_items) == 0
        cleared = result.matches[result.matches["ours"].map(lambda lines: 6 in lines)]
        assert cleared["theirs"].tolist() == [[3]]
        assert book.sheets["我方"].range("A6").value is None
        engine.check_sums(book, result)
        assert "结转自 12.xlsx】2025-12-29 FP3 700.00" in str(book.sheets["我方"].range("J6").value)


def test_the_rules_of_the_closed_month_hold_in_the_next_unless_it_has_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_state(monkeypatch, rules_and_cleaning)
    december = month(tmp_path, "12.xlsx", OURS_12, THEIRS_12)
    agreed = Policy(tolerance_cents=777, aliases={"甲": "乙"})
    with headless.app() as app:
        book = app.books.open(december)
        reconcile(book, policy=agreed, language="zh", backup=False)
        book.save(december)
        january = app.books.open(month(tmp_path, "01.xlsx", OURS_01, THEIRS_01))
        assert carry_forward(book, january, language="zh", backup=False).policy == agreed
        assert reconcile(january, language="zh", backup=False).policy == agreed
        own = Policy(tolerance_cents=5)
        february = app.books.open(month(tmp_path, "02.xlsx", OURS_01, THEIRS_01))
        reconcile(february, policy=own, language="zh", backup=False)
        assert carry_forward(book, february, language="zh", backup=False).policy == own
    ours, theirs = files(tmp_path, OURS_01, THEIRS_01)
    assert reconcile_files(ours, theirs, None, carried=carried_from_file(december)).policy == agreed


def carried_from_file(closed: Path) -> Carried:
    with headless.app() as app:
        return open_items_of(app.books.open(closed))


def test_december_still_reproduces_and_a_second_run_of_january_changes_nothing(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_state(monkeypatch, carried_of)
    december = month(tmp_path, "12.xlsx", OURS_12, THEIRS_12)
    january = month(tmp_path, "01.xlsx", OURS_01, THEIRS_01)
    with engine.app() as app:
        _, before = closed(app, december)
        kept = december.read_bytes()
        book, result = closed(app, january, december)
        assert december.read_bytes() == kept
        again = reconcile(app.books.open(december), language="zh", backup=False)
        assert again.totals == before.totals
        marks = [book.sheets[name].used_range.value for name in ("我方", "对方", "结转未清项")]
        twice = reconcile(book, language="zh", backup=False)
        assert twice.totals == result.totals
        assert marks == [book.sheets[n].used_range.value for n in ("我方", "对方", "结转未清项")]


def test_an_item_keeps_its_date_and_origin_over_months(engine: Engine, tmp_path: Path) -> None:
    nothing = "日期,单据号,摘要,借方,贷方,余额\n,,期初余额,,,2500.00\n2026-01-15,FP4,销售,120.00,,2620.00\n"
    theirs = THEIRS_01.replace("2026-01-05,FP3,采购,,700.00,2099.00\n", "").replace(
        "2219.00", "1519.00"
    )
    paths = [
        month(tmp_path, "12.xlsx", OURS_12, THEIRS_12),
        month(tmp_path, "01.xlsx", nothing, theirs),
        month(tmp_path, "02.xlsx", OURS_02.replace("2220", "2620").replace("2230", "2630"),
              THEIRS_02.replace("2219", "1519").replace("2229", "1529")),
    ]  # fmt: skip
    with engine.app() as app:
        closed(app, paths[0])
        closed(app, paths[1], paths[0])
        book, result = closed(app, paths[2], paths[1])
        check_law(result, 110100)
        ages = open_ages(result)
        assert ages["origin"].tolist() == ["12.xlsx", "12.xlsx"]
        assert ages["reference"].tolist() == ["FP3", "FK9"]
        assert ages["age"].tolist() == [133, 131]
        shown = book.sheets["未清项账龄"].range((4, 1), (4, 4)).value
        assert shown[1] == 90
        assert shown[3] == 2


def test_a_ledger_that_reaches_back_gets_no_item_twice(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_state(monkeypatch, carried_of)
    whole = OURS_12 + "2026-01-03,FK9,收款,,400.00,2100.00\n2026-01-15,FP4,销售,120.00,,2220.00\n"
    december = month(tmp_path, "12.xlsx", OURS_12, THEIRS_12)
    january = month(tmp_path, "01.xlsx", whole, THEIRS_01)
    with engine.app() as app:
        closed(app, december)
        book, result = closed(app, january, december)
        assert (result.our_ledger.entries["reference"] == "FP3").sum() == 1
        assert result.totals.unexplained == 0
        statuses = [row[10] for row in book.sheets["结转未清项"].used_range.value]
        assert "本期账表中已有，未重复加入" in statuses


def test_their_sign_may_turn_from_one_month_to_the_next(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_state(monkeypatch)
    turned = THEIRS_01.replace(",借方,贷方,", ",贷方,借方,")
    assert turned != THEIRS_01
    december = month(tmp_path, "12.xlsx", OURS_12, THEIRS_12)
    january = month(tmp_path, "01.xlsx", OURS_01, turned)
    with engine.app() as app:
        closed(app, december)
        _, result = closed(app, january, december)
        assert still_open(result) == (2, 0)
        check_law(result, 100)


def test_what_was_never_reconciled_or_changed_since_is_refused(
    engine: Engine, tmp_path: Path
) -> None:
    december = month(tmp_path, "12.xlsx", OURS_12, THEIRS_12)
    with engine.app() as app:
        book = app.books.open(december)
        with pytest.raises(TieoutError) as never:
            open_items_of(book)
        reconcile(book, language="zh", backup=False)
        assert len(open_items_of(book).items) == 2
        with pytest.raises(TieoutError) as same:
            carry_forward(book, book)
        book.sheets["我方"].range("D5").value = 701
        with pytest.raises(TieoutError) as changed:
            open_items_of(book)
    assert [e.value.key for e in (never, same, changed)] == [
        "carried.not_reconciled",
        "carried.same",
        "carried.changed",
    ]


def test_a_carried_item_is_settled_by_hand_on_its_line(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_state(monkeypatch)
    december = month(tmp_path, "12.xlsx", OURS_12, THEIRS_12)
    january = month(
        tmp_path, "01.xlsx", OURS_01, THEIRS_01.replace("FP3,采购,,700.00,2099.00", "X,另,,650.00,2049.00")
        .replace("2219.00", "2169.00"),
    )  # fmt: skip
    with engine.app() as app:
        closed(app, december)
        book, result = closed(app, january, december)
        line = next(
            int(line)
            for line, reference in zip(
                result.our_ledger.entries["line"],
                result.our_ledger.entries["reference"],
                strict=True,
            )
            if reference == "FP3"
        )
        settle(book, ours=[line], theirs=[3], reason="amount", note="折让")
        after = reconcile(book, language="zh", backup=False)
        assert [line] in after.matches["ours"].tolist()
        check_law(after, 5100)


def test_openpyxl_reads_the_sheet_of_carried_items(engine: Engine, tmp_path: Path) -> None:
    december = month(tmp_path, "12.xlsx", OURS_12, THEIRS_12)
    january = month(tmp_path, "01.xlsx", OURS_01, THEIRS_01)
    with engine.app() as app:
        closed(app, december)
        closed(app, january, december)
    sheet = openpyxl.load_workbook(january, data_only=False)["结转未清项"]
    said = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any("✔ 双方期初余额都与上期期末相符" in each for each in said)


def test_the_commands_carry_into_a_workbook_and_into_two_files(capsys, tmp_path: Path) -> None:
    december = month(tmp_path, "12.xlsx", OURS_12, THEIRS_12)
    january = month(tmp_path, "01.xlsx", OURS_01, THEIRS_01)
    ours, theirs = files(tmp_path, OURS_01, THEIRS_01)
    kept, document = tmp_path / "01 done.xlsx", tmp_path / "01.json"
    assert run(capsys, "carry-forward", december, january).status == 2
    assert run(capsys, "reconcile", december, "-o", december).status == 0
    ran = run(capsys, "carry-forward", december, january, "-o", kept)
    assert ran.status == 0
    assert "2 open items were carried from 12.xlsx: 2 are matched now, 0 are still open." in ran.out
    again = run(
        capsys, "reconcile", ours, theirs, "--carried", december, "--json", document,
        "-o", tmp_path / "files.xlsx",
    )  # fmt: skip
    assert again.status == 0
    found = json.loads(document.read_text(encoding="utf-8"))
    assert found["open_items"] == []
    assert [found["totals"][name] for name in ("difference", "unexplained")] == ["0.00", "0.00"]


def test_what_was_carried_is_taken_back_and_brought_again(engine: Engine, tmp_path: Path) -> None:
    december = month(tmp_path, "12.xlsx", OURS_12, THEIRS_12)
    january = month(tmp_path, "01.xlsx", OURS_01, THEIRS_01)
    with engine.app() as app:
        closed(app, december)
        book, _ = closed(app, january)
        alone = seen(book)
        carried = carry_forward(app.books.open(december), book, language="zh", backup=False)
        assert [action.kind for action in actions(book)] == ["reconcile", "carry"]
        done = undo(book)
        assert done.sentences("zh")[0] == "已完成：撤销（结转未清项）。"
        after = seen(book)
        assert set(after) == set(alone)
        for name in ("我方", "对方", "余额调节表", "未清项"):
            assert after[name] == alone[name]
        again = carry_forward(app.books.open(december), book, language="zh", backup=False)
        assert again.totals == carried.totals
        assert still_open(again) == (2, 0)
        undo(book, steps=2)
        assert [sheet.name for sheet in book.sheets] == ["我方", "对方"]


def test_what_people_said_of_an_item_comes_along_as_often_as_it_is_carried(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_state(monkeypatch)
    december = month(tmp_path, "12.xlsx", OURS_12, THEIRS_12)
    january = month(
        tmp_path, "01.xlsx", OURS_02.replace("2220", "2500").replace("2230", "2510"), THEIRS_01
    )
    february = month(
        tmp_path, "02.xlsx", OURS_02.replace("2220", "2510").replace("2230", "2520"), THEIRS_02
    )
    with engine.app() as app:
        book, _ = closed(app, december)
        mark(book, [], [5], as_cause="dispute", note="未收到", who="李会计")
        note(book, [], [5], note="下周回访", who="王会计")
        book.save(december)
        book, _ = closed(app, january, december)
        line = next(
            at
            for at, item in carried_lines(desk(book).given[1], "theirs")
            if item.reference == "FK9"
        )
        said = "〔上期：人工标记为“争议项”（李会计）：未收到。 备注（王会计）：下周回访〕"
        assert str(book.sheets["对方"].range((line, 10)).value).endswith(said)
        assert book.sheets["对方"].range((line, 7)).value == "✖ 争议项"
        assert "In dispute" in desk(book).carried.items[-1].said("en")
        book.save(january)
        book, _ = closed(app, february, january)
        last = book.sheets["对方"].used_range.value[-1]
        assert (last[6], str(last[9]).count("李会计")) == ("✖ 争议项", 1)
        assert str(last[9]).endswith(said)
        mark(book, [], [book.sheets["对方"].used_range.last_cell.row], as_cause="in_transit")
        assert book.sheets["对方"].used_range.value[-1][6] == "○ 未达账项"


def seen(book: xw.Book) -> dict[str, list[list[object]]]:
    """The filled lines of every sheet that is shown."""
    return {
        sheet.name: [row for row in sheet.used_range.value if any(cell is not None for cell in row)]
        for sheet in book.sheets
        if sheet.visible
    }


def test_what_was_booked_twice_stays_so_in_the_next_month(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_state(monkeypatch)
    twice = "2025-12-03,FP1,销售,500.00,,1500.00\n"
    december = month(tmp_path, "12.xlsx", OURS_12.replace(twice, twice * 2), THEIRS_12)
    january = month(tmp_path, "01.xlsx", OURS_01, THEIRS_01)
    with engine.app() as app:
        closed(app, december)
        book, result = closed(app, january, december)
        items = result.open_items.set_index("cause")
        assert items.loc["duplicate", "amount"] == 50000
        assert items.loc["duplicate", "reason_zh"] == "此前已列为“重复入账”。"
        assert "〔上期：与我方账第 3 行" in str(book.sheets["我方"].used_range.value)
        again = carried_from(desk(book).result, "01.xlsx").items
    assert [item.carried_mark != "" for item in again if item.amount == 50000] == [True]
