"""What cells does a file hold: the kind told by its content, never by its name."""

import csv
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import charset_normalizer
import msoffcrypto
import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from tieout.errors import TieoutError

OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
FOREIGN = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"{\\rtf": "RTF",
    b"GIF8": "GIF",
}
UNPACKED_MAX = 2_000_000_000
"""Bytes a workbook may unpack to."""
RATIO_MAX = 200
"""How many times its size a part of a workbook may unpack to, beyond the first megabytes."""
_ENCODINGS = ("gb18030", "big5", "cp1252")


@dataclass(frozen=True)
class Sheets:
    """The sheets of a file by name, in order; the one sheet of a text file has no name."""

    file: str
    cells: Mapping[str, pd.DataFrame]


def read_sheets(path: Path, only: str | None = None) -> Sheets:
    """Every sheet of a workbook, or the one asked for; the table of a text file."""
    data = _bytes(path)
    name = path.name
    if not data.strip(b"\x00 \r\n\t"):
        raise TieoutError("read.empty_file", file=name)
    if data.startswith(OLE):
        return _workbook(name, _opened_ole(name, data), only)
    if data.startswith(ZIP):
        _refuse_bombs(name, data)
        return _workbook(name, data, only)
    for magic, kind in FOREIGN.items():
        if data.startswith(magic):
            raise TieoutError("read.not_a_spreadsheet", file=name, kind=kind)
    return Sheets(name, {"": _table(name, data)})


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise TieoutError("read.no_file", file=str(path)) from None
    except IsADirectoryError:
        raise TieoutError("read.is_a_folder", file=str(path)) from None
    except PermissionError:
        raise TieoutError("read.not_permitted", file=str(path)) from None


def _opened_ole(name: str, data: bytes) -> bytes:
    """An old workbook as it is; an encrypted new one is refused."""
    try:
        if msoffcrypto.OfficeFile(io.BytesIO(data)).is_encrypted():
            raise TieoutError("read.encrypted", file=name)
    except TieoutError:
        raise
    except Exception:  # the library raises of its own on anything that is no Office file
        raise TieoutError("read.not_a_spreadsheet", file=name, kind="OLE") from None
    return data


def _refuse_bombs(name: str, data: bytes) -> None:
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except zipfile.BadZipFile:
        raise TieoutError("read.damaged", file=name) from None
    size = sum(part.file_size for part in parts)
    swollen = any(
        part.file_size > 50_000_000 and part.file_size > RATIO_MAX * max(part.compress_size, 1)
        for part in parts
    )
    if size > UNPACKED_MAX or swollen:
        raise TieoutError("read.too_large", file=name, megabytes=size // 1_000_000)
    if not any(
        part.filename.endswith(("workbook.xml", "workbook.bin", "content.xml")) for part in parts
    ):
        raise TieoutError("read.not_a_spreadsheet", file=name, kind="ZIP")


def _workbook(name: str, data: bytes, only: str | None) -> Sheets:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        if only is not None and only not in book.sheet_names:
            raise TieoutError(
                "read.no_sheet", file=name, sheet=only, sheets="、".join(book.sheet_names)
            )
        wanted = [only] if only is not None else book.sheet_names
        return Sheets(name, {sheet: _cells(book, sheet) for sheet in wanted})
    except PasswordError:
        raise TieoutError("read.encrypted", file=name) from None
    except (CalamineError, OSError, ValueError):
        raise TieoutError("read.damaged", file=name) from None


def _cells(book: CalamineWorkbook, sheet: str) -> pd.DataFrame:
    rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    cells = pd.DataFrame(rows, dtype=object)
    return cells.where(cells != "", None)


def _table(name: str, data: bytes) -> pd.DataFrame:
    text = _decoded(name, data)
    separator, text = _separator(text)
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    width = max(map(len, lines), default=0)
    cells = pd.DataFrame([line + [""] * (width - len(line)) for line in lines], dtype=object)
    return cells.where(cells != "", None)


def _decoded(name: str, data: bytes) -> str:
    """UTF-16 by its mark or its zero bytes; else the first encoding that fits to the last byte."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    zeros = data[:2000].count(0)
    if zeros > len(data[:2000]) // 8:
        wide = "utf-16-le" if data[1:2000:2].count(0) >= data[0:2000:2].count(0) else "utf-16-be"
        return _strictly(name, data, wide)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _guessed(name, data)


def _strictly(name: str, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise TieoutError("read.not_a_spreadsheet", file=name, kind="?") from None


def _guessed(name: str, data: bytes) -> str:
    """Chinese and western encodings, told apart by what the text would be."""
    best = charset_normalizer.from_bytes(data[:200_000], cp_isolation=list(_ENCODINGS)).best()
    likely = [best.encoding] if best else []
    for encoding in dict.fromkeys([*likely, *_ENCODINGS]):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise TieoutError("read.not_a_spreadsheet", file=name, kind="?")


def _separator(text: str) -> tuple[str, str]:
    """The separator a `sep=` line names, else the one that splits most lines alike."""
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[4], "\n" + rest
    sample = text[:100_000].splitlines()[:200]
    return max(",;\t|", key=lambda mark: _evenness(sample, mark)), text


def _evenness(lines: list[str], mark: str) -> int:
    """How many lines have the separator as often as most lines that have it."""
    counts = [count for line in lines if (count := line.count(mark))]
    usual = max(set(counts), key=counts.count, default=0)
    return counts.count(usual) * min(usual, 3)
