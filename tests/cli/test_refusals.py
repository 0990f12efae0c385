"""What cannot be read, and what is wrong in what can: one clear message, in both languages."""

import zipfile
from pathlib import Path

import msoffcrypto
import pytest
import xlsxwriter
from tests.cli.running import both

GOOD = "Date,Reference,Amount\n2026-01-05,INV-1,100.00\n2026-01-06,INV-2,250.00\n"


def workbook(file: Path, *rows: list[object]) -> Path:
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    return file


def empty(file):
    file.write_bytes(b"")


def no_header(file):
    workbook(file, ["各位同事好"], ["本月对账请尽快完成"])


def with_password(file):
    plain = workbook(file.with_suffix(".plain.xlsx"), ["Date", "Amount"], ["2026-01-05", 1])
    with plain.open("rb") as source, file.open("wb") as target:
        msoffcrypto.OfficeFile(source).encrypt("secret", target)


def pdf(file):
    file.write_bytes(b"%PDF-1.7\n%...")


def archive(file):
    with zipfile.ZipFile(file, "w") as parts:
        parts.writestr("letter.txt", "Dear Sirs")


def cut_short(file):
    file.write_bytes(
        workbook(file.with_suffix(".whole.xlsx"), ["Date", "Amount"]).read_bytes()[:900]
    )


def nothing_there(file):
    assert not file.exists()


def a_folder(file):
    file.mkdir()


UNREADABLE = [
    (
        empty,
        "theirs.csv",
        "theirs.csv 是空文件，没有任何内容。请重新导出账表后再试。",
        "theirs.csv is empty. Export the ledger again and retry.",
    ),
    (
        no_header,
        "theirs.xlsx",
        "theirs.xlsx 的各工作表（Sheet1）中都找不到表头行。表头至少要有日期（如 日期、记账日期）和金额（如 借方/贷方，或 金额）。请补上表头后重试。",
        "No heading row was found in any sheet of theirs.xlsx (Sheet1). Headings must name at least a date (Date, Posting date) and amounts (Debit and Credit, or Amount). Add the headings and retry.",
    ),
    (
        with_password,
        "theirs.xlsx",
        "theirs.xlsx 设有打开密码，未能读取。请用 --password-from（file:文件、env:环境变量、keyring:名称 或 prompt）给出密码，或在 Excel 中取消密码（文件 → 信息 → 保护工作簿）另存后再试。",
        "theirs.xlsx is protected with a password and was not read. Give it with --password-from (file:FILE, env:NAME, keyring:NAME or prompt), or remove it in Excel (File → Info → Protect workbook), save, and retry.",
    ),
    (
        pdf,
        "theirs.xlsx",
        "theirs.xlsx 不是账表文件（内容是 PDF）。请提供 .xlsx、.xls 或 .csv 文件。",
        "theirs.xlsx is not a spreadsheet (its content is PDF). Give an .xlsx, .xls or .csv file.",
    ),
    (
        archive,
        "theirs.xlsx",
        "theirs.xlsx 不是账表文件（内容是 ZIP）。请提供 .xlsx、.xls 或 .csv 文件。",
        "theirs.xlsx is not a spreadsheet (its content is ZIP). Give an .xlsx, .xls or .csv file.",
    ),
    (
        cut_short,
        "theirs.xlsx",
        "theirs.xlsx 已损坏或不完整，无法打开。请重新导出或向发送方再要一份。",
        "theirs.xlsx is damaged or incomplete and cannot be opened. Export it again or ask the sender for another copy.",
    ),
    (
        nothing_there,
        "theirs.csv",
        "找不到文件 {file}。请检查路径后重试。",
        "There is no file {file}. Check the path and try again.",
    ),
    (
        a_folder,
        "theirs.csv",
        "{file} 是文件夹，不是账表文件。请指定其中的一个 .xlsx、.xls 或 .csv 文件。",
        "{file} is a folder, not a ledger. Name one .xlsx, .xls or .csv file in it.",
    ),
]


@pytest.mark.parametrize(
    ("make", "name", "zh", "en"), UNREADABLE, ids=[case[0].__name__ for case in UNREADABLE]
)
def test_a_file_that_cannot_be_read_is_refused_with_one_message(
    make, name, zh, en, tmp_path, capsys
):
    ours, theirs, result = tmp_path / "ours.csv", tmp_path / name, tmp_path / "result.xlsx"
    ours.write_text(GOOD)
    make(theirs)
    for command in (["reconcile", ours, theirs, "-o", result], ["read", theirs]):
        for ran, message in zip(both(capsys, *command), (zh, en), strict=True):
            assert ran.error == message.format(file=theirs) + "\n"
            assert ran.out == ""
            assert ran.status == 2
    assert not result.exists()


NOTICED = [
    (
        "headers only",
        "Date,Reference,Amount\n",
        "“theirs.csv”第 1 行 Amount：表头之下没有账项。请确认导出的期间和客户。",
        '"theirs.csv" line 1 Amount: there are no entries below the headings. Check the period and customer of the export.',
        "对方账没有任何账项，差额即另一方的全部账项。请确认选对了文件和工作表。",
        "Their books hold no entries, so the difference is all of the other side. Check that the right file and sheet were chosen.",
    ),
    (
        "a date that is none",
        GOOD.replace("2026-01-06", "2026-02-31"),
        "“theirs.csv”第 3 行 Date：“2026-02-31”不是日期。应为如 2026-01-31 的日期。请改正后重新读取。",
        '"theirs.csv" line 3 Date: "2026-02-31" is not a date. A date such as 2026-01-31 is expected. Correct it and read again.',
        "有 1 处读不出来：以上数字在改正之前不能作准。",
        "Cells that could not be read: 1. The figures above cannot be relied on until they are corrected.",
    ),
    (
        "an amount that is none",
        GOOD.replace("250.00", '"2,5OO.00"'),
        "“theirs.csv”第 3 行 Amount：“2,5OO.00”不是金额（含字母）。是否应为 2,500.00？请改正后重新读取。",
        '"theirs.csv" line 3 Amount: "2,5OO.00" is not an amount (it contains letters). Should it be 2,500.00? Correct it and read again.',
        "有 1 处读不出来：以上数字在改正之前不能作准。",
        "Cells that could not be read: 1. The figures above cannot be relied on until they are corrected.",
    ),
    (
        "mixed currencies",
        "Date,Reference,Amount,Currency\n2026-01-05,INV-1,100.00,USD\n2026-01-06,INV-2,250.00,EUR\n",
        "“theirs.csv”第 1 行 Currency：账中有多种币种（EUR、USD）。各币种分别对账、分别合计，互不勾对。",
        '"theirs.csv" line 1 Currency: the ledger has several currencies (EUR, USD). Each is reconciled and totalled by itself.',
        "差额 -250.00 已逐项列明原因，未列明 0.00。",
        "The difference of -250.00 is accounted for item by item; nothing is left over.",
    ),
    (
        "the same file twice",
        GOOD,
        "两份账完全相同（ours.csv = theirs.csv）。请确认没有把同一个文件选了两次。",
        "Both ledgers are the same (ours.csv = theirs.csv). Check that one file was not chosen twice.",
        "双方相符，差额为零。",
        "Both sides agree; the difference is nil.",
    ),
]


@pytest.mark.parametrize(
    ("theirs_text", "problem_zh", "problem_en", "verdict_zh", "verdict_en"),
    [case[1:] for case in NOTICED],
    ids=[case[0] for case in NOTICED],
)
def test_what_is_wrong_in_a_ledger_is_said_beside_the_result(
    theirs_text, problem_zh, problem_en, verdict_zh, verdict_en, tmp_path, capsys
):
    ours, theirs = tmp_path / "ours.csv", tmp_path / "theirs.csv"
    ours.write_text(GOOD)
    theirs.write_text(theirs_text)
    zh, en = both(capsys, "reconcile", ours, theirs, "-o", tmp_path / "result.xlsx")
    for ran, problem, verdict in ((zh, problem_zh, verdict_zh), (en, problem_en, verdict_en)):
        assert (ran.status, ran.error) == (0, "")
        lines = [line.strip() for line in ran.out.splitlines()]
        assert problem in lines
        assert verdict in lines


def test_one_file_given_twice_is_noticed_by_its_name(tmp_path, capsys):
    file = tmp_path / "ours.csv"
    file.write_text(GOOD)
    zh, en = both(capsys, "reconcile", file, file)
    assert "两份账完全相同（ours.csv）。请确认没有把同一个文件选了两次。" in zh.out
    assert (
        "Both ledgers are the same (ours.csv). Check that one file was not chosen twice." in en.out
    )


def test_two_sides_without_an_entry_agree_on_nothing(tmp_path, capsys):
    ours, theirs = tmp_path / "ours.csv", tmp_path / "theirs.csv"
    for file in (ours, theirs):
        file.write_text("日期,单据号,金额\n", encoding="utf-8")
    zh, en = both(capsys, "reconcile", ours, theirs, "-o", tmp_path / "result.xlsx")
    assert (zh.status, en.status) == (0, 0)
    assert "我方账没有任何账项" in zh.out
    assert "Our books hold no entries" in en.out
    assert (tmp_path / "result.xlsx").exists()
