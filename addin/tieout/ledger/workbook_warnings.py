"""What does a workbook bring along that is never run and never followed: macros, links, connections."""

import io
import re
import struct
import zipfile
from collections.abc import Iterator

from tieout.ledger.opened_file import BROKEN, OLE

_IN_PARTS = {
    "has_macros": re.compile(r"vbaProject\.bin$|/macrosheets/|^Basic/|^Scripts/"),
    "external_links": re.compile(r"/externalLinks/[^/]+\.(xml|bin)$"),
    "data_connections": re.compile(r"^xl/connections\.(xml|bin)$"),
    "embedded_objects": re.compile(r"/embeddings/.|^Object \d+/|^ObjectReplacements/."),
}
_ODS_LINK = re.compile(rb"<table:(?:table-source|cell-range-source|dde-links)\b|'file:///[^']*'#")
_CHUNK = 1 << 22
_OVERLAP = 64
_SUPBOOK, _END_OF_GLOBALS = 0x01AE, 0x000A
_OWN_SHEETS, _ADD_IN = 0x0401, 0x3A01


def read_warnings(data: bytes) -> list[str]:
    """The codes of what a workbook brings along, each a text `problem.<code>`."""
    if data.startswith(OLE):
        return list(_of_old_workbook(data))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            return list(_of_parts(parts))
    except BROKEN:
        return []


def _of_parts(parts: zipfile.ZipFile) -> Iterator[str]:
    names = parts.namelist()
    linked = "content.xml" in names and _has(parts, "content.xml", _ODS_LINK)
    for code, pattern in _IN_PARTS.items():
        if any(map(pattern.search, names)) or (code == "external_links" and linked):
            yield code


def _has(parts: zipfile.ZipFile, name: str, pattern: re.Pattern[bytes]) -> bool:
    with parts.open(name) as stream:
        tail = b""
        while piece := stream.read(_CHUNK):
            if pattern.search(tail + piece):
                return True
            tail = piece[-_OVERLAP:]
    return False


def _of_old_workbook(data: bytes) -> Iterator[str]:
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            storages = {path[0] for path in ole.listdir(streams=True, storages=True)}
            if storages & {"_VBA_PROJECT_CUR", "VBA", "Macros"}:
                yield "has_macros"
            stream = next((name for name in ("Workbook", "Book") if ole.exists(name)), "")
            if stream and _links_outside(ole.openstream(stream).read()):
                yield "external_links"
            if any(name.startswith("MBD") for name in storages):
                yield "embedded_objects"
    except MemoryError:
        raise
    except Exception:
        return


def _links_outside(book: bytes) -> bool:
    """Whether a supporting workbook is another file, told by its record among the globals."""
    place = 0
    while place + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, place)
        if kind == _END_OF_GLOBALS:
            return False
        if kind == _SUPBOOK and length >= 4:
            (letters,) = struct.unpack_from("<H", book, place + 6)
            if letters not in (_OWN_SHEETS, _ADD_IN):
                return True
        place += 4 + length
    return False
