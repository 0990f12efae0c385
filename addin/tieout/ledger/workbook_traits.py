"""Which rows and columns of an xlsx are hidden, which formulas were never calculated, which cells are percentages."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from tieout.ledger.sheet_extent import Extent, column_number
from tieout.ledger.sheet_traits import SheetTraits

CELLS_NAMED_MAX = 1000
_CHUNK = 1 << 22
_SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_HIDDEN_ROW = re.compile(rb'<row\b[^>]*?\br="(\d+)"[^>]*?\bhidden="(?:1|true)"')
_HIDDEN_ROW_FIRST = re.compile(rb'<row\b[^>]*?\bhidden="(?:1|true)"[^>]*?\br="(\d+)"')
_HIDDEN_COLUMN = re.compile(rb"<col\b[^>]*>")
_NUMBER = re.compile(rb'\b(min|max|hidden)="(\w+)"')
_NO_VALUE = re.compile(
    rb'<c\b[^>]*?\br="([A-Z]+)(\d+)"[^>]*><f\b[^>]*(?:/>|>[^<]*</f>)(?:<v ?/>|<v></v>)?</c>'
)
_MERGED = re.compile(rb'<mergeCell\b[^>]*?\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')


def read_traits(data: bytes) -> dict[str, SheetTraits]:
    """What the sheets of an xlsx hold besides values; nothing where the file is of another kind."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if "xl/workbook.xml" not in parts.namelist():
                return {}
            places, epoch_1904 = _sheet_parts(parts)
            percent = _percent_styles(parts)
            return {
                name: _sheet_traits(parts, places[name], percent, epoch_1904=epoch_1904)
                for name in places
                if places.get(name) in parts.namelist()
            }
    except (
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        ParseError,
        DefusedXmlException,
        ValueError,
        EOFError,
        NotImplementedError,
        RuntimeError,
    ):
        return {}


def _sheet_parts(parts: zipfile.ZipFile) -> tuple[dict[str, str], bool]:
    """The part of each sheet by its name, and whether days are counted from 1904."""
    book = fromstring(parts.read("xl/workbook.xml"))
    relations = fromstring(parts.read("xl/_rels/workbook.xml.rels"))
    targets = {each.get("Id"): each.get("Target", "") for each in relations}
    places = {}
    for sheet in book.iter(f"{_SPREADSHEET}sheet"):
        target = targets.get(sheet.get(_RELATION), "")
        places[sheet.get("name", "")] = target[1:] if target.startswith("/") else f"xl/{target}"
    properties = book.find(f"{_SPREADSHEET}workbookPr")
    epoch = properties is not None and properties.get("date1904") in ("1", "true")
    return places, epoch


def _percent_styles(parts: zipfile.ZipFile) -> frozenset[bytes]:
    """The styles of cells that show a number as a percentage."""
    if "xl/styles.xml" not in parts.namelist():
        return frozenset()
    styles = fromstring(parts.read("xl/styles.xml"))
    formats = {"9", "10"} | {
        each.get("numFmtId", "")
        for each in styles.iter(f"{_SPREADSHEET}numFmt")
        if "%" in re.sub(r'"[^"]*"|\\.', "", each.get("formatCode", ""))
    }
    cells = styles.find(f"{_SPREADSHEET}cellXfs")
    return frozenset(
        str(place).encode()
        for place, style in enumerate(cells if cells is not None else ())
        if style.get("numFmtId") in formats
    )


def _sheet_traits(
    parts: zipfile.ZipFile, part: str, percent: frozenset[bytes], *, epoch_1904: bool
) -> SheetTraits:
    hidden: list[int] = []
    columns: list[int] = []
    empty: list[tuple[int, int]] = []
    percents: list[tuple[int, int]] = []
    merged: list[tuple[int, int, int, int]] = []
    shown = re.compile(
        rb'<c\b[^>]*?\br="([A-Z]+)(\d+)"[^>]*?\bs="(?:'
        + b"|".join(sorted(percent))
        + rb')"[^>]*?(?<!/)>'
    )
    extent = Extent()
    for xml in _pieces(parts, part):
        extent.see(xml)
        if b"hidden=" in xml:
            hidden += [int(line) for line in _HIDDEN_ROW.findall(xml)]
            hidden += [int(line) for line in _HIDDEN_ROW_FIRST.findall(xml)]
            columns += _hidden_columns(xml)
        if b"<f" in xml and len(empty) < CELLS_NAMED_MAX:
            empty += [(int(n), column_number(c)) for c, n in _NO_VALUE.findall(xml)]
        if percent and len(percents) < CELLS_NAMED_MAX:
            percents += [(int(n), column_number(c)) for c, n in shown.findall(xml)]
        if b"<mergeCell " in xml:
            merged += [
                (int(b), column_number(a), int(d), column_number(c))
                for a, b, c, d in _MERGED.findall(xml)
            ]
    return SheetTraits(
        tuple(sorted(set(hidden))), tuple(sorted(set(columns))), tuple(empty), tuple(percents),
        tuple(merged), epoch_1904, extent.too_far,
    )  # fmt: skip


def _hidden_columns(xml: bytes) -> list[int]:
    found: list[int] = []
    for column in _HIDDEN_COLUMN.findall(xml):
        told = dict(_NUMBER.findall(column))
        if told.get(b"hidden") in (b"1", b"true") and b"min" in told:
            found += range(int(told[b"min"]), min(int(told.get(b"max", told[b"min"])), 16_384) + 1)
    return found


def _pieces(parts: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The text of a part in pieces that end between rows."""
    with parts.open(part) as stream:
        rest = b""
        while piece := stream.read(_CHUNK):
            whole, mark, tail = (rest + piece).rpartition(b"</row>")
            if mark:
                yield whole + mark
                rest = tail
            else:
                rest = tail
                if len(rest) > 64 * _CHUNK:
                    yield rest
                    rest = b""
        yield rest
