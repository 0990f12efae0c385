"""The confirmation round trip: returned workbooks are read, trusting nothing in them."""

import shutil
from datetime import date, datetime

import openpyxl
import pandas as pd
import pytest
from tests.statements.samples import OUR_ROWS, ledger

import tieout
from tieout.errors import TieoutError
from tieout.statements.fingerprint import NAME
from tieout.statements.issuing import issue
from tieout.statements.order import StatementOrder
from tieout.statements.replies import read_replies, write_replies

NAMES = tuple(f"客户{letter}" for letter in "甲乙丙丁")


@pytest.fixture(scope="module", params=["confirmation-reply", "confirmation-positive"])
def letters(tmp_path_factory, request):
    """Four confirmations of 15,102.50 each, issued once for all tests."""
    folder = tmp_path_factory.mktemp(request.param)
    entries = [ledger(OUR_ROWS, customer=name).entries for name in NAMES]
    source = tieout.Ledger(pd.concat(entries, ignore_index=True))
    order = StatementOrder(request.param, "zh", end=date(2026, 3, 31))
    return order, folder, issue(source, order, folder, issued_at="2026-04-01", issued_by="李")


@pytest.fixture
def sent(tmp_path, letters):
    """The letters in a folder of the test's own, by customer."""
    order, folder, made = letters
    shutil.copytree(folder, tmp_path / "sent")
    files = {line.customer: tmp_path / "sent" / line.file for line in made.written}
    return Sent(files, order.kind)


class Sent(dict):
    """The files of the letters by customer, and their kind."""

    def __init__(self, files, kind):
        super().__init__(files)
        self.kind = kind


def returned(tmp_path, file, change=None, name=None, **said):
    """A workbook as a customer sends it back."""
    folder = tmp_path / "returned"
    folder.mkdir(exist_ok=True)
    target = folder / (name or file.name)
    shutil.copy(file, target)
    book = openpyxl.load_workbook(target)
    sheet = book.worksheets[0]
    for field, value in said.items():
        place = book.defined_names[f"reply_{field}"].attr_text.rpartition("!")[2].replace("$", "")
        assert not sheet[place].protection.locked
        sheet[place].value = value
    if change:
        change(sheet)
    book.save(target)
    return folder


def outcomes(summary):
    return {reply.customer or reply.file: reply.outcome for reply in summary.replies}


def test_replies_are_counted_and_reconciled(tmp_path, sent):
    first, second, third, _ = sent.values()
    returned(tmp_path, first, agrees="相符", name="a.xlsx")
    returned(
        tmp_path,
        second,
        agrees="不符",
        balance="￥15,120.50",
        note="差 18 元",
        date=datetime(2026, 4, 9),
        name="b.xlsx",
    )
    folder = returned(tmp_path, third, name="c.xlsx")
    summary = read_replies(folder, first.parent)
    assert outcomes(summary) == {"客户丁": "agreed", "客户丙": "differs", "客户乙": "incomplete"}
    differing = summary.replies[1]
    assert (differing.difference, differing.cause) == ("-18.00", "transposition")
    assert (differing.replied_on, differing.note) == ("2026-04-09", "差 18 元")
    assert (summary.sent, summary.answered, summary.agreed) == (4, 2, 1)
    assert {line.customer for line in summary.unanswered} == {"客户乙", "客户甲"}
    written = write_replies(summary, first.parent).read_text(encoding="utf-8-sig")
    assert written.splitlines()[-1].split(",")[3] == "unanswered"
    assert ",-18.00,transposition," in written


def test_an_altered_letter_is_no_reply(tmp_path, sent):
    def change(sheet):
        cell = next(
            c
            for row in sheet.iter_rows()
            for c in row
            if c.value == 15102.5 or str(c.value).startswith("截至")
        )
        cell.value = 1.0

    file = next(iter(sent.values()))
    summary = read_replies(returned(tmp_path, file, change, agrees="相符"), file.parent)
    assert [reply.outcome for reply in summary.replies] == ["altered"]
    assert summary.answered == 0


def test_word_and_amount_that_contradict_are_asked_again(tmp_path, sent):
    file = next(iter(sent.values()))
    folder = returned(tmp_path, file, agrees="相符", balance=15000)
    assert [r.outcome for r in read_replies(folder, file.parent).replies] == ["contradicts"]


def test_the_second_copy_counts_once(tmp_path, sent):
    file = next(iter(sent.values()))
    returned(tmp_path, file, agrees="相符", name="a.xlsx")
    folder = returned(tmp_path, file, agrees="不符", name="b.xlsx")
    assert [r.outcome for r in read_replies(folder, file.parent).replies] == ["agreed", "repeated"]


def test_a_reply_after_a_blank_one_counts(tmp_path, sent):
    file = next(iter(sent.values()))
    returned(tmp_path, file, name="a.xlsx")
    folder = returned(tmp_path, file, agrees="相符", name="b.xlsx")
    found = read_replies(folder, file.parent)
    assert [r.outcome for r in found.replies] == ["incomplete", "agreed"]
    assert found.answered == 1


@pytest.mark.parametrize(("more", "outcome"), [("0.00", "agreed"), ("1.00", "superseded")])
def test_a_second_request_asks_the_same_account(tmp_path, sent, more, outcome):
    """A late reply to the first letter counts, unless the balance has changed since."""
    name, file = next(iter(sent.items()))
    rows = (*OUR_ROWS, ("2026-03-31", "XS-9", "", more))
    order = StatementOrder(sent.kind, "zh", end=date(2026, 3, 31), again=True)
    source = ledger(rows, customer=name)
    issue(source, order, file.parent, issued_at="2026-04-20", issued_by="李")
    summary = read_replies(returned(tmp_path, file, agrees="相符"), file.parent)
    assert [reply.outcome for reply in summary.replies] == [outcome]
    assert (summary.sent, summary.second) == (4, 1)
    assert len(summary.unanswered) == 4 - (outcome == "agreed")
    assert (name in {line.customer for line in summary.unanswered}) == (outcome != "agreed")


def test_what_a_customer_writes_stays_text(tmp_path, sent):
    file = next(iter(sent.values()))
    folder = returned(
        tmp_path, file, agrees="不符", balance=1, name="a.xlsx", note="+cmd|' /C calc'!A0"
    )
    summary = read_replies(folder, file.parent)
    written = write_replies(summary, file.parent).read_text(encoding="utf-8-sig")
    assert "'+cmd" in written


def test_other_files_are_said_and_do_no_harm(tmp_path, sent):
    file = next(iter(sent.values()))
    folder = returned(tmp_path, file, agrees="相符", name="z.xlsx")
    openpyxl.Workbook().save(folder / "a.xlsx")
    (folder / "b.xlsx").write_text("no workbook")
    (folder / "c.pdf").write_text("scan")
    (folder / "d.ods").write_text("another program")
    (folder / "notes.txt").write_text("of the accountant's own")
    found = read_replies(folder, file.parent).replies
    assert [reply.outcome for reply in found] == ["unknown", *["unreadable"] * 3, "agreed"]
    assert ".ods" in found[3].note


def test_a_letter_of_another_register_with_the_same_number_is_told(tmp_path, sent):
    file = next(iter(sent.values()))

    def other_kind(sheet):
        name = sheet.parent.defined_names[NAME]
        name.attr_text = name.attr_text.replace(sent.kind, "confirmation-negative")

    folder = returned(tmp_path, file, other_kind, agrees="相符")
    assert [r.outcome for r in read_replies(folder, file.parent).replies] == ["unknown"]


def test_who_is_silent_to_a_negative_letter_is_not_asked_again(tmp_path):
    entries = [ledger(OUR_ROWS, customer=name).entries for name in NAMES[:2]]
    source = tieout.Ledger(pd.concat(entries, ignore_index=True))
    order = StatementOrder("confirmation-negative", "zh", end=date(2026, 3, 31))
    made = issue(source, order, tmp_path / "sent", issued_at="2026-04-01", issued_by="李")
    folder = returned(tmp_path, tmp_path / "sent" / made.written[0].file)
    summary = read_replies(folder, tmp_path / "sent")
    blank, silent = (line.customer for line in made.written)
    assert [line.customer for line in summary.unanswered] == [blank]
    assert [line.customer for line in summary.silent] == [silent]
    written = write_replies(summary, tmp_path / "sent").read_text(encoding="utf-8-sig")
    assert f"{silent},silent" in written


@pytest.mark.parametrize("value", ["=1+1", "N/A", True, "１５，１０２．５０", 1e300])
def test_an_amount_that_is_none_or_written_oddly(tmp_path, sent, value):
    file = next(iter(sent.values()))
    reply = read_replies(returned(tmp_path, file, balance=value), file.parent).replies[0]
    assert reply.outcome == ("agreed" if value == "１５，１０２．５０" else "incomplete")


def test_no_folder_is_said(tmp_path):
    with pytest.raises(TieoutError) as error:
        read_replies(tmp_path / "no", tmp_path)
    assert error.value.message("zh").startswith("没有文件夹 ")
