"""What bytes is a binary workbook (.xlsb) of one sheet made of, as [MS-XLSB] describes it; no program here writes any."""

import io
import struct
import zipfile

CODES = {"#REF!": 23, "#N/A": 42}
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def xlsb(rows) -> bytes:
    """A binary workbook with these rows."""
    cells = b"".join(row_of(line, row) for line, row in enumerate(rows))
    extent = struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
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
