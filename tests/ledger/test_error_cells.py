"""A cell that shows an error is never taken for an empty one, whatever kind of workbook it stands in."""

import io
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest

import tieout

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


CODES = {"#REF!": 23, "#N/A": 42}
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def xlsb(rows) -> bytes:
    """A binary workbook of one sheet, as [MS-XLSB] describes it."""
    cells = b"".join(row_of(line, row) for line, row in enumerate(rows))
    extent = struct.pack("<IIII", 0, len(rows) - 1, 0, len(rows[0]) - 1)
    sheet = record(129) + record(148, extent) + record(145) + cells + record(146) + record(130)
    named = struct.pack("<II", 0, 1) + wide("rId1") + wide("我方")
    book = record(131) + record(143) + record(156, named) + record(144) + record(132)
    relation = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        'Type="{}" Target="{}"/></Relationships>'
    )
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as parts:
        parts.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="bin" '
            'ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>',
        )
        parts.writestr(
            "_rels/.rels", relation.format(f"{RELATIONS}/officeDocument", "xl/workbook.bin")
        )
        parts.writestr("xl/workbook.bin", book)
        parts.writestr(
            "xl/_rels/workbook.bin.rels",
            relation.format(f"{RELATIONS}/worksheet", "worksheets/sheet1.bin"),
        )
        parts.writestr("xl/worksheets/sheet1.bin", sheet)
    return content.getvalue()


def row_of(line: int, row) -> bytes:
    cells = [cell_of(column, cell) for column, cell in enumerate(row) if cell is not None]
    return record(0, struct.pack("<IIHBBBI", line, 0, 300, 0, 0, 0, 0)) + b"".join(cells)


def cell_of(column: int, cell) -> bytes:
    place = struct.pack("<II", column, 0)
    if cell in CODES:
        return record(3, place + bytes([CODES[cell]]))
    if isinstance(cell, str):
        return record(6, place + wide(cell))
    return record(5, place + struct.pack("<d", cell))


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def record(kind: int, body: bytes = b"") -> bytes:
    kinds = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, sizes = len(body), b""
    while size > 127:
        sizes, size = sizes + bytes([size & 0x7F | 0x80]), size >> 7
    return kinds + sizes + bytes([size]) + body
