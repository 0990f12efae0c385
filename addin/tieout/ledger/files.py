"""What cells does a file hold: the kind told by its content, never by its name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from tieout.errors import TieoutError
from tieout.ledger.opened_file import OLE, ZIP
from tieout.ledger.sheet_traits import SheetTraits
from tieout.ledger.text_files import refuse_beyond, text_file_cells
from tieout.ledger.workbooks import read_workbook

FOREIGN = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"{\\rtf": "RTF",
    b"GIF8": "GIF",
    b"\x1f\x8b": "GZIP",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7-Zip",
}
_HEAD, _NOTHING = 4096, b"\x00 \r\n\t\xef\xbb\xbf\xff\xfe"
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"mime-version")


@dataclass(frozen=True)
class Sheets:
    """The sheets of a file by name, in order; the one sheet of a text file has no name."""

    file: str
    cells: Mapping[str, pd.DataFrame]
    known_traits: Mapping[str, SheetTraits] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    def traits(self, sheet: str) -> SheetTraits:
        """What a sheet holds besides values."""
        return self.known_traits.get(sheet, SheetTraits())


def read_sheets(path: Path, only: str | None = None) -> Sheets:
    """Every sheet of a workbook, or the one asked for; the table of a text file."""
    head, name = _head(path), path.name
    if head.startswith((OLE, ZIP)):
        book = read_workbook(path, only)
        return Sheets(name, book.cells, book.traits, book.warnings)
    if not (head.strip(_NOTHING) or path.read_bytes().strip(_NOTHING)):
        raise TieoutError("read.empty_file", file=name)
    for magic, kind in FOREIGN.items():
        if head.startswith(magic):
            raise TieoutError("read.not_a_spreadsheet", file=name, kind=kind)
    if head[:300].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_MARKUP):
        raise TieoutError("read.is_a_web_page", file=name)
    return Sheets(name, {"": text_file_cells(path)})


def _head(path: Path) -> bytes:
    try:
        refuse_beyond(path, path.stat().st_size)
        with path.open("rb") as file:
            return file.read(_HEAD)
    except FileNotFoundError:
        raise TieoutError("read.no_file", file=str(path)) from None
    except IsADirectoryError:
        raise TieoutError("read.is_a_folder", file=str(path)) from None
    except PermissionError:
        raise TieoutError("read.not_permitted", file=str(path)) from None
