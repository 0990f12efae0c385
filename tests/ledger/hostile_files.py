"""What do files made to harm cost: `python -m tests.ledger.hostile_files` reads each and prints time and memory.

Each is made in two sizes; the large one is what somebody would send who means it.
"""

import io
import json
import re
import struct
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from time import monotonic

import xlsxwriter

SHEET, STYLES, BOOK = "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"
STRINGS = "xl/sharedStrings.xml"
TABLE = [["日期", "单号", "金额"], ["2026-01-05", "A", 1], ["2026-01-06", "B", 2]]
Maker = Callable[[bool], bytes]


def good() -> bytes:
    """A workbook of two entries."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet("S")
        for row, values in enumerate(TABLE):
            sheet.write_row(row, 0, values)
    return made.getvalue()


def changed(
    part: str, change: Callable[[bytes], bytes], more: dict[str, bytes] | None = None
) -> bytes:
    """The workbook with one of its parts changed, and others added."""
    with zipfile.ZipFile(io.BytesIO(good())) as before:
        parts = {name: before.read(name) for name in before.namelist()}
    parts[part] = change(parts[part])
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        for name, content in (parts | (more or {})).items():
            after.writestr(name, content)
    return made.getvalue()


def _before(mark: bytes, what: bytes) -> Callable[[bytes], bytes]:
    return lambda xml: xml.replace(mark, what + mark)


def styles(large: bool) -> bytes:
    count = 3_000_000 if large else 20_000
    return changed(STYLES, _before(b"</cellXfs>", b'<xf numFmtId="9" xfId="0"/>' * count))


def number_formats(large: bool) -> bytes:
    count = 1_000_000 if large else 10_000
    made = b"".join(
        b'<numFmt numFmtId="%d" formatCode="0%%"/>' % n for n in range(200, 200 + count)
    )
    return changed(STYLES, _before(b"<fonts", b"<numFmts>" + made + b"</numFmts>"))


def names(large: bool) -> bytes:
    count = 2_000_000 if large else 5_000
    made = b"".join(b'<definedName name="n%d">S!$A$1</definedName>' % n for n in range(count))
    return changed(BOOK, _before(b"<calcPr", b"<definedNames>" + made + b"</definedNames>"))


def sheets(large: bool) -> bytes:
    count = 200_000 if large else 120
    made = b"".join(
        b'<sheet name="s%d" sheetId="%d" r:id="rId1"/>' % (n, n + 2) for n in range(count)
    )
    return changed(BOOK, _before(b"</sheets>", made))


def merged(large: bool) -> bytes:
    count = 2_000_000 if large else 5_000
    made = b"".join(b'<mergeCell ref="A%d:B%d"/>' % (n, n) for n in range(1, count))
    return changed(SHEET, _before(b"<pageMargins", b"<mergeCells>" + made + b"</mergeCells>"))


def hidden_rows(large: bool) -> bytes:
    count = 1_048_000 if large else 10_000
    made = b"".join(b'<row r="%d" hidden="1"/>' % n for n in range(4, count))
    return changed(SHEET, _before(b"</sheetData>", made))


def two_gigabytes(large: bool) -> bytes:
    """A sheet that unpacks to a thousand times its size."""
    return changed(SHEET, _before(b"</sheetData>", b" " * (1_990_000_000 if large else 60_000_000)))


def just_under_the_ratio(large: bool) -> bytes:
    """Empty rows which pack a little worse than a bomb is allowed to."""
    rows = b"".join(
        b'<row r="%d"><c r="A%d"/></row>' % (n, n) for n in range(4, 900_000 if large else 9_000)
    )
    return changed(SHEET, _before(b"</sheetData>", rows))


def one_text_a_million_times(large: bool) -> bytes:
    """A long text, kept once, that each of many cells shows."""
    text = b"x" * (30_000 if large else 3_000)
    cells = b'<c t="s"><v>0</v></c>' * 20
    rows = b"".join(
        b'<row r="%d">%s</row>' % (n, cells) for n in range(4, 20_000 if large else 200)
    )
    return changed(
        SHEET,
        _before(b"</sheetData>", rows),
        {
            STRINGS: b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'
            + text
            + b"</t></si></sst>"
        },
    )


def _far(row: bytes, *, inside: bytes = b"") -> bytes:
    return changed(SHEET, _before(b"</sheetData>", inside + row))


def far_cell(large: bool) -> bytes:
    del large
    return _far(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


def far_cell_in_single_quotes(large: bool) -> bytes:
    del large
    return _far(b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>")


def far_cell_spaced(large: bool) -> bytes:
    del large
    return _far(b'<row r = "1048576"><c t="n" r = "XFD1048576"><v>1</v></c></row>')


def far_row_unnumbered(large: bool) -> bytes:
    del large
    return _far(b'<row><c r="XFD1048576"><v>1</v></c></row>')


def wide_and_high(large: bool) -> bytes:
    """As many cells as are allowed, nearly all of them empty."""
    rows = 3_600 if large else 40
    return _far(b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (rows, rows))


def many_wide_sheets(large: bool) -> bytes:
    """Each sheet within the limit, all of them together far beyond."""
    rows, count = (3_000, 40) if large else (40, 2)
    made = b"".join(
        b'<sheet name="s%d" sheetId="%d" r:id="rId1"/>' % (n, n + 2) for n in range(count)
    )
    wide = b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (rows, rows)
    with zipfile.ZipFile(io.BytesIO(good())) as parts:
        sheet = parts.read(SHEET).replace(b"</sheetData>", wide + b"</sheetData>")
    return changed(BOOK, _before(b"</sheets>", made), {SHEET: sheet})


def dimension_that_lies(large: bool) -> bytes:
    del large
    lie = b'<dimension ref="A1:XFD1048576"/>'
    return changed(SHEET, lambda xml: re.sub(rb"<dimension[^>]*/>", lie, xml))


def entities(large: bool) -> bytes:
    depth = 30 if large else 12
    made = b"".join(b'<!ENTITY e%d "&e%d;&e%d;">' % (n + 1, n, n) for n in range(depth))
    head = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "aaaaaaaaaa">' + made + b"]>"
    use = b'<row r="9"><c r="A9" t="str"><v>&e%d;</v></c></row></sheetData>' % depth
    return changed(SHEET, lambda xml: head + xml.split(b"?>", 1)[1].replace(b"</sheetData>", use))


def half_tags(large: bool) -> bytes:
    """What a pattern that looks back would stumble over again and again."""
    return changed(SHEET, _before(b"</sheetData>", b"<c " * (4_000_000 if large else 20_000)))


def deep(large: bool) -> bytes:
    count = 2_000_000 if large else 50_000
    return changed(BOOK, _before(b"</sheets>", b"<sheet>" * count + b"</sheet>" * count))


def spaces_for_an_amount(large: bool) -> bytes:
    """Cells of nothing but spaces and brackets where amounts should be."""
    made = b"".join(
        b'<row r="%d"><c r="A%d" t="str"><v>2026-01-05</v></c><c r="C%d" t="str"><v>%s(1%d</v></c></row>'
        % (n, n, n, b" (" * 15_000, n)
        for n in range(4, 1_000 if large else 20)
    )
    return changed(SHEET, _before(b"</sheetData>", made))


def mixed_cells(large: bool) -> bytes:
    """Columns of numbers and texts by turns, whose cells take more memory read than written."""
    columns, rows = (1000, 26_000) if large else (100, 200)
    kinds = b"<c><v>1</v></c>" * columns, b'<c t="str"><v>a</v></c>' * columns
    noise = Random(7)  # so that the sheet packs worse than a bomb would
    made = b"".join(
        b'<row r="%d" x="%s">%s</row>' % (n, noise.randbytes(60).hex().encode(), kinds[n % 2])
        for n in range(4, rows)
    )
    return changed(SHEET, _before(b"</sheetData>", made))


def wide_without_headings(large: bool) -> bytes:
    """Rows of texts as far as the eye reaches, none of them a heading."""
    rows = 300 if large else 8
    row = b'<c t="str"><v>x y</v></c>' * (16_000 if large else 300)
    made = b"".join(b'<row r="%d">%s</row>' % (n, row) for n in range(4, rows))
    return changed(
        SHEET,
        lambda xml: xml.replace(b"<v>2</v>", b"<v>3</v>").replace(
            b"</sheetData>", made + b"</sheetData>"
        ),
    )


def ods(*rows: str) -> bytes:
    """A workbook of OpenDocument with one sheet: the cells of each row as XML, or whole rows."""
    spaces = "".join(
        f' xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"'
        for n in ("office", "table", "text")
    )
    whole = "".join(
        row if row.startswith("<table:table-row") else f"<table:table-row>{row}</table:table-row>"
        for row in rows
    )
    content = (
        f"<office:document-content{spaces}><office:body><office:spreadsheet><table:table table:name='S'>"
        f"{whole}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr(
            "META-INF/manifest.xml",
            '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        parts.writestr("content.xml", content)
    return made.getvalue()


def ods_of_billions(large: bool) -> bytes:
    rows = 1_048_576 if large else 6_000
    cell = '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
    return ods(f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>')


def _ole(fat: list[int], directory: bytes, sectors: int) -> bytes:
    """An OLE file whose table of sectors is as given."""
    head = struct.pack(
        "<8s16sHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\0" * 16, 0x3E, 3, 0xFFFE, 9, 6,
        0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0,
    )  # fmt: skip
    head += struct.pack("<I", 0) + b"\xff\xff\xff\xff" * 108
    table = struct.pack(f"<{len(fat)}I", *fat) + b"\xff\xff\xff\xff" * (128 - len(fat))
    return head + table + directory + b"\0" * 512 * sectors


def _entry(
    name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF, left: int = 0xFFFFFFFF
) -> bytes:
    letters = (name + "\0").encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16sIQQIQ", letters, len(letters), kind, 1, left, left, child, b"\0" * 16, 0, 0, 0, start, size
    )  # fmt: skip


def ole_chain_loop(large: bool) -> bytes:
    """A stream whose sectors lead back to its first."""
    entries = _entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1) + _entry(
        "Workbook", 2, 2, 2_000_000_000 if large else 50_000_000
    )
    return _ole([0xFFFFFFFD, 0xFFFFFFFE, 3, 2], entries + b"\0" * 256, 2)


def ole_directory_loop(large: bool) -> bytes:
    """Entries that are each other's brothers, in a directory that leads back to itself."""
    del large
    entries = _entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1) + _entry(
        "Workbook", 2, 2, 5000, left=1
    )
    return _ole([0xFFFFFFFD, 1, 0xFFFFFFFE], entries + b"\0" * 256, 2)


def wide_line_in_a_long_text(large: bool) -> bytes:
    """One line of sixteen thousand fields among millions of short ones."""
    rows = 3_000_000 if large else 60_000
    return (
        b"\xe6\x97\xa5\xe6\x9c\x9f,\xe9\x87\x91\xe9\xa2\x9d\n"
        + b"2026-01-05,1\n" * rows
        + b"," * 16_000
        + b"\n"
    )


def quotes_without_end(large: bool) -> bytes:
    return b"Date,Amount\n" + b'2026-01-05,"1\n' * (1_000_000 if large else 2_000)


def empty_fields(large: bool) -> bytes:
    return b"Date,Amount\n" + (b"," * 16_000 + b"\n") * (3_000 if large else 10)


MAKERS: dict[str, Maker] = {
    make.__name__: make
    for make in (
        styles, number_formats, names, sheets, merged, hidden_rows, two_gigabytes, just_under_the_ratio,
        one_text_a_million_times, far_cell, far_cell_in_single_quotes, far_cell_spaced,
        far_row_unnumbered, wide_and_high, many_wide_sheets, dimension_that_lies, entities, half_tags,
        deep, spaces_for_an_amount, mixed_cells, wide_without_headings, ods_of_billions, ole_chain_loop,
        ole_directory_loop, wide_line_in_a_long_text, quotes_without_end, empty_fields,
    )
}  # fmt: skip
_READ = """
import json, resource, sys, time
import tieout
from tieout.errors import TieoutError
from tieout.ledger import workbook_process
for file in sys.argv[1:]:
    start = time.monotonic()
    try:
        ledger = tieout.read(file)
        said = f"{len(ledger)} entries, {len(ledger.problems)} problems"
    except TieoutError as refused:
        said = refused.key
        assert refused.message("en") and refused.message("zh")
    seconds = time.monotonic() - start
    workbook_process.forget()
    own, other = (resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps([file, said, seconds, own, other]), flush=True)
"""


def costs(files: list[Path]) -> list[tuple[str, str, float, int, int]]:
    """Of each file what was said, its seconds, and the most megabytes so far of reader and worker."""
    done = subprocess.run(
        [sys.executable, "-c", _READ, *map(str, files)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return [tuple(json.loads(line)) for line in done.stdout.splitlines()]


def made(folder: Path, name: str, *, large: bool) -> Path:
    """One of the files, in a folder."""
    file = folder / f"{name}.bin"
    file.write_bytes(MAKERS[name](large))
    return file


def main() -> None:
    """Read the large file of each kind, by itself."""
    for name in sys.argv[1:] or MAKERS:
        with tempfile.TemporaryDirectory() as folder:
            start = monotonic()
            file = made(Path(folder), name, large=True)
            size, took = file.stat().st_size / 1e6, monotonic() - start
            ((_, said, seconds, own, other),) = costs([file])
            print(
                f"{name:<28} {size:8.2f} MB  {seconds:6.2f} s  reader {own:5} MB  worker {other:5} MB  {said}  (made in {took:.0f} s)",
                flush=True,
            )


if __name__ == "__main__":
    main()
