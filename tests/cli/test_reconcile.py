"""`tieout reconcile`: what the console and the JSON say, of two files and of one workbook."""

import json

import openpyxl
import pytest
from tests.benchmarks.two_sided import generate
from tests.cli.holding import assert_adds_up
from tests.cli.running import both, reconciled, run
from tests.layouts import Layout, dress

from tieout.matching.causes import Cause


@pytest.fixture
def ledgers(tmp_path):
    two = generate(120, seed=11)
    files = tmp_path / "我方.xlsx", tmp_path / "对方.csv"
    dress(two.ours, Layout(opening=500_000, running_balance=True, title_rows=2), files[0])
    layout = Layout(
        kind="csv",
        amounts="direction",
        encoding="gb18030",
        opening=-480_000,
        mirrored=True,
        running_balance=True,
    )
    dress(two.theirs, layout, files[1])
    return files


def figures(out, heading):
    """The cells of the table rows below a heading, until a blank line."""
    lines = out.splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith(heading))
    rows = []
    for line in lines[start + 2 :]:
        if line.strip() == "" and rows and rows[-1][0] in ("合计", "Total"):
            break
        if line.strip():
            rows.append(line.split())
    return rows


@pytest.mark.parametrize(
    ("language", "heading", "total"),
    [("zh", "勾对与差异原因", "合计"), ("en", "Matched, and causes", "Total")],
)
def test_the_causes_on_the_console_add_up_to_the_difference(
    language, heading, total, ledgers, capsys
):
    ran = run(capsys, "reconcile", *ledgers, language=language)
    rows = figures(ran.out, heading)
    cents = [int(row[-1].replace(",", "").replace(".", "")) for row in rows]
    (place,) = [place for place, row in enumerate(rows) if row[0] == total]
    assert sum(cents[:place]) == cents[place] != 0
    closing = next(
        line for line in ran.out.splitlines() if line.startswith(("期末余额", "Closing"))
    )
    assert closing.split()[-1] == rows[place][-1]


def test_the_json_has_what_was_promised(ledgers, tmp_path, capsys):
    document = reconciled(capsys, tmp_path, *ledgers)
    assert_adds_up(document)
    ours = document["ours"]
    assert {
        "file",
        "sheet",
        "header_line",
        "opening",
        "closing",
        "entries",
        "set_aside",
        "problems",
    } <= set(ours)
    assert (ours["file"], ours["sheet"], ours["header_line"]) == ("我方.xlsx", "明细账", 3)
    assert (ours["opening"], document["theirs"]["opening"]) == ("5000.00", "4800.00")
    assert set(ours["entries"][0]) == {
        "line",
        "date",
        "reference",
        "memo",
        "amount",
        "currency",
        "customer",
    }
    names = {
        "id",
        "kind",
        "state",
        "pass",
        "ours",
        "theirs",
        "difference",
        "cause",
        "alternatives",
        "reason",
    }
    assert all(names <= set(match) for match in document["matches"])
    kinds = {"one_to_one", "one_to_many", "many_to_one", "many_to_many", "reversal"}
    assert {match["kind"] for match in document["matches"]} <= kinds
    assert all(set(item["reason"]) == {"zh", "en"} for item in document["open_items"])
    assert {item["cause"] for item in document["open_items"]} <= {cause.value for cause in Cause}


def test_the_same_command_gives_the_same_json(ledgers, tmp_path, capsys):
    zh, en = (tmp_path / f"{language}.json" for language in ("zh", "en"))
    run(capsys, "reconcile", *ledgers, "--json", zh, language="zh")
    run(capsys, "reconcile", *ledgers, "--json", en, language="en")
    assert zh.read_bytes() == en.read_bytes()


@pytest.fixture
def workbook(tmp_path):
    """One workbook with both ledgers, named as people name them."""
    two = generate(60, seed=12)
    book = openpyxl.Workbook()
    for place, (name, frame) in enumerate((("我方应收", two.ours), ("对方应付", two.theirs))):
        file = tmp_path / f"{place}.xlsx"
        dress(frame, Layout(mirrored=place == 1), file)
        sheet = book.create_sheet(name)
        for row in openpyxl.load_workbook(file).worksheets[0].iter_rows(values_only=True):
            sheet.append(row)
    del book["Sheet"]
    book.save(tmp_path / "两方账.xlsx")
    return tmp_path / "两方账.xlsx"


def test_one_workbook_with_both_ledgers_is_reconciled_into_another(workbook, tmp_path, capsys):
    before = workbook.read_bytes()
    result = tmp_path / "result.xlsx"
    document = reconciled(capsys, tmp_path, workbook, "-o", result)
    assert_adds_up(document)
    assert workbook.read_bytes() == before
    sheets = openpyxl.load_workbook(result).sheetnames
    assert {"我方应收", "对方应付"} < set(sheets)


@pytest.mark.slow
def test_one_workbook_is_completed_in_place_only_where_the_user_says_so(workbook, tmp_path, capsys):
    first = reconciled(capsys, tmp_path, workbook, "-o", workbook)
    names = openpyxl.load_workbook(workbook).sheetnames
    again = reconciled(capsys, tmp_path, workbook, "-o", workbook)
    assert openpyxl.load_workbook(workbook).sheetnames == names
    assert again["matches"] == first["matches"]


def test_one_text_file_alone_holds_no_two_ledgers(ledgers, capsys):
    zh, en = both(capsys, "reconcile", ledgers[1])
    assert (zh.status, en.status) == (2, 2)
    assert (
        zh.error
        == "只给了一个文件 对方.csv，它不是能含两张账表的工作簿。请给出两个文件，或给出一个含两张账表的 .xlsx、.xlsm 工作簿。\n"
    )
    assert (
        en.error
        == "Only one file was given, 对方.csv, and it is no workbook that could hold two ledgers. Give two files, or one .xlsx or .xlsm workbook with both ledgers.\n"
    )


def test_the_policy_of_a_file_is_used_and_a_wrong_rule_is_named(ledgers, tmp_path, capsys):
    policy = tmp_path / "policy.toml"
    policy.write_text("window_days = 0\n", encoding="utf-8")
    strict = reconciled(capsys, tmp_path, *ledgers, "--policy", policy)
    assert strict["policy"]["window_days"] == 0
    assert len(strict["matches"]) < len(reconciled(capsys, tmp_path, *ledgers)["matches"])
    policy.write_text("window_day = 0\n", encoding="utf-8")
    ran = run(capsys, "reconcile", *ledgers, "--policy", policy)
    assert ran.status == 2
    assert "window_day" in ran.error


def test_a_policy_may_be_the_name_of_a_preset_and_the_summary_says_which(ledgers, tmp_path, capsys):
    by_name = reconciled(capsys, tmp_path, *ledgers, "--policy", "supplier")
    assert (by_name["policy"]["preset"], by_name["policy"]["window_days"]) == ("supplier", 15)
    ran = run(capsys, "reconcile", *ledgers, "--policy", "supplier", language="en")
    assert "Rules: Supplier statement: our payables against a supplier's statement (" in ran.out


def test_named_sheets_are_taken(workbook, tmp_path, capsys):
    document = reconciled(
        capsys,
        tmp_path,
        workbook,
        workbook,
        "--ours-sheet",
        "我方应收",
        "--theirs-sheet",
        "对方应付",
    )
    assert (document["ours"]["sheet"], document["theirs"]["sheet"]) == ("我方应收", "对方应付")
    ran = run(capsys, "reconcile", workbook, workbook, "--ours-sheet", "没有", language="zh")
    assert ran.status == 2
    assert ran.error == "两方账.xlsx 中没有名为“没有”的工作表。现有工作表：我方应收、对方应付。\n"


def test_what_stands_in_a_ledger_is_never_markup(tmp_path, capsys):
    file = tmp_path / "[bold]x[bold].csv"
    file.write_text("Date,Reference,Amount\n2026-01-05,[red]:smile:[/red],[b]\n", encoding="utf-8")
    ran = run(capsys, "reconcile", file, file)
    assert ran.status == 0
    assert "[bold]x[bold].csv" in ran.out
    assert '"[b]"' in ran.out


def test_read_says_what_was_understood(ledgers, tmp_path, capsys):
    target = tmp_path / "read.json"
    zh, en = both(capsys, "read", ledgers[0], "--json", target)
    assert "表头行：第 3 行" in zh.out
    assert "Headings: line 3" in en.out
    document = json.loads(target.read_text(encoding="utf-8"))
    assert document["header_line"] == 3
    assert len(document["entries"]) == 120
