"""A cell that shows an error is never taken for an empty one, whatever kind of workbook it stands in."""

import io
import zipfile
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest
from tests.ledger.binary_workbook import xlsb

import tieout
from tieout.errors import TieoutError

ROWS = (
    ("日期", "凭证号", "借方", "贷方"),
    ("2026-01-01", "A1", 100, None),
    ("2026-01-02", "A2", "#REF!", None),
    ("2026-01-03", "A3", None, "#N/A"),
)
WRITTEN = Path(__file__).parent / "error_cells"
FOUND = [("error_cell", 3, "#REF!"), ("error_cell", 4, "#N/A")]


@pytest.fixture(scope="module")
def xlsx(tmp_path_factory):
    file = tmp_path_factory.mktemp("errors") / "ours.xlsx"
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    book.save(file)
    return file


def read(file):
    ledger = tieout.read(file)
    assert len(ledger.entries) == 3
    return [(each.code, each.line, each.found) for each in ledger.problems if each.blocks]


def test_in_xlsx(xlsx):
    assert read(xlsx) == FOUND


def test_a_formula_in_xlsx_with_its_error(xlsx, tmp_path):
    file = tmp_path / "formula.xlsx"
    with zipfile.ZipFile(xlsx) as old, zipfile.ZipFile(file, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            content = content.replace(b't="e"><v>', b't="e" s="0"><f>VLOOKUP(A1,B:C,2,0)</f><v>')
            new.writestr(part, content)
    assert read(file) == FOUND


@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_in_files_that_libreoffice_wrote(kind):
    assert read(WRITTEN / f"errors.{kind}") == FOUND


def test_in_xlsb(tmp_path):
    file = tmp_path / "ours.xlsb"
    file.write_bytes(xlsb(ROWS))
    assert read(file) == FOUND


@pytest.mark.parametrize("part", ["xl/workbook.bin", "xl/worksheets/sheet1.bin"])
def test_an_xlsb_that_was_cut_off_is_read_or_refused(tmp_path, part):
    file = tmp_path / "cut.xlsb"
    with zipfile.ZipFile(io.BytesIO(xlsb(ROWS))) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name)[: -1 if name == part else None])
    with suppress(TieoutError):
        assert read(file) == FOUND
