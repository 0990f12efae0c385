"""Which rows and columns of an xlsx are hidden, which formulas were never calculated, which cells are percentages."""

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import islice
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse

from tieout.ledger.opened_file import BROKEN
from tieout.ledger.sheet_extent import Extent, column_number
from tieout.ledger.sheet_traits import SheetTraits

CELLS_NAMED_MAX = 1000
MERGED_MAX = 100_000
"""Areas that are kept; a row in one beyond has no date, and is named as such."""
COUNTED_FROM = 100_000_000
"""Bytes of a sheet from which its cells are counted; fewer never need more than the usual limits."""
PACKED_BYTES_PER_CELL = 2
"""What a cell takes packed, at least; a cell that takes less repeats the one before, as bombs do."""
_CHUNK = 1 << 22
_FORMAT_LENGTH_MAX = 1000
_STYLES_MAX = 2000
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_HIDDEN_ROW = re.compile(rb'<row\b[^<>]*?\br="(\d+)"[^<>]*?\bhidden="(?:1|true)"')
_HIDDEN_ROW_FIRST = re.compile(rb'<row\b[^<>]*?\bhidden="(?:1|true)"[^<>]*?\br="(\d+)"')
_HIDDEN_COLUMN = re.compile(rb"<col\b[^<>]*>")
_NUMBER = re.compile(rb'\b(min|max|hidden)="(\w+)"')
_NO_VALUE = re.compile(
    rb'<c\b[^<>]*?\br="([A-Z]+)(\d+)"[^<>]*><f\b[^<>]*(?:/>|>[^<]*</f>)(?:<v ?/>|<v></v>)?</c>'
)
_ERROR = re.compile(
    rb'<c\b(?=[^<>]*?\bt="e")[^<>]*?\br="([A-Z]+)(\d+)"[^<>]*>'
    rb"(?:<f\b[^<>]*(?:/>|>[^<]*</f>))?<v>([^<]*)</v>"
)
_MERGED = re.compile(rb'<mergeCell\b[^<>]*?\bref="([A-Z]+)(\d+):([A-Z]+)(?!\2")(\d+)"')
"""Cells merged over several rows; those of one row change nothing that is read."""


def read_traits(data: bytes, only: str | None = None) -> dict[str, SheetTraits]:
    """What the sheets of an xlsx, or one of them, hold besides values; nothing of other files."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if "xl/workbook.xml" not in parts.namelist():
                return {}
            places, epoch_1904 = _sheet_parts(parts)
            percent = _percent_styles(parts)
            wanted = {place for name, place in places.items() if only in (None, name)}
            found = {
                place: _sheet_traits(parts, place, percent, epoch_1904=epoch_1904)
                for place in wanted.intersection(parts.namelist())
            }
            return {name: found[place] for name, place in places.items() if place in found}
    except BROKEN:
        return {}


def _sheet_parts(parts: zipfile.ZipFile) -> tuple[dict[str, str], bool]:
    """The part of each sheet by its name, and whether days are counted from 1904."""
    relations = _elements(parts, "xl/_rels/workbook.xml.rels", "Relationship")
    targets = {each.get("Id"): each.get("Target", "") for each in relations}
    places: dict[str, str] = {}
    epoch = False
    for found in _elements(parts, "xl/workbook.xml", "sheet", "workbookPr"):
        if found.tag.endswith("}workbookPr"):
            epoch = found.get("date1904") in ("1", "true")
            continue
        target = targets.get(found.get(_RELATION), "")
        places[found.get("name", "")] = target[1:] if target.startswith("/") else f"xl/{target}"
    return places, epoch


def _percent_styles(parts: zipfile.ZipFile) -> frozenset[bytes]:
    """The styles of cells that show a number as a percentage; none where the styles cannot be read."""
    try:
        return _styles_of_percent(parts) if "xl/styles.xml" in parts.namelist() else frozenset()
    except BROKEN:
        return frozenset()


def _styles_of_percent(parts: zipfile.ZipFile) -> frozenset[bytes]:
    formats = {"9", "10"} | {
        each.get("numFmtId", "")
        for each in _elements(parts, "xl/styles.xml", "numFmt")
        if "%" in re.sub(r'"[^"]*"|\\.', "", each.get("formatCode", "")[:_FORMAT_LENGTH_MAX])
    }
    styles = (
        each.get("numFmtId") for each in _elements(parts, "xl/styles.xml", "xf", of="cellXfs")
    )
    shown = [place for place, style in enumerate(styles) if style in formats]
    return frozenset(str(place).encode() for place in shown[:_STYLES_MAX])


def _elements(parts: zipfile.ZipFile, part: str, *names: str, of: str = "") -> Iterator[Element]:
    """The elements of some names, of one parent where it is named; none of them is kept."""
    inside = not of
    with parts.open(part) as stream:
        for event, element in iterparse(stream, events=("start", "end")):
            name = element.tag.rpartition("}")[2]
            if of and name == of:
                inside = event == "start"
            if event == "end":
                if inside and name in names:
                    yield element
                element.clear()


def _sheet_traits(
    parts: zipfile.ZipFile, part: str, percent: frozenset[bytes], *, epoch_1904: bool
) -> SheetTraits:
    hidden: list[int] = []
    columns: list[int] = []
    empty: list[tuple[int, int]] = []
    percents: list[tuple[int, int]] = []
    merged: list[tuple[int, int, int, int]] = []
    errors: list[tuple[int, int, str]] = []
    shown = re.compile(
        rb'<c\b[^<>]*?\br="([A-Z]+)(\d+)"[^<>]*?\bs="(?:'
        + b"|".join(sorted(percent))
        + rb')"[^<>]*?(?<!/)>'
    )
    extent, filled = Extent(), 0
    size = parts.getinfo(part)
    counted = size.file_size > COUNTED_FROM
    for xml in _pieces(parts, part):
        extent.see(xml)
        if counted:
            filled += xml.count(b"</c>")
        if _holds(xml, b"d", b"hidden="):
            hidden += [int(line) for line in _HIDDEN_ROW.findall(xml)]
            hidden += [int(line) for line in _HIDDEN_ROW_FIRST.findall(xml)]
            columns += _hidden_columns(xml)
        if len(empty) < CELLS_NAMED_MAX and _holds(xml, b"f", b"<f"):
            empty += [(int(n), column_number(c)) for c, n in _NO_VALUE.findall(xml)]
        if percent and len(percents) < CELLS_NAMED_MAX:
            percents += [(int(n), column_number(c)) for c, n in shown.findall(xml)]
        if _holds(xml, b"#", b't="e"'):
            errors += [(int(n), column_number(c), e.decode()) for c, n, e in _ERROR.findall(xml)]
        if _holds(xml, b"m", b"<mergeCell "):
            merged += islice(_merged(xml), MERGED_MAX - len(merged))
    return SheetTraits(
        tuple(sorted(set(hidden))), tuple(sorted(set(columns))), tuple(empty), tuple(percents),
        tuple(merged), tuple(errors), epoch_1904, extent.too_far,
        filled=min(filled, size.compress_size // PACKED_BYTES_PER_CELL),
    )  # fmt: skip


def _holds(xml: bytes, letter: bytes, mark: bytes) -> bool:
    """Whether a mark stands somewhere; a letter of it that is rare is looked for ten times as fast.

    An error without # is none that the library knows.
    """
    return letter in xml and mark in xml


def _merged(xml: bytes) -> Iterator[tuple[int, int, int, int]]:
    for found in _MERGED.finditer(xml):
        left, first, right, last = found.groups()
        yield int(first), column_number(left), int(last), column_number(right)


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
