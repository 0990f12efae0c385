"""Files made to harm: refused with a reason, never a traceback, never a full memory."""

import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.ledger.hostile_files import MAKERS, costs, made
from tests.ledger.sheets import workbook

import tieout
from tieout import at_once
from tieout.errors import TieoutError
from tieout.ledger import large_text, text_files, workbook_process, workbook_traits
from tieout.ledger.reading_limits import ReadingLimits, limits_of
from tieout.ledger.workbook_traits import read_traits

TABLE = [["日期", "单号", "金额"], ["2026-01-05", "A", 1], ["2026-01-06", "B", 2]]


def rewritten(file: Path, part: str, change) -> Path:
    """The workbook with one of its parts changed."""
    with zipfile.ZipFile(file) as before:
        parts = {name: before.read(name) for name in before.namelist()}
    parts[part] = change(parts[part])
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as after:
        for name, content in parts.items():
            after.writestr(name, content)
    return file


SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def good(tmp_path):
    return workbook(tmp_path / "good.xlsx", {"S": TABLE})


def refusal(file) -> str:
    with pytest.raises(TieoutError) as refused:
        tieout.read(file)
    return refused.value.key


@pytest.mark.parametrize("cell", ["XFD1048576", "ZZ1048576", "XFD9000"])
def test_a_cell_at_the_end_of_the_world_is_refused(good, cell):
    row = re.search(r"\d+", cell)[0]
    far = f'<row r="{row}"><c r="{cell}"><v>1</v></c></row></sheetData>'.encode()
    assert (
        refusal(rewritten(good, SHEET, lambda xml: xml.replace(b"</sheetData>", far)))
        == "read.too_far"
    )


def test_a_dimension_that_lies_is_not_believed(good):
    lying = b'<dimension ref="A1:XFD1048576"/>'
    file = rewritten(good, SHEET, lambda xml: re.sub(rb"<dimension[^>]*/>", lying, xml))
    assert len(tieout.read(file)) == 2


def test_entities_are_never_expanded(good):
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    file = rewritten(
        good,
        "xl/workbook.xml",
        lambda xml: bomb + xml.split(b"?>", 1)[1].replace(b'name="S"', b'name="&b;&f;"'),
    )
    try:
        ledger = tieout.read(file)
    except TieoutError:
        return
    assert "root:" not in ledger.source.sheet


def test_styles_in_an_encoding_that_does_not_exist_are_no_traceback(good):
    file = rewritten(good, "xl/styles.xml", lambda xml: xml.replace(b"UTF-8", b"UTUF-8"))
    read_or_refused(file)


def test_a_workbook_that_takes_too_long_is_given_up(good):
    workbook_process.forget()
    with limits_of(ReadingLimits(seconds=0.001)):
        assert refusal(good) == "read.too_slow"


def test_a_limit_can_be_raised_and_a_worker_is_used_again(good):
    workbook_process.forget()
    with limits_of(ReadingLimits(megabytes=1)):
        assert refusal(good) == "read.too_wide"
    with limits_of(ReadingLimits(megabytes=2000, seconds=60)):
        assert len(tieout.read(good)) == 2


def test_no_file_costs_more_memory_or_time_than_is_allowed(tmp_path):
    """The small size of each; `python -m tests.ledger.hostile_files` reads the large ones."""
    found = costs([made(tmp_path, name, large=False) for name in MAKERS])
    assert max(seconds for _, _, seconds, _, _ in found) < 30
    assert max(max(own, other) for *_, own, other in found) < 1000
    assert {Path(file).stem: said for file, said, *_ in found if said.startswith("read.")} == {
        "sheets": "read.several_sheets",
        "two_gigabytes": "read.too_large",
        "one_text_a_million_times": "read.damaged",
        "far_cell": "read.too_far",
        "far_cell_in_single_quotes": "read.too_wide",
        "far_cell_spaced": "read.too_wide",
        "far_row_unnumbered": "read.too_far",
        "many_wide_sheets": "read.several_sheets",
        "entities": "read.damaged",
        "half_tags": "read.damaged",
        "deep": "read.damaged",
        "ods_of_billions": "read.too_wide",
        "ole_chain_loop": "read.not_a_spreadsheet",
        "ole_directory_loop": "read.not_a_spreadsheet",
        "wide_line_in_a_long_text": "read.too_far",
        "one_line_of_text": "read.too_many_columns",
        "a_hundred_thousand_columns": "read.too_many_columns",
        "strings_that_lie": "read.too_wide",
        "packed_twice": "read.not_a_spreadsheet",
        "xlsb_of_a_far_cell": "read.too_wide",
        "camt_of_entities": "read.xml_doctype",
        "camt_without_a_bottom": "read.broken_xml",
        "ofx_without_a_bottom": "read.no_statement",
        "encrypted_by_nobody": "read.not_a_spreadsheet",
        "ods_of_repeated_columns": "read.no_header_in_file",
    }


def read_or_refused(file: Path) -> None:
    """Anything but a ledger or a refusal fails the test."""
    said: list[str] = []
    try:
        ledger = tieout.read(file)
        said += [problem.sentence("en") for problem in ledger.problems]
    except TieoutError as refused:
        said += [refused.message("zh"), refused.message("en")]
    assert all(said)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(at=st.integers(0, 6000), content=st.binary(min_size=1, max_size=8), cut=st.booleans())
def test_a_workbook_with_any_bytes_wrong_is_read_or_refused(good, at, content, cut):
    whole = good.read_bytes()
    at %= len(whole)
    broken = good.parent / "broken.xlsx"
    broken.write_bytes(whole[:at] if cut else whole[:at] + content + whole[at + len(content) :])
    read_or_refused(broken)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    content=st.one_of(
        st.binary(max_size=300),
        st.text(alphabet='日期单号金额借贷Date,;\t"\n\r0123456789.-¥ \x00', max_size=200).map(
            str.encode
        ),
    )
)
def test_any_bytes_are_read_or_refused(tmp_path, content):
    file = tmp_path / "any.csv"
    file.write_bytes(content)
    read_or_refused(file)


@pytest.mark.slow
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(
        st.lists(
            st.one_of(
                st.text(alphabet="日期合计贷借平 /1-2.,A\"'", max_size=8),
                st.sampled_from(["2026-01-05", "1,234.50", "#REF!", "期初余额", "日期", "金额"]),
            ),
            max_size=7,
        ),
        max_size=7,
    )
)
def test_any_cells_under_headings_are_read(tmp_path, rows):
    lines = [
        "日期,单号,摘要,方向,金额,余额,客户",
        *(",".join('"' + c.replace('"', '""') + '"' for c in row) for row in rows),
    ]
    file = tmp_path / "any.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    read_or_refused(file)


def test_cells_that_take_more_memory_read_than_written_are_given_up(tmp_path):
    file = made(tmp_path, "mixed_cells", large=False)
    assert len(tieout.read(file)) > 0
    with limits_of(ReadingLimits(megabytes=1)):
        assert refusal(file) == "read.too_wide"


def test_cells_merged_over_rows_are_kept_and_those_of_one_row_are_not(good):
    merged = (
        b'<mergeCells><mergeCell ref="A2:A3"/><mergeCell ref="B2:C2"/></mergeCells><pageMargins'
    )
    file = rewritten(good, SHEET, lambda xml: xml.replace(b"<pageMargins", merged))
    assert read_traits(file.read_bytes())["S"].merged == ((2, 1, 3, 1),)


def test_more_memory_is_given_only_for_cells_that_were_counted(good, monkeypatch):
    full = b"".join(
        b'<row r="%d"><c r="A%d"><v>%d</v></c></row>' % (n, n, n) for n in range(4, 300)
    )
    file = rewritten(good, SHEET, lambda xml: xml.replace(b"</sheetData>", full + b"</sheetData>"))
    assert read_traits(file.read_bytes())["S"].filled == 0
    monkeypatch.setattr(workbook_traits, "COUNTED_FROM", 1000)
    counted = read_traits(file.read_bytes())["S"].filled
    assert 299 <= counted <= 310
    one = b'<row r="4">' + b"<c><v>1</v></c>" * 50_000 + b"</row></sheetData>"
    bomb = rewritten(good, SHEET, lambda xml: xml.replace(b"</sheetData>", one))
    with zipfile.ZipFile(bomb) as parts:
        packed = parts.getinfo(SHEET).compress_size
    assert read_traits(bomb.read_bytes())["S"].filled == packed // 2 < 10_000


@pytest.mark.parametrize("encoding", ["gb18030"])
def test_a_large_text_is_read_the_same_apart(tmp_path, monkeypatch, encoding):
    lines = [
        "往来明细",
        "日期,单号,金额",
        *(f"2026-01-05,A{n},{n}.50" for n in range(200)),
        "合计,,1,2",
    ]
    file = tmp_path / "a.csv"
    file.write_bytes("\n".join(lines).encode(encoding))
    here = tieout.read(file)
    monkeypatch.setattr(text_files, "BYTES_HERE_MAX", 100)
    apart = tieout.read(file)
    assert apart.entries.equals(here.entries)
    assert apart.set_aside == here.set_aside


def test_a_large_text_is_bounded_in_memory_and_time(tmp_path, monkeypatch):
    monkeypatch.setattr(text_files, "BYTES_HERE_MAX", 100)
    uneven = made(tmp_path, "uneven_lines", large=False)
    for limits, why in (
        (ReadingLimits(megabytes=1), "read.too_wide"),
        (ReadingLimits(seconds=0.01), "read.too_slow"),
    ):
        with limits_of(limits):
            assert refusal(uneven) == why
    with limits_of(ReadingLimits(megabytes=2)):
        commas = tmp_path / "commas.csv"
        commas.write_bytes(b"Date,Amount\n" + b",,,,,,,,,\n" * 60_000)
        assert refusal(commas) == "read.too_wide"


def test_a_plain_text_is_read_here_however_large(tmp_path, monkeypatch):
    monkeypatch.setattr(text_files, "BYTES_HERE_MAX", 100)
    monkeypatch.setattr(text_files, "columns_apart", None)
    file = tmp_path / "a.csv"
    lines = "2026-01-05,A1,1.50\n" * 100
    file.write_text("往来明细账\n\n日期,单号,金额\n" + lines, encoding="utf-8-sig")
    ledger = tieout.read(file)
    assert len(ledger) == 100
    assert ledger.source.header_line == 3
    file.write_text("sep=;\n日期;单号;金额\n" + lines.replace(",", ";") + '2026-01-06;"A;1\n";2\n')
    ledger = tieout.read(file)
    assert ledger.entries["reference"].tolist() == ["A1"] * 100 + ["A;1"]


def test_a_large_text_is_looked_through_in_parts(tmp_path, monkeypatch):
    monkeypatch.setattr(at_once, "ROWS_MIN", 1)
    monkeypatch.setattr(large_text, "_PIECE", 7)
    file = tmp_path / "a.csv"
    for end, quotes, zeros in (("", False, False), ('"', True, False), ("\0", False, True)):
        file.write_text("2026-01-05,A1,1.50\n" * 9 + end)
        text = large_text.large_text(file)
        assert text.letters.tobytes() == file.read_bytes()
        assert (text.lines, text.has_quotes, text.has_zeros) == (9, quotes, zeros)
        assert text.may_be_utf8 is not zeros


def test_a_refusal_from_apart_is_said_as_here(tmp_path, monkeypatch):
    monkeypatch.setattr(text_files, "BYTES_HERE_MAX", 100)
    file = tmp_path / "a.csv"
    file.write_bytes(b"\x81" * 40 + b"\xff" * 90)
    assert refusal(file) == "read.unknown_encoding"
