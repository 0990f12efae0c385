"""Which cells of an xls, xlsb or ods show an error such as #REF!; the library takes them for empty.

Sources: [MS-XLS] 2.4.24 BoolErr and 2.4.127 Formula, [MS-XLSB] 2.4.311 BrtCellError and 2.4.673
BrtFmlaError, ODF 1.3 part 3 section 9.1; LibreOffice marks errors by calcext:value-type.
"""

import io
import struct
import zipfile
from collections.abc import Iterator
from typing import IO

import olefile
from defusedxml.ElementTree import iterparse

from tieout.ledger.opened_file import BROKEN
from tieout.ledger.sheet_traits import SheetTraits

ErrorCell = tuple[int, int, str]
_NAMES = {
    0: "#NULL!",
    7: "#DIV/0!",
    15: "#VALUE!",
    23: "#REF!",
    29: "#NAME?",
    36: "#NUM!",
    42: "#N/A",
}
_BOUND_SHEET, _FORMULA, _BOOL_ERR, _END = 0x85, 0x06, 0x205, 0x0A
_BUNDLE_SHEET, _ROW, _CELL_ERROR, _FORMULA_ERROR = 156, 0, 3, 11
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TYPE = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_ROWS_REPEATED_MAX, _CELLS_REPEATED_MAX = 10_000, 16_384


def error_traits(data: bytes) -> dict[str, SheetTraits]:
    """The sheets that have such cells; nothing of a file that is none of the three, or is broken."""
    try:
        found = _in_xls(data) if data.startswith(b"\xd0\xcf") else _in_package(data)
    except BROKEN:
        return {}
    return {name: SheetTraits(errors=tuple(cells)) for name, cells in found.items() if cells}


def _in_package(data: bytes) -> dict[str, list[ErrorCell]]:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        if "content.xml" in parts.namelist():
            with parts.open("content.xml") as content:
                return _in_ods(content)
        if "xl/workbook.bin" in parts.namelist():
            return _in_xlsb(parts)
    return {}


def _in_xls(data: bytes) -> dict[str, list[ErrorCell]]:
    with olefile.OleFileIO(data) as ole:
        book = ole.openstream("Workbook").read()
    places = [_bound_sheet(body) for kind, body in _records(book, 0) if kind == _BOUND_SHEET]
    return {name: list(_xls_errors(book, start)) for start, name in places}


def _records(book: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """The records of one substream."""
    while place + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, place)
        yield kind, book[place + 4 : place + 4 + size]
        if kind == _END:
            return
        place += 4 + size


def _bound_sheet(body: bytes) -> tuple[int, str]:
    """Where a sheet begins, and its name."""
    letters = body[8:]
    return struct.unpack_from("<I", body)[0], letters.decode("utf-16-le" if body[7] else "latin-1")


def _xls_errors(book: bytes, start: int) -> Iterator[ErrorCell]:
    for kind, body in _records(book, start):
        if kind == _BOOL_ERR and body[7]:
            code = body[6]
        elif kind == _FORMULA and body[6] == 2 and body[12:14] == b"\xff\xff":
            code = body[8]
        else:
            continue
        row, column = struct.unpack_from("<HH", body)
        yield row + 1, column + 1, _NAMES.get(code, "#N/A")


def _in_xlsb(parts: zipfile.ZipFile) -> dict[str, list[ErrorCell]]:
    relations = {
        each.get("Id"): each.get("Target", "")
        for _, each in iterparse(parts.open("xl/_rels/workbook.bin.rels"))
    }
    with parts.open("xl/workbook.bin") as book:
        sheets = [_bundle_sheet(body) for kind, body in _binary(book) if kind == _BUNDLE_SHEET]
    found: dict[str, list[ErrorCell]] = {}
    for relation, name in sheets:
        with parts.open(f"xl/{relations[relation].removeprefix('/xl/')}") as sheet:
            found[name] = list(_xlsb_errors(sheet))
    return found


def _binary(part: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """The records of a part: kind and size in seven bits a byte."""
    while (kind := _number(part, 2)) is not None:
        size = _number(part, 4)
        if size is None:
            return  # the part was cut off
        yield kind, part.read(size)


def _number(part: IO[bytes], bytes_max: int) -> int | None:
    value = 0
    for place in range(bytes_max):
        byte = part.read(1)
        if not byte:
            return None if place == 0 else value
        # The second byte of a kind keeps its own high bit out of the sum as well.
        value |= (byte[0] & 0x7F) << (7 * place)
        if byte[0] < 0x80:
            break
    return value


def _bundle_sheet(body: bytes) -> tuple[str, str]:
    """The relation and the name of a sheet."""
    texts: list[str] = []
    place = 8
    for _ in range(2):
        (length,) = struct.unpack_from("<I", body, place)
        texts.append(body[place + 4 : place + 4 + 2 * length].decode("utf-16-le"))
        place += 4 + 2 * length
    return texts[0], texts[1]


def _xlsb_errors(sheet: IO[bytes]) -> Iterator[ErrorCell]:
    row = 0
    for kind, body in _binary(sheet):
        if kind == _ROW:
            (row,) = struct.unpack_from("<I", body)
        elif kind in (_CELL_ERROR, _FORMULA_ERROR):
            (column,) = struct.unpack_from("<I", body)
            yield row + 1, column + 1, _NAMES.get(body[8], "#N/A")


def _in_ods(content: IO[bytes]) -> dict[str, list[ErrorCell]]:
    found: dict[str, list[ErrorCell]] = {}
    name, row, column = "", 0, 0
    errors: list[tuple[int, int, str]] = []
    for event, element in iterparse(content, events=("start", "end")):
        kind = element.tag.removeprefix(_TABLE)
        if event == "start":
            if kind == "table":
                name, row = element.get(f"{_TABLE}name", ""), 0
            elif kind == "table-row":
                column, errors = 0, []
        elif kind in ("table-cell", "covered-table-cell"):
            many = int(element.get(f"{_TABLE}number-columns-repeated", "1"))
            if element.get(_TYPE) == "error":
                said = "".join(element.itertext()).strip()
                errors += [(0, column + n + 1, said) for n in range(min(many, _CELLS_REPEATED_MAX))]
            column += many
            element.clear()
        elif kind == "table-row":
            many = int(element.get(f"{_TABLE}number-rows-repeated", "1"))
            found.setdefault(name, []).extend(
                (row + n + 1, at, said)
                for n in range(min(many, _ROWS_REPEATED_MAX))
                for _, at, said in errors
            )
            row += many
            element.clear()
    return found
