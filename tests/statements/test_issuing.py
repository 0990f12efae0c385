"""Issuing: numbered, registered, marked, safe in name, and gone on with where it stopped."""

from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.office import needs_office
from tests.statements.samples import CUSTOMER, OUR_ROWS, OURS, ledger, sample

import tieout
from tieout.errors import TieoutError
from tieout.ledger.ledger import Account
from tieout.progress import CancelledError
from tieout.statements.file_names import safe_stem
from tieout.statements.fingerprint import content_of, marked_sheets
from tieout.statements.heading import Issuer
from tieout.statements.issuing import issue
from tieout.statements.opening import opened
from tieout.statements.order import StatementOrder
from tieout.statements.register import read_register
from tieout.statements.verifying import verify

NAMES = (CUSTOMER, "=A1/恒达:精密", "Acme (Shanghai) Ltd")
END = date(2026, 3, 31)


def books(names=NAMES, rows=OUR_ROWS):
    entries = [ledger(rows, customer=name).entries for name in names]
    return tieout.Ledger(pd.concat(entries, ignore_index=True))


def order(kind="balance-forward", **more):
    given = {"begin": date(2026, 3, 1), "end": END, "issuer": Issuer(name=OURS)}
    return StatementOrder(kind, "zh", **{**given, **more})


def issued(source, what, folder, progress=lambda step, share: None):
    return issue(
        source,
        what,
        folder,
        issued_at="2026-04-01T09:00:00+08:00",
        issued_by="李",
        progress=progress,
    )


def test_every_customer_gets_a_numbered_statement(tmp_path):
    made = issued(books(), order(), tmp_path)
    assert [line.number for line in made.written] == [f"DZ-202603-000{n}" for n in (1, 2, 3)]
    assert {line.customer for line in made.written} == set(NAMES)
    assert {line.amount for line in made.written} == {"15102.50"}
    assert read_register(tmp_path) == list(made.written)
    for line in made.written:
        sheet = openpyxl.load_workbook(tmp_path / line.file).worksheets[0]
        assert sheet["A3"].value == f"客户：{line.customer}"


def test_a_second_run_issues_nothing_twice(tmp_path):
    first = issued(books(), order(), tmp_path)
    again = issued(books(), order(), tmp_path)
    assert (again.written, again.before) == ((), first.written)


def test_an_entry_more_makes_a_new_statement_of_that_customer_only(tmp_path):
    issued(books(), order(), tmp_path)
    more = ledger([("2026-03-31", "XS-9", "", "1.00")], customer=NAMES[2]).entries
    changed = tieout.Ledger(pd.concat([books().entries, more], ignore_index=True))
    again = issued(changed, order(), tmp_path)
    assert [(line.customer, line.number) for line in again.written] == [
        (NAMES[2], "DZ-202603-0004")
    ]


def test_a_later_posting_issues_nothing_anew(tmp_path):
    issued(books(), order(), tmp_path)
    more = ledger([("2026-04-01", "XS-9", "", "1.00")], customer=NAMES[2]).entries
    later = tieout.Ledger(pd.concat([books().entries, more], ignore_index=True))
    assert issued(later, order(), tmp_path).written == ()


def test_what_was_stopped_goes_on_where_it_stopped(tmp_path):
    def stop(step, share):
        if share > 0.5:
            raise CancelledError

    with pytest.raises(CancelledError):
        issued(books(), order(), tmp_path, stop)
    assert len(read_register(tmp_path)) == 2
    again = issued(books(), order(), tmp_path)
    assert (len(again.written), len(again.before)) == (1, 2)
    assert again.written[0].number == "DZ-202603-0003"


def test_a_register_line_cut_off_by_a_crash_is_issued_again(tmp_path):
    issued(books(), order(), tmp_path)
    register = tmp_path / "register.csv"
    register.write_bytes(register.read_bytes()[:-40])
    assert len(read_register(tmp_path)) == 2
    again = issued(books(), order(), tmp_path)
    assert len(again.written) == 1
    assert len(read_register(tmp_path)) == 3
    assert len({line.file for line in read_register(tmp_path)}) == 3


def test_all_customers_in_one_workbook_have_a_sheet_each(tmp_path):
    made = issued(books(), order(one_workbook=True), tmp_path)
    assert len({line.file for line in made.written}) == 1
    book = openpyxl.load_workbook(tmp_path / made.written[0].file)
    assert sorted(book.sheetnames) == sorted([CUSTOMER, "=A1_恒达_精密", "Acme (Shanghai) Ltd"])
    for line in made.written:
        sheet = book[line.sheet]
        assert sheet["A3"].value == f"客户：{line.customer}"
        assert sheet.print_title_rows == "$7:$7"
        assert sheet.print_area.startswith(f"'{line.sheet}'!$A$1")
    assert {one.number for one in verify(tmp_path / made.written[0].file) if one.holds} == {
        line.number for line in made.written
    }


@needs_office[1]
@pytest.mark.calc
@pytest.mark.slow
def test_one_workbook_of_all_is_one_a_spreadsheet_program_opens_and_prints(tmp_path):
    made = issued(books(), order(one_workbook=True, pdf=True), tmp_path)
    assert made.pdfs[0].read_bytes().count(b"/Type/Page") >= 3
    found = verify(made.pdfs[0])
    assert {one.number for one in found if one.holds} == {line.number for line in made.written}
    made.pdfs[0].write_bytes(made.pdfs[0].read_bytes() + b" ")
    assert {one.content for one in verify(made.pdfs[0])} == {"changed"}
    assert made.pdfs[0].stem == Path(made.written[0].file).stem


@needs_office[1]
@pytest.mark.calc
@pytest.mark.slow
def test_what_libreoffice_saved_again_still_is_what_was_issued(tmp_path):
    from tieout.statements.office import convert_all

    made = issued(books(), order(), tmp_path)
    again = tmp_path / "again"
    again.mkdir()
    file = convert_all([tmp_path / made.written[0].file], "xlsx", folder=again)[0]
    assert verify(file, tmp_path)[0].content == "same"


def test_a_password_encrypts_each_workbook(tmp_path):
    passwords = {name: f"geheim-{at}" for at, name in enumerate(NAMES)}
    made = issued(books(), order(passwords=passwords), tmp_path)
    for line in made.written:
        file = tmp_path / line.file
        assert file.read_bytes()[:4] == b"\xd0\xcf\x11\xe0"
        with pytest.raises(TieoutError, match=r"password|密码"):
            opened(file, password="wrong")
        sheet = opened(file, password=passwords[line.customer]).worksheets[0]
        assert sheet["A3"].value == f"客户：{line.customer}"


def test_a_customer_without_a_password_stops_before_anything_is_written(tmp_path):
    with pytest.raises(TieoutError) as error:
        issued(books(), order(passwords={CUSTOMER: "x"}), tmp_path / "out")
    assert error.value.message("zh") == (
        "以下客户没有密码：=A1/恒达:精密、Acme (Shanghai) Ltd。请在密码表中补上，或存入系统钥匙串（用户名为客户名称）后重试。"
    )
    assert not (tmp_path / "out").exists()


def test_one_customer_may_be_named_by_a_part_of_the_name(tmp_path):
    made = issued(books(), order(customers=("Acme",)), tmp_path)
    assert [line.customer for line in made.written] == ["Acme (Shanghai) Ltd"]


@pytest.mark.parametrize(
    ("names", "wanted", "message"),
    [
        (("甲公司", "乙公司"), "丙", "账中没有客户“丙”。账中的客户：乙公司、甲公司。"),
        (("甲公司", "乙公司"), "公司", "“公司”可以是几个客户：乙公司、甲公司。请写出全名。"),
    ],
)
def test_a_customer_that_is_none_or_several_is_asked(tmp_path, names, wanted, message):
    with pytest.raises(TieoutError) as error:
        issued(books(names), order(customers=(wanted,)), tmp_path)
    assert error.value.message("zh") == message


def test_a_statement_of_both_books_needs_both(tmp_path):
    with pytest.raises(TieoutError) as error:
        issued(books(), order("two-sided"), tmp_path)
    assert error.value.message("en") == (
        "“往来对账单（双方对照）” needs both books: give theirs too, or a workbook with both ledgers."
    )


@pytest.mark.parametrize("kind", ["two-sided", "reconciliation", "in-transit", "difference-letter"])
def test_a_reconciliation_is_issued_with_its_policy(tmp_path, kind):
    line = issued(sample(), order(kind), tmp_path).written[0]
    assert line.policy_hash
    assert line.customer == CUSTOMER
    assert verify(tmp_path / line.file, source=sample())[0].holds


class TestVerify:
    def test_what_was_issued_holds_against_the_register_and_the_ledger(self, tmp_path):
        file = tmp_path / issued(books(), order(), tmp_path).written[0].file
        found = verify(file, source=books())[0]
        assert (found.content, found.register, found.ledger) == ("same", "same", "same")

    def test_a_changed_cell_is_told(self, tmp_path):
        file = tmp_path / issued(books(), order(), tmp_path).written[0].file
        book = openpyxl.load_workbook(file)
        sheet = book.worksheets[0]
        cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == 11300.0)
        cell.value = 11300.01
        book.save(file)
        found = verify(file)[0]
        assert (found.content, found.register) == ("changed", "changed")

    def test_a_forged_mark_does_not_agree_with_the_register(self, tmp_path):
        file = tmp_path / issued(books(), order(), tmp_path).written[0].file
        book = openpyxl.load_workbook(file)
        book.worksheets[0]["A3"].value = "客户：别人"
        mark, sheet = marked_sheets(book)[0]
        forged = str(mark).replace(mark.content_hash, content_of(book, sheet))
        book.defined_names["tieout_issued"].attr_text = f'"{forged}"'
        book.save(file)
        found = verify(file)[0]
        assert (found.content, found.register) == ("same", "changed")

    def test_saving_alone_changes_nothing(self, tmp_path):
        file = tmp_path / issued(books(), order(), tmp_path).written[0].file
        openpyxl.load_workbook(file).save(file)
        assert verify(file)[0].holds

    def test_a_statement_of_both_books_is_held_against_both(self, tmp_path):
        file = tmp_path / issued(sample(), order("reconciliation"), tmp_path).written[0].file
        assert verify(file, source=sample())[0].ledger == "same"
        assert verify(file, source=books())[0].ledger == "unknown"

    def test_a_number_the_register_does_not_have_is_told(self, tmp_path):
        file = tmp_path / issued(books(), order(), tmp_path).written[0].file
        (tmp_path / "register.csv").unlink()
        assert verify(file)[0].register == "unknown"

    def test_another_workbook_is_none_of_ours(self, tmp_path):
        openpyxl.Workbook().save(tmp_path / "x.xlsx")
        with pytest.raises(TieoutError) as error:
            verify(tmp_path / "x.xlsx")
        assert error.value.message("zh") == (
            "x.xlsx 不是 Tieout 开出的对账单（没有标识）。如果它曾被复制到别的工作簿，请用原文件。"
        )


@given(st.text(max_size=300))
def test_any_name_is_safe_on_every_system(named):
    stem = safe_stem(named)
    assert stem
    assert not set(stem) & set('<>:"/\\|?*\0\n')
    assert stem == stem.strip(" .")
    assert len(stem.encode()) <= 181
    assert stem.split(".")[0].upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT9"}


def test_a_pattern_that_cannot_be_used_says_which_fields_exist(tmp_path):
    with pytest.raises(TieoutError) as error:
        issued(books(), order(pattern="{name}"), tmp_path)
    assert error.value.message("zh") == (
        "文件名样式“{name}”无法使用。可用的字段：number、customer、currency、kind、begin、end，"
        "写在花括号中，例如 {number}_{customer}。"
    )


def test_names_never_meet(tmp_path):
    made = issued(books(("甲/乙", "甲:乙")), order(pattern="{customer}"), tmp_path)
    assert [line.file for line in made.written] == ["甲_乙.xlsx", "甲_乙 (2).xlsx"]


def test_a_ledger_that_names_no_customer_is_of_the_one_named(tmp_path):
    unnamed = ledger(OUR_ROWS, customer="")
    line = issued(unnamed, order(customers=("甲公司",)), tmp_path).written[0]
    assert line.customer == "甲公司"
    sheet = openpyxl.load_workbook(tmp_path / line.file).worksheets[0]
    assert sheet["A3"].value == "客户：甲公司"
    assert verify(tmp_path / line.file, source=unnamed)[0].ledger == "same"
    line = issued(unnamed, order(), tmp_path / "unnamed").written[0]
    assert line.file == "DZ-202603-0001_对账单（余额结转式）_2026-03-31.xlsx"


@pytest.mark.parametrize("kind", ["confirmation-positive", "reminder-firm"])
def test_a_letter_to_nobody_is_not_written(tmp_path, kind):
    unnamed = ledger(OUR_ROWS, customer="")
    with pytest.raises(TieoutError) as error:
        issued(unnamed, order(kind), tmp_path / "out")
    assert "是寄给客户的函件，而账中有账项没有客户名称" in error.value.message("zh")
    assert not (tmp_path / "out").exists()
    made = issued(unnamed, order(kind, customers=("甲公司",)), tmp_path / "out")
    assert [line.customer for line in made.written] == ["甲公司"]


def test_who_is_not_named_is_left_for_the_pen(tmp_path):
    line = issued(ledger(OUR_ROWS, customer=""), order(issuer=Issuer()), tmp_path).written[0]
    sheet = openpyxl.load_workbook(tmp_path / line.file).worksheets[0]
    assert (sheet["A3"].value, sheet["A4"].value) == ("客户：________", "我方：________")


def test_nobody_is_reminded_who_owes_nothing_that_is_due(tmp_path):
    paid = ledger(
        [("2026-03-01", "XS", "", "5.00"), ("2026-03-02", "SK", "", "-5.00")], customer="已付"
    )
    owing = ledger([("2026-03-01", "XS", "", "5.00")], customer="欠款")
    source = tieout.Ledger(pd.concat([paid.entries, owing.entries], ignore_index=True))
    made = issued(source, order("reminder-firm"), tmp_path)
    assert [(line.customer, line.number) for line in made.written] == [("欠款", "DZ-202603-0001")]
    assert made.needless == (Account("已付", "CNY"),)


def test_nothing_is_issued_of_a_ledger_that_could_not_be_read_for_certain(tmp_path):
    file = tmp_path / "ours.csv"
    file.write_text(
        "日期,单据号,金额,客户\n2026-03-01,A,100,甲\n2026-03-02,B,1OO,乙\n", encoding="utf-8"
    )
    with pytest.raises(TieoutError) as error:
        issued(tieout.read(file), order("aging"), tmp_path / "out")
    said = error.value.message("zh")
    assert said.startswith("账中有 1 处读不准的内容，余额不可信，未开具任何单据。请先改正：\n")
    assert "“1OO”不是金额" in said
    assert not (tmp_path / "out").exists()


def test_a_ledger_with_nothing_in_it_says_so(tmp_path):
    with pytest.raises(TieoutError) as error:
        issued(ledger(()), order(), tmp_path / "out")
    assert error.value.message("zh") == (
        "账中没有账项，也没有余额，没有可开具的内容。请检查所选的账表。"
    )
    assert not (tmp_path / "out").exists()


def test_accounts_in_several_currencies_have_a_statement_each(tmp_path):
    two = pd.concat(
        [ledger(OUR_ROWS, currency=currency).entries for currency in ("CNY", "USD")],
        ignore_index=True,
    )
    made = issued(tieout.Ledger(two), order(), tmp_path)
    assert [line.currency for line in made.written] == ["CNY", "USD"]
    made = issued(tieout.Ledger(two), order("aging"), tmp_path)
    assert [line.currency for line in made.written] == ["CNY", "USD"]


def test_a_balance_without_entries_is_stated_too(tmp_path):
    quiet = tieout.Ledger(ledger(()).entries, opening={Account("静公司", "CNY"): 12_300})
    assert issued(quiet, order(), tmp_path).written[0].amount == "123.00"


class TestPrinted:
    @pytest.fixture
    def printed(self, tmp_path, monkeypatch):
        """Statements issued as PDF by a program that prints the title of a workbook and no more."""

        def to_pdf(workbooks, progress):
            for book in workbooks:
                title = openpyxl.load_workbook(book).properties.title
                book.with_suffix(".pdf").write_bytes(
                    b"%PDF-1.7 /Title<FEFF" + title.encode("utf-16-be").hex().encode() + b">"
                )
            return [book.with_suffix(".pdf") for book in workbooks]

        monkeypatch.setattr("tieout.statements.issuing.to_pdf", to_pdf)
        made = issued(books(), order(pdf=True), tmp_path)
        return [(line, tmp_path / line.file) for line in made.written]

    def test_a_pdf_is_what_was_printed(self, printed):
        for line, workbook in printed:
            found = verify(workbook.with_suffix(".pdf"), source=books())
            assert [(one.number, one.holds, one.ledger) for one in found] == [
                (line.number, True, "same")
            ]

    def test_a_pdf_that_was_changed_is_told_by_its_number(self, printed):
        line, workbook = printed[0]
        file = workbook.with_suffix(".pdf")
        file.write_bytes(file.read_bytes() + b"\n")
        found = verify(file, source=books(rows=OUR_ROWS[1:]))[0]
        assert (found.number, found.content, found.ledger) == (line.number, "changed", "changed")
        assert not found.holds

    @pytest.mark.usefixtures("printed")
    def test_another_pdf_is_none_of_ours(self, tmp_path):
        (tmp_path / "x.pdf").write_bytes(b"%PDF-1.7 /Title(Holiday)")
        with pytest.raises(TieoutError) as error:
            verify(tmp_path / "x.pdf")
        assert error.value.message("zh").startswith("x.pdf 不在这里的打印登记（printed.csv）中")

    def test_a_pdf_that_was_not_printed_comes_with_the_next_run(self, printed, tmp_path):
        missing = printed[1][1].with_suffix(".pdf")
        missing.unlink()
        again = issued(books(), order(pdf=True), tmp_path)
        assert (again.written, again.pdfs) == ((), (missing,))
