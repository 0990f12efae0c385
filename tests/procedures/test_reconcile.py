"""Reconciling an open workbook: everything of the user's stays, everything of ours is replaced."""

from collections import Counter
from pathlib import Path

import openpyxl
import pytest
from tests.benchmarks.two_sided import generate
from tests.both_engines import Engine
from tests.engines.counting import counted
from tests.office import needs_office, recalculated
from tests.procedures.books import fill, lived_in, look_of, workbook
from tests.workbook.samples import THEIRS_ZH, rendered

from tieout.engines import headless
from tieout.errors import TieoutError
from tieout.procedures import reconcile
from tieout.procedures.statements import reconciled_ledgers
from tieout.progress import CancelledError

OURS = ["tieout_result", "tieout_statement", "tieout_open_items", "tieout_review", "tieout_state"]


@pytest.mark.in_office
def test_the_marks_and_our_sheets_are_added(engine: Engine, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(engine.reconciled(workbook(tmp_path)))
    assert book.sheetnames == [
        "我方",
        "对方",
        "对账结果",
        "余额调节表",
        "未清项",
        "未清项账龄",
        "待确认勾对",
        "建议分录",
        "对账规则",
        "清洗报告",
        "_tieout",
    ]
    assert book["_tieout"].sheet_state == "hidden"
    assert [book["我方"].cell(3, column).value for column in range(8, 12)] == [
        "状态",
        "勾对号",
        "差额",
        "原因",
    ]
    statuses = [book["我方"].cell(row, 8).value for row in range(4, 12)]
    assert statuses == [
        "· 不是账项",
        "✔ 已勾对",
        "≠ 数字颠倒",
        "✔ 已勾对",
        "✔ 已勾对",
        "≠ 尾差",
        "○ 未达账项",
        "· 不是账项",
    ]


@pytest.mark.in_office
def test_every_cell_of_the_user_keeps_its_value_and_look(engine: Engine, tmp_path: Path) -> None:
    path = lived_in(tmp_path)
    before = openpyxl.load_workbook(engine.saved(path))
    after = openpyxl.load_workbook(engine.reconciled(path))
    assert after.active.title == before.active.title  # type: ignore[union-attr]
    for sheet in before:
        same = after[sheet.title]
        for row in sheet.iter_rows():
            for cell in row:
                other = same[cell.coordinate]
                assert (other.value, other.data_type) == (cell.value, cell.data_type)
                assert look_of(other) == look_of(cell), cell.coordinate
        assert same.freeze_panes == sheet.freeze_panes
        assert same.auto_filter.ref == sheet.auto_filter.ref
        widths = {key: value.width for key, value in sheet.column_dimensions.items()}
        assert {key: same.column_dimensions[key].width for key in widths} == widths
    assert after["我方"]["C5"].comment.text == "核对过"  # type: ignore[union-attr]
    assert after.defined_names["我的区域"].attr_text == before.defined_names["我的区域"].attr_text
    choices = {str(v.sqref): v.formula1 for v in after["我方"].data_validations.dataValidation}
    assert choices["B5:B10"] == '"甲,乙"'
    rules = {str(area.sqref) for area in after["我方"].conditional_formatting}
    assert "E5:E10" in rules


def test_our_columns_stand_beside_all_that_is_there(engine: Engine, tmp_path: Path) -> None:
    after = openpyxl.load_workbook(engine.reconciled(lived_in(tmp_path)))
    assert [after["我方"].cell(3, column).value for column in range(9, 14)] == [
        "自算列",
        "状态",
        "勾对号",
        "差额",
        "原因",
    ]


def test_a_second_run_changes_nothing(engine: Engine, tmp_path: Path) -> None:
    once = engine.reconciled(lived_in(tmp_path), tmp_path / "once" / "book.xlsx")
    again = engine.reconciled(once, tmp_path / "again" / "book.xlsx")
    assert rendered(again) == rendered(once)


def test_what_the_user_wrote_beside_our_columns_stays_when_run_again(
    engine: Engine, tmp_path: Path
) -> None:
    once = engine.reconciled(workbook(tmp_path))
    book = openpyxl.load_workbook(once)
    book["我方"]["M6"] = "我的备注"
    book.create_sheet("我的表")["A1"] = "=对账结果!A1"
    book.active = book["未清项"]
    book.save(once)
    after = openpyxl.load_workbook(engine.reconciled(once, tmp_path / "again.xlsx"))
    assert after["我方"]["M6"].value == "我的备注"
    assert after["我方"]["H3"].value == "状态"
    assert after["我的表"]["A1"].value == "=对账结果!A1"
    assert after.active.title == "未清项"  # type: ignore[union-attr]
    assert after.sheetnames.count("对账结果") == 1


def test_a_corrected_ledger_is_reconciled_anew(engine: Engine, tmp_path: Path) -> None:
    once = engine.reconciled(workbook(tmp_path))
    book = openpyxl.load_workbook(once)
    assert book["对方"]["C4"].value == "采购"
    book["对方"]["E4"], book["对方"]["F4"] = 540, 11740
    for row, balance in ((5, 10540), (6, 13540), (7, 13628.85), (8, 13128.85)):
        book["对方"].cell(row, 6).value = balance
    book.save(once)
    after = openpyxl.load_workbook(engine.reconciled(once, tmp_path / "again.xlsx"))
    assert after["我方"]["H6"].value == "✔ 已勾对"
    runs = [
        row for row in after["_tieout"].iter_rows(max_col=2, values_only=True) if row[0] == "run"
    ]
    assert len(runs) == 2


def test_our_sheets_are_known_again_when_renamed_and_made_again_when_deleted_or_unnamed(
    engine: Engine, tmp_path: Path
) -> None:
    once = engine.reconciled(workbook(tmp_path))
    with engine.app() as app:
        book = app.books.open(once)
        book.sheets["未清项"].name = "三月未清"
        book.sheets["余额调节表"].delete()
        book.names["tieout_review"].refers_to = "=1+1"
        book.sheets["_tieout"].visible = True
        book.sheets["_tieout"].activate()
        book.sheets["待确认勾对"].name = "旧表"
        reconcile(book, language="zh")
        names = [sheet.name for sheet in book.sheets]
        assert (book.sheets.active.name, book.sheets["_tieout"].visible) == ("对账结果", False)
    assert sorted(names) == sorted(
        [
            *("我方", "对方", "对账结果", "余额调节表", "未清项", "未清项账龄", "待确认勾对"),
            *("旧表", "建议分录", "对账规则", "清洗报告", "_tieout"),
        ]
    )


def test_a_sheet_of_the_user_with_the_name_of_ours_is_left_alone(
    engine: Engine, tmp_path: Path
) -> None:
    path = workbook(tmp_path)
    book = openpyxl.load_workbook(path)
    book.create_sheet("对账结果")["A1"] = "手工结果"
    book.save(path)
    once = openpyxl.load_workbook(engine.reconciled(path))
    assert once["对账结果"]["A1"].value == "手工结果"
    assert once["对账结果 (2)"]["A1"].value == "对账结果"
    again = openpyxl.load_workbook(
        engine.reconciled(tmp_path / "result.xlsx", tmp_path / "again.xlsx")
    )
    assert again.sheetnames == once.sheetnames


DANGER = """Date,Document No,Description,Amount
2026-03-01,=1+1,+SUM(A1),5.00
2026-03-02,@x,-2+3,6.00
"""


def test_a_text_of_a_ledger_never_becomes_a_formula(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, amount in (("Ours", "5.00"), ("Theirs", "4.00")):
        sheet = book.create_sheet(name)
        fill(sheet, DANGER.replace("5.00", amount))
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str):
                    cell.data_type = "s"
    book.save(path)
    after = openpyxl.load_workbook(engine.reconciled(path, language="en"))
    formulas = [c.value for s in after for row in s.iter_rows() for c in row if c.data_type == "f"]
    assert not [f for f in formulas if any(t in str(f) for t in ("1+1", "SUM(A1)", "-2+3", "@x"))]
    assert any(
        "=1+1" in str(c.value) for row in after["Open items"].iter_rows() for c in row
    ) or any("=1+1" in str(c.value) for row in after["Matches to review"].iter_rows() for c in row)


@pytest.mark.parametrize("steps", [("reading",), ("matching",), ("writing",)])
def test_cancelling_before_the_writing_leaves_everything_as_it_was(
    engine: Engine, tmp_path: Path, steps: tuple[str]
) -> None:
    path = lived_in(tmp_path)

    def cancel(step: str, share: float) -> None:
        if step in steps:
            raise CancelledError

    with engine.app() as app:
        book = app.books.open(path)
        with pytest.raises(CancelledError):
            reconcile(book, progress=cancel)
        book.save(tmp_path / "same.xlsx")
    assert rendered(tmp_path / "same.xlsx") == rendered(engine.saved(path))


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("我方", "对方"), ("我方", "对方")),
        (("对方", "我方"), ("我方", "对方")),
        (("Sheet1", "Sheet2"), ("Sheet1", "Sheet2")),
        (("供应商", "甲"), ("甲", "供应商")),
        (("应收明细", "应付明细"), ("应收明细", "应付明细")),
        (("Their ledger", "Our ledger"), ("Our ledger", "Their ledger")),
    ],
)
def test_the_ledgers_are_told_apart_by_their_names_else_by_their_order(
    engine: Engine, tmp_path: Path, names: tuple[str, str], expected: tuple[str, str]
) -> None:
    path = workbook(tmp_path, names=names)
    with engine.app() as app:
        result = reconciled_ledgers(app.books.open(path))
    assert (result.our_ledger.source.sheet, result.their_ledger.source.sheet) == expected


def refusal(engine: Engine, path: Path, **how: str) -> str:
    """What is said to a workbook that cannot be reconciled."""
    with engine.app() as app:
        book = app.books.open(path)
        with pytest.raises(TieoutError) as error:
            reconcile(book, language="en", **how)  # type: ignore[arg-type]
        return error.value.message("en")


def test_a_workbook_without_two_ledgers_is_refused(engine: Engine, tmp_path: Path) -> None:
    path = workbook(tmp_path, theirs="just,some,words\n1,2,3\n")
    assert refusal(engine, path) == (
        "book.xlsx does not hold two ledgers. Its sheets: “我方”, “对方”; those that look like one: “我方”. "
        "Put our books and theirs on a sheet each, with headings for date and amount."
    )


def test_three_sheets_that_could_be_ledgers_are_not_guessed_at(
    engine: Engine, tmp_path: Path
) -> None:
    path = workbook(tmp_path, names=("甲", "乙"))
    book = openpyxl.load_workbook(path)
    fill(book.create_sheet("丙"), THEIRS_ZH)
    book.save(path)
    assert refusal(engine, path) == (
        "Several sheets of book.xlsx look like ledgers: “甲”, “乙”, “丙”, and their names do not tell "
        'which is whose. Name them (--ours-sheet / --theirs-sheet), or rename them "Our books" and '
        '"Their books".'
    )
    with engine.app() as app:
        result = reconcile(app.books.open(path), ours_sheet="甲", theirs_sheet="丙")
    assert result.their_ledger.source.sheet == "丙"


def test_a_sheet_that_is_not_there_is_named(engine: Engine, tmp_path: Path) -> None:
    assert refusal(engine, workbook(tmp_path), ours_sheet="账") == (
        'book.xlsx has no sheet "账" that could be a ledger. It has: “我方”, “对方”. '
        "Correct the name and try again."
    )


def test_one_sheet_cannot_be_both_sides(engine: Engine, tmp_path: Path) -> None:
    assert refusal(engine, workbook(tmp_path), ours_sheet="我方", theirs_sheet="我方") == (
        '"我方" was named for both sides. Name one sheet for each (--ours-sheet / --theirs-sheet).'
    )


def calls_for(folder: Path, rows: int) -> Counter[str]:
    """The calls of reconciling generated ledgers, the second time over."""
    path = folder / f"{rows}.xlsx"
    book = openpyxl.Workbook(write_only=True)
    for name, frame in zip(("我方", "对方"), generate(rows, seed=3).in_major_units(), strict=True):
        sheet = book.create_sheet(name)
        sheet.append(["日期", "单据号", "摘要", "金额"])
        columns = (frame["date"], frame["reference"], frame["memo"], frame["amount"])
        for date, reference, memo, amount in zip(*columns, strict=True):
            sheet.append([date.to_pydatetime(), reference, memo, float(amount)])
    book.save(path)
    with headless.app() as opening, counted(opening) as (app, calls):
        opened = app.books.open(path)
        reconcile(opened, language="zh")
        calls.clear()
        reconcile(opened, language="zh")
    return calls


@pytest.mark.slow
def test_the_number_of_calls_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    few, many = calls_for(tmp_path, 60), calls_for(tmp_path, 240)
    assert sum(few.values()) > 100
    assert few == many


@pytest.mark.slow
@needs_office[0]
@needs_office[1]
def test_a_real_spreadsheet_adds_up_what_was_written_in_place(tmp_path: Path) -> None:
    book = recalculated(Engine("headless", headless.app).reconciled(lived_in(tmp_path)), tmp_path)
    errors = [
        c.value for s in book for row in s.iter_rows() for c in row if str(c.value).startswith("#")
    ]
    assert not errors
    shown = {str(row[0]): row for row in book["对账结果"].iter_rows(values_only=True)}
    assert shown["合计"][4] == shown["待说明的差额"][4] == 1289.95
    assert shown["未查明"][4] == 0
    assert "○ 期末余额相差 1,289.95，已逐笔列明原因；4 笔账项待处理。" in shown
    differences = [
        row[column]
        for sheet, column in (("我方", 11), ("对方", 8))
        for row in book[sheet].iter_rows(min_row=2, values_only=True)
        if isinstance(row[column], (int, float))
    ]
    assert round(sum(differences), 2) == 1289.95
