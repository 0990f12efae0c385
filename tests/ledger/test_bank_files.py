"""Statements in the formats banks send: read to the ledgers in the expected files, whatever their names."""

import json
import os
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from tests.cli.running import run
from tests.ledger.test_profiles import written

import tieout
from tieout.errors import TieoutError
from tieout.ledger.bank import bank_process, recognition
from tieout.ledger.bank.formats import statements_of
from tieout.ledger.bank.plain_statements import as_plain, from_plain
from tieout.ledger.ledger import Account
from tieout.ledger.reading import understand
from tieout.ledger.reading_limits import ReadingLimits, limits_of

FOLDER = Path(__file__).parent / "bank_files"
WRITE = os.environ.get("TIEOUT_GOLDEN") == "write"
SAMPLES = sorted(file.name for file in FOLDER.iterdir() if not file.name.endswith(".expected.txt"))
MT940 = FOLDER / "mt940_german.sta"


def blocking(ledger):
    return [problem.code for problem in ledger.problems if problem.blocks]


def read_text(tmp_path, text, encoding="utf-8"):
    file = tmp_path / "statement.bin"
    file.write_bytes(text.encode(encoding))
    return tieout.read(file)


def said_of(tmp_path, text):
    """What keeps the file from being counted: a refusal, or problems of its entries."""
    try:
        return blocking(read_text(tmp_path, text))
    except TieoutError as refused:
        return refused.message("zh")


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_read_to_the_expected_ledger(name):
    ledger = tieout.read(FOLDER / name)
    assert not blocking(ledger)
    expected = FOLDER / f"{name}.expected.txt"
    if WRITE:
        expected.write_text(written(ledger), encoding="utf-8")
    assert written(ledger) == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SAMPLES)
def test_the_name_of_a_file_says_nothing(name, tmp_path):
    renamed = tmp_path / "export.csv"
    renamed.write_bytes((FOLDER / name).read_bytes())
    read = tieout.read(renamed)
    assert read.entries.equals(tieout.read(FOLDER / name).entries)
    assert read.source.format == tieout.read(FOLDER / name).source.format


def test_both_versions_of_camt_say_the_same():
    old, new = (tieout.read(FOLDER / f"camt053_{v}.xml") for v in ("v02", "v08"))
    place = old.entries.columns[-1]  # parties lie a line deeper in the new one
    assert old.entries.drop(columns=place).equals(new.entries.drop(columns=place))
    assert (old.opening, old.closing) == (new.opening, new.closing)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_an_encoding_changes_nothing(tmp_path, encoding):
    text = (
        (FOLDER / "camt053_v08.xml")
        .read_text(encoding="utf-8")
        .replace("UTF-8", "UTF-16" if encoding == "utf-16" else "UTF-8")
    )
    entries = tieout.read(FOLDER / "camt053_v08.xml").entries
    assert read_text(tmp_path, text, encoding).entries.equals(entries)
    sta = MT940.read_text(encoding="utf-8")
    assert read_text(tmp_path, sta, encoding).entries.equals(tieout.read(MT940).entries)


def test_a_camt_in_one_line_is_named_by_its_entries(tmp_path):
    text = (FOLDER / "camt053_v08.xml").read_text(encoding="utf-8").replace("\n", "")
    text = text.replace('<Amt Ccy="EUR">809.99', '<Amt Ccy="EUR">8O9.99')
    ledger = read_text(tmp_path, text)
    problem = next(problem for problem in ledger.problems if problem.blocks)
    assert "Stmt 1 Ntry 2" in problem.sentence("en")
    assert "8O9.99" in problem.sentence("en")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("C1190,00NTRFNONREF", "C1190,01NTRFNONREF"),
        ("D238,00", "C238,00"),
        ("RC1190,00", "RD1190,00"),
        (":62F:C260602EUR12307,50", ":62F:D260602EUR12307,50"),
    ],
)
def test_a_balance_that_does_not_add_up_is_named_with_its_line(tmp_path, before, after):
    text = MT940.read_text(encoding="utf-8").replace(before, after, 1)
    ledger = read_text(tmp_path, text)
    found = next(problem for problem in ledger.problems if problem.code == "closing_differs")
    assert "statement.bin:17 :62F:" in found.sentence("en")
    assert ledger.source.cells.iloc[found.line - 1, 3].endswith("Closing balance")


def test_one_account_of_several_is_read_alone():
    ledger = tieout.read(MT940, sheet="37040044/0532013099")
    assert ledger.entries["amount"].tolist() == [70025]
    assert ledger.opening == {Account("37040044/0532013099", "USD"): -50025}


def test_a_reversal_takes_back_what_it_reverses():
    entries = tieout.read(MT940).entries
    of_invoice = entries[entries["reference"].isin(["RE-2026-0417", "0417"])]
    assert of_invoice["amount"].tolist() == [119000, -119000]


def test_a_batch_is_its_payments_and_adds_up_to_the_booking():
    entries = tieout.read(FOLDER / "camt053_v08.xml").entries
    batch = entries[entries["批次 Batch"] == "BANK1"]
    assert batch["reference"].tolist() == ["E-501", "RE-502", "E-503"]
    assert batch["amount"].sum() == 50000


def test_days_and_months_are_told_apart_by_the_whole_file(tmp_path):
    record = "!Type:Bank\nD%s\nT1.00\n^\nD%s\nT2.00\n^\n"
    assert read_text(tmp_path, record % ("3/4'26", "25/4'26")).entries[
        "date"
    ].dt.month.tolist() == [4, 4]
    assumed = read_text(tmp_path, record % ("3/4'26", "5/6'26"))
    assert [problem.code for problem in assumed.problems] == ["date_order_day_month"]


def test_amounts_of_a_quicken_file_may_have_a_comma(tmp_path):
    ledger = read_text(tmp_path, "!Type:Bank\nD25/06/2026\nT1.234,50\n^\nD26/06/2026\nT-7,25\n^\n")
    assert ledger.entries["amount"].tolist() == [123450, -725]


def test_a_line_of_swift_that_is_none_is_refused_and_counts_nothing(tmp_path, capsys):
    text = MT940.read_text(encoding="utf-8").replace("2606020602D238,00", "2606320602D238,00")
    ledger = read_text(tmp_path, text)
    assert blocking(ledger) == ["bank_field"]
    assert ledger.entries["amount"].tolist()[1] == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    "text",
    [
        ":20:1\n:60F:C260601EUR1,,0\n:61:" + "9" * 5000 + "\n:62F:X",
        ":20:\n:60F:\n:61:\n:62F:\n",
        "OFXHEADER:100\n<OFX>" + "<STMTRS>" * 5000,
        "OFXHEADER:100\n<OFX><STMTRS><BANKTRANLIST><STMTTRN><TRNAMT>NaN<DTPOSTED>20269999",
        "!Type:Bank\n^\n^\nT\n",
        "!Type:Bank\nD99/99/9999\nT1e999\n^\n",
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">' + "<a>" * 300,
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><Stmt><Ntry><Amt>1e5</Amt><BookgDt><Dt>2026-13-01</Dt></BookgDt></Ntry></Stmt></Document>',
    ],
)  # fmt: skip
def test_whatever_is_in_a_file_it_is_said_or_refused(tmp_path, text):
    assert said_of(tmp_path, text)


def test_a_statement_of_the_bank_is_reconciled_with_the_journal(tmp_path, capsys):
    entries = tieout.read(FOLDER / "camt053_v08.xml", sheet="DE12500105170648489890").entries
    journal = tmp_path / "journal.csv"
    rows = [
        f"{row.date:%Y-%m-%d},{row.reference},{row.customer},{Decimal(row.amount) / 100:f}"
        for row in entries.itertuples()
        if row.reference != "ZAHL-77"
    ]
    journal.write_text("\n".join(["Date,Reference,Customer,Amount", *rows]), encoding="utf-8")
    account = "DE12500105170648489890"
    statement = tieout.read(FOLDER / "camt053_v08.xml", sheet=account)
    result = tieout.reconcile(tieout.read(journal), statement)
    unmatched = statement.entries["reference"][(result.theirs["match"] == 0).to_numpy()]
    assert unmatched.tolist() == ["ZAHL-77"]
    out = tmp_path / "result.xlsx"
    done = run(
        capsys,
        "reconcile",
        journal,
        FOLDER / "camt053_v08.xml",
        "--theirs-sheet",
        account,
        "-o",
        out,
    )
    assert done.status == 0
    assert out.stat().st_size > 5000


def test_a_place_survives_the_workbook(tmp_path):
    """What is found wrong stands beside its entry on the sheet."""
    text = (FOLDER / "camt053_v08.xml").read_text(encoding="utf-8").replace("809.99", "8O9.99")
    ledger = read_text(tmp_path, text)
    problem = next(problem for problem in ledger.problems if problem.blocks)
    entry = ledger.entries[ledger.entries["line"] == problem.line].iloc[0]
    assert entry["reference"] == "ZAHL-77"
    assert replace(problem, line=0).sentence("zh")


def test_a_result_workbook_reads_the_statement_as_it_was(tmp_path):
    """Its balances and what is only announced are rows of the sheet, and no entries."""
    for name in ("mt940_german.sta", "camt053_v08.xml", "quicken.qif"):
        first = tieout.read(FOLDER / name)
        again = understand(first.source.cells, file="r.xlsx", sheet="对方账")
        told = ["line", "date", "reference", "memo", "amount", "currency", "customer"]
        assert again.entries[told].astype(str).equals(first.entries[told].astype(str))
        assert (again.opening, again.closing) == (first.opening, first.closing)
        assert [(r.line, r.why) for r in again.set_aside] == [
            (r.line, r.why) for r in first.set_aside
        ]
        assert not blocking(again)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_statement_comes_out_of_its_process_as_it_was_read_there(name):
    data = (FOLDER / name).read_bytes()
    found = recognition.bank_format(data.decode("utf-8")[:8000].lstrip("\ufeff"))
    for each in statements_of(name, data, found, ""):
        sent = json.loads(json.dumps(as_plain(each), default=str))
        assert from_plain(sent) == each


def test_a_large_file_is_read_apart_within_limits(tmp_path, monkeypatch):
    """Whatever it does to the process that reads it, this one says what was wrong with it."""
    monkeypatch.setattr(recognition, "BYTES_HERE_MAX", 0)
    sample = FOLDER / "camt053_v08.xml"
    assert written(tieout.read(sample)) == (FOLDER / f"{sample.name}.expected.txt").read_text(
        "utf-8"
    )
    text = sample.read_text(encoding="utf-8")
    with pytest.raises(TieoutError) as refused:
        read_text(tmp_path, text.replace("<Document", '<!DOCTYPE a [<!ENTITY b "c">]><Document'))
    assert refused.value.key == "read.xml_doctype"
    with pytest.raises(TieoutError) as refused, limits_of(ReadingLimits(megabytes=20)):
        read_text(tmp_path, text.replace("<Ntry>", "<Ntry>" + "<a/>" * 600_000, 1))
    assert refused.value.key == "read.too_wide"
    assert refused.value.values["megabytes"] == 20
    monkeypatch.setattr(bank_process, "_BYTES_PER_BYTE", 10**6)
    with pytest.raises(TieoutError) as refused:  # what it says would take more here than may be
        tieout.read(sample)
    assert refused.value.key == "read.too_wide"
