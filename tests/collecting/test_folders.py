"""A folder of exports: each content is read once, rows that overlap are one, what is broken stops nothing."""

import shutil
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.collecting.collected import amounts, collected, counts, kept

SOURCE = """
[[source]]
name = "exports"
kind = "folder"
path = "in"
currency = "CNY"
%s
"""
HEAD = "日期,单号,类型,客户,金额\n"
TYPES = 'types = { sale = ["销售"], return = ["退货"], payment = ["收款"] }'


def put(folder: Path, name: str, *rows: str) -> None:
    (folder / "in").mkdir(exist_ok=True)
    (folder / "in" / name).write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")


def test_only_new_files_are_read_and_a_content_only_once(tmp_path):
    put(tmp_path, "a.csv", "2026-06-01,A-1,销售,甲,10.00")
    assert counts(collected(tmp_path, SOURCE % TYPES).results[0]) == (1, 0, 0, 0)
    shutil.copy(tmp_path / "in" / "a.csv", tmp_path / "in" / "copy of a.csv")
    put(tmp_path, "b.csv", "2026-06-02,A-2,收款,甲,4.00")
    (tmp_path / "in" / "c.csv.part").write_text("half", encoding="utf-8")
    assert counts(collected(tmp_path, SOURCE % TYPES).results[0]) == (1, 0, 0, 0)
    assert amounts(tmp_path) == [("A-1", 1000), ("A-2", -400)]


def test_exports_that_overlap_give_each_row_once_and_equal_rows_of_one_file_stay(tmp_path):
    twice = "2026-06-01,A-1,销售,甲,10.00"
    put(tmp_path, "june.csv", twice, twice)
    put(tmp_path, "june and july.csv", twice, twice, "2026-07-01,A-2,销售,甲,5.00")
    collected(tmp_path, SOURCE % TYPES)
    assert amounts(tmp_path) == [("A-1", 1000), ("A-1", 1000), ("A-2", 500)]


def test_a_newer_export_changes_what_its_key_says(tmp_path):
    keyed = SOURCE % f'key = ["单号"]\n{TYPES}\nignored = ["作废"]'
    put(tmp_path, "1.csv", "2026-06-01,A-1,销售,甲,10.00", "2026-06-01,A-2,销售,甲,1.00")
    collected(tmp_path, keyed)
    put(tmp_path, "2.csv", "2026-06-01,A-1,销售,甲,12.00", "2026-06-01,A-2,作废,甲,1.00")
    result = collected(tmp_path, keyed).results[0]
    assert counts(result) == (0, 1, 0, 1)
    assert amounts(tmp_path) == [("A-1", 1200), ("A-2", 100)]
    assert kept(tmp_path)["exports"].gone == {"A-2": "2026-07-01"}


def test_a_key_that_says_two_things_is_not_taken_and_a_row_that_repeats_is_removed(tmp_path):
    row = "2026-06-01,A-1,销售,甲,10.00"
    put(tmp_path, "1.csv", row, row, "2026-06-01,A-2,销售,甲,1.00", "2026-06-01,A-2,销售,甲,2.00")
    result = collected(tmp_path, SOURCE % f'key = ["单号"]\n{TYPES}').results[0]
    assert len(result.removed) == 1
    assert "A-2" in result.errors[0]
    assert amounts(tmp_path) == [("A-1", 1000)]


def test_rows_in_error_are_left_out_and_said_with_their_place(tmp_path):
    put(
        tmp_path,
        "1.csv",
        "2026-06-01,A-1,销售,甲,10.00",
        "2026-06-01,A-2,赠送,甲,1.00",
        "2026-06-01,A-3,销售,甲,1O.00",
    )
    result = collected(tmp_path, SOURCE % TYPES).results[0]
    assert result.new == 1
    assert "1.csv:3" in result.errors[0]
    assert "赠送" in result.errors[0]
    assert "1O.00" in result.errors[1]
    put(
        tmp_path,
        "1.csv",
        "2026-06-01,A-1,销售,甲,10.00",
        "2026-06-01,A-2,收款,甲,1.00",
        "2026-06-01,A-3,销售,甲,10.00",
    )
    assert counts(collected(tmp_path, SOURCE % TYPES).results[0]) == (2, 0, 1, 0)


def test_a_changed_source_file_reads_every_file_again(tmp_path):
    put(tmp_path, "1.csv", "2026-06-01,A-1,销售,甲,10.00", "2026-06-01,A-2,赠送,甲,1.00")
    assert collected(tmp_path, SOURCE % TYPES).results[0].errors
    more = TYPES.replace('["退货"]', '["退货", "赠送"]')
    assert counts(collected(tmp_path, SOURCE % more).results[0]) == (1, 0, 1, 0)


def test_a_broken_file_stops_no_other(tmp_path):
    put(tmp_path, "1.csv", "2026-06-01,A-1,销售,甲,10.00")
    (tmp_path / "in" / "2.xlsx").write_bytes(b"PK\x03\x04 half a workbook")
    (tmp_path / "in" / "3.csv").write_text("nothing of a ledger\n", encoding="utf-8")
    result = collected(tmp_path, SOURCE % TYPES).results[0]
    assert result.new == 1
    assert len(result.errors) == 2
    assert collected(tmp_path, SOURCE % TYPES).results[0].errors == result.errors


def test_a_statement_of_a_bank_may_lie_in_the_folder(tmp_path):
    (tmp_path / "in").mkdir()
    sample = Path(__file__).parents[1] / "ledger" / "bank_files" / "camt053_v08.xml"
    shutil.copy(sample, tmp_path / "in")
    collected(tmp_path, SOURCE % 'sheet = "DE12500105170648489890"')
    assert ("ZAHL-77", -80999) in amounts(tmp_path)


def test_a_folder_that_is_not_there_is_said(tmp_path):
    assert "does not exist" in collected(tmp_path, SOURCE % "").results[0].failure


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(st.tuples(st.integers(1, 3), st.integers(-3, 3)), min_size=1, max_size=6),
    cut=st.integers(0, 6),
)
def test_in_two_parts_or_at_once_the_ledger_is_the_same(tmp_path, rows, cut):
    lines = [f"2026-06-0{day},N{n},其他,甲,{cents}.00" for n, (day, cents) in enumerate(rows)]
    parts, whole = tmp_path / "parts", tmp_path / "whole"
    for folder in (parts, whole):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    for number, some in enumerate((lines[:cut], lines[cut:])):
        if some:
            put(parts, f"{number}.csv", *some)
            collected(parts, SOURCE % "", "l.csv")
    put(whole, "all.csv", *lines)
    collected(whole, SOURCE % "", "l.csv")
    assert amounts(parts, "l.csv") == amounts(whole, "l.csv")
