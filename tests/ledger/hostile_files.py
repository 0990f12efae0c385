"""What do files made to harm cost: `python -m tests.ledger.hostile_files` reads each and prints time and memory.

Each is made in two sizes; the large one is what somebody would send who means it. Time is that of the processor,
of the reader and of the processes it starts.
"""

import gzip
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
from tests.ledger.binary_workbook import record, xlsb

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
    rows = 3_600 if large else 8
    return _far(b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (rows, rows))


def many_wide_sheets(large: bool) -> bytes:
    """Each sheet within the limit, all of them together far beyond."""
    rows, count = (3_000, 40) if large else (8, 2)
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
    columns, rows = (1000, 26_000) if large else (60, 100)
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
    row = b'<c t="str"><v>x y</v></c>' * (16_000 if large else 150)
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
    return b"Date,Amount\n" + (b"," * 16_000 + b"\n") * (3_000 if large else 3)


def one_line_of_text(large: bool) -> bytes:
    """A text without an end of a line."""
    return b"Date,Amount," + b"2026-01-05,1," * (15_000_000 if large else 700_000)


def a_hundred_thousand_columns(large: bool) -> bytes:
    row = b"1," * 100_000 + b"\n"
    return b"Date,Amount," + b"x," * 100_000 + b"\n" + row * (500 if large else 3)


def nothing_but_commas(large: bool) -> bytes:
    """As many fields as letters."""
    return b"Date,Amount\n" + (b"," * 900 + b"\n") * (200_000 if large else 100)


def uneven_lines(large: bool) -> bytes:
    """Lines of any width, which no parser takes in blocks."""
    lines = b"".join(b"2026-01-05,1" + b",x" * (n % 90) + b"\n" for n in range(1000))
    return b"Date,Amount\n" + lines * (1_500 if large else 5)


def odd_letters_in_gb18030(large: bool) -> bytes:
    """A text of letters that each take as much as an encoding knows."""
    row = "2026-01-05,1,\U0001f600\U0001f601\n".encode("gb18030")
    return "日期,金额,摘要\n".encode("gb18030") + row * (8_000_000 if large else 20_000)


def conditional_formats(large: bool) -> bytes:
    rule = b'<conditionalFormatting sqref="A%d"><cfRule type="expression" dxfId="0" priority="%d"><formula>A%d&gt;0</formula></cfRule></conditionalFormatting>'
    made = b"".join(rule % (n, n, n) for n in range(1, 1_000_000 if large else 5_000))
    return changed(SHEET, _before(b"<pageMargins", made))


def validations(large: bool) -> bytes:
    rule = b'<dataValidation type="list" sqref="A%d"><formula1>"a,b"</formula1></dataValidation>'
    made = b"".join(rule % n for n in range(1, 1_000_000 if large else 5_000))
    return changed(
        SHEET, _before(b"<pageMargins", b"<dataValidations>" + made + b"</dataValidations>")
    )


def links_and_macros(large: bool) -> bytes:
    """Other files to open, code to run, an object inside, each of them large."""
    noise = Random(3).randbytes(20_000_000 if large else 200_000)
    link = b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    return changed(
        SHEET,
        lambda xml: xml,
        {
            "xl/externalLinks/externalLink1.xml": link,
            "xl/vbaProject.bin": noise,
            "xl/embeddings/oleObject1.bin": noise,
        },
    )


def strings_that_lie(large: bool) -> bytes:
    """A table of texts that says it has four billion, and cells that point behind its end."""
    cells = b'<c t="s"><v>4294967295</v></c>' * 20
    rows = b"".join(
        b'<row r="%d">%s</row>' % (n, cells) for n in range(4, 20_000 if large else 200)
    )
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    lie = b'<sst xmlns="%s" count="4294967295" uniqueCount="4294967295"><si><t>a</t></si></sst>'
    return changed(SHEET, _before(b"</sheetData>", rows), {STRINGS: lie % space})


def names_that_climb(large: bool) -> bytes:
    """Parts that would be written outside a folder, many of them."""
    count = 50_000 if large else 300
    more = {f"../../../../tmp/evil{n}.txt": b"x" for n in range(count)}
    return changed(SHEET, lambda xml: xml, more | {"/etc/evil": b"x", "C:\\evil.exe": b"x"})


def workbooks_in_a_workbook(large: bool) -> bytes:
    """A workbook that holds a workbook that holds a workbook."""
    inner = two_gigabytes(large=False)
    for _ in range(30 if large else 3):
        inner = changed(SHEET, lambda xml: xml, {"xl/embeddings/inner.xlsx": inner})
    return inner


def packed_twice(large: bool) -> bytes:
    return gzip.compress(gzip.compress(b"Date,Amount\n" * (30_000_000 if large else 100_000)))


def xlsb_of_a_far_cell(large: bool) -> bytes:
    """A binary sheet with a cell in its last corner."""
    del large
    book = xlsb(TABLE)
    with zipfile.ZipFile(io.BytesIO(book)) as before:
        parts = {name: before.read(name) for name in before.namelist()}
    row = record(0, struct.pack("<IIHBBBI", 1_048_575, 0, 300, 0, 0, 0, 0))
    far = row + record(5, struct.pack("<IId", 16_383, 0, 1.0))
    sheet = "xl/worksheets/sheet1.bin"
    parts[sheet] = parts[sheet].replace(record(146), far + record(146))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as after:
        for name, content in parts.items():
            after.writestr(name, content)
    return made.getvalue()


def xlsb_full_of_cells(large: bool) -> bytes:
    return xlsb([*TABLE, *([["2026-01-05", "A", 1.0] * 100] * (20_000 if large else 100))])


def ods_of_repeated_columns(large: bool) -> bytes:
    """Rows that each say once what stands in sixteen thousand columns."""
    cell = '<table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>x</text:p></table:table-cell>'
    return ods(*([cell] * (60_000 if large else 20)))


def camt_of_entities(large: bool) -> bytes:
    depth = 30 if large else 12
    made = b"".join(b'<!ENTITY e%d "&e%d;&e%d;">' % (n + 1, n, n) for n in range(depth))
    head = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "aaaaaaaaaa">' + made + b"]>"
    space = b"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"
    return head + b'<Document xmlns="%s"><BkToCstmrStmt>&e%d;</BkToCstmrStmt></Document>' % (
        space,
        depth,
    )


def camt_without_a_bottom(large: bool) -> bytes:
    """Elements in elements."""
    count = 3_000_000 if large else 100_000
    space = b"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"
    return (
        b'<?xml version="1.0"?><Document xmlns="%s"><BkToCstmrStmt><Stmt>' % space
        + b"<Ntry>" * count
    )


def mt940_of_one_field(large: bool) -> bytes:
    return b":20:A\r\n:25:B\r\n:28C:1\r\n:60F:C260101EUR1,00\r\n:86:" + b"x" * (
        95_000_000 if large else 200_000
    )


def mt940_of_entries(large: bool) -> bytes:
    entry = b":61:2601050105C1,00NTRFREF//BANK\r\n:86:?20a?21b\r\n"
    head = b":20:A\r\n:25:B\r\n:28C:1\r\n:60F:C260101EUR1,00\r\n"
    return head + entry * (1_500_000 if large else 1_000) + b":62F:C260131EUR1,00\r\n-\r\n"


def ofx_without_a_bottom(large: bool) -> bytes:
    count = 5_000_000 if large else 15_000
    return b"OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\n\r\n<OFX>" + b"<STMTTRN>" * count


def qif_of_one_entry(large: bool) -> bytes:
    return b"!Type:Bank\nD01/05/2026\nT1.00\n" + b"SFood\n$1.00\n" * (
        7_000_000 if large else 15_000
    )


def encrypted_by_nobody(large: bool) -> bytes:
    """What says that it is encrypted, with noise for a key."""
    entries = _entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)
    entries += _entry("EncryptedPackage", 2, 2, 5_000, left=2) + _entry("EncryptionInfo", 2, 3, 600)
    del large
    return _ole([0xFFFFFFFD, 0xFFFFFFFE, 3, 2], entries + b"\0" * 128, 4)


MAKERS: dict[str, Maker] = {
    make.__name__: make
    for make in (
        styles, number_formats, names, sheets, merged, hidden_rows, two_gigabytes, just_under_the_ratio,
        one_text_a_million_times, far_cell, far_cell_in_single_quotes, far_cell_spaced,
        far_row_unnumbered, wide_and_high, many_wide_sheets, dimension_that_lies, entities, half_tags,
        deep, spaces_for_an_amount, mixed_cells, wide_without_headings, ods_of_billions, ole_chain_loop,
        ole_directory_loop, wide_line_in_a_long_text, quotes_without_end, empty_fields,
        one_line_of_text, a_hundred_thousand_columns, nothing_but_commas, uneven_lines,
        odd_letters_in_gb18030, conditional_formats, validations, links_and_macros, strings_that_lie,
        names_that_climb, workbooks_in_a_workbook, packed_twice, xlsb_of_a_far_cell,
        xlsb_full_of_cells, ods_of_repeated_columns, camt_of_entities, camt_without_a_bottom,
        mt940_of_one_field, mt940_of_entries, ofx_without_a_bottom, qif_of_one_entry,
        encrypted_by_nobody,
    )
}  # fmt: skip
_READ = """
import json, os, resource, sys
import tieout
from tieout.errors import TieoutError
from tieout.ledger import workbook_process
for file in sys.argv[1:]:
    start = sum(os.times()[:4])
    try:
        ledger = tieout.read(file)
        said = f"{len(ledger)} entries, {len(ledger.problems)} problems"
    except TieoutError as refused:
        said = refused.key
        assert refused.message("en") and refused.message("zh")
    workbook_process.forget()
    seconds = sum(os.times()[:4]) - start
    # getrusage tells of this process also what the one before it took, which made the file.
    told = open("/proc/self/status").read().split()
    own = int(told[told.index("VmHWM:") + 1]) // 1024
    other = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(json.dumps([file, said, seconds, own, other]), flush=True)
"""


def costs(files: list[Path]) -> list[tuple[str, str, float, int, int]]:
    """Of each file what was said, its processor seconds, and the most megabytes so far of reader and worker."""
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
