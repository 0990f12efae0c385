"""What is a workbook file when it is opened: its cells, and every part of it as it was."""

import warnings
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from tieout.errors import TieoutError

_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0"
_EXPANDED_MAX = 2 * 2**30


class Opened:
    """A workbook, the bytes it came from, and what its formulas gave."""

    def __init__(self, workbook: Any, content: bytes = b"", source: Path | None = None) -> None:
        self.workbook = workbook
        self.content = content
        self.source = source
        self.original_sheets = list(workbook.worksheets) if content else []
        self._cached: dict[Any, Any] | None = None if content else {}

    def cached(self) -> dict[Any, Any]:
        """The results of formulas by cell, read when they are first asked for."""
        if self._cached is None:
            self._cached = _results(self.content, self.original_sheets)
        return self._cached


def new_workbook() -> Opened:
    """An empty workbook with one sheet, as Excel makes it."""
    workbook = Workbook()
    workbook.worksheets[0].title = "Sheet1"
    return Opened(workbook)


def open_workbook(path: Path) -> Opened:
    """The workbook of a file; one that is none is refused with a sentence."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise TieoutError(
            "engine.unreadable", file=path.name, why=error.strerror or error
        ) from error
    if content[:4] == _OLE:
        raise TieoutError("engine.old_or_locked", file=path.name)
    if content[:2] != _ZIP:
        raise TieoutError("engine.no_workbook", file=path.name)
    try:
        with ZipFile(BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _EXPANDED_MAX:
                raise TieoutError("engine.too_large", file=path.name, limit=_EXPANDED_MAX >> 20)
            macros = any(name.endswith("vbaProject.bin") for name in archive.namelist())
        with warnings.catch_warnings():
            # What openpyxl does not understand is looked for before saving, part by part.
            warnings.simplefilter("ignore")
            workbook = load_workbook(BytesIO(content), keep_vba=macros, rich_text=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, SyntaxError, OSError) as error:
        raise TieoutError("engine.damaged", file=path.name, why=error) from error
    return Opened(workbook, content, path)


def _results(content: bytes, sheets: list[Any]) -> dict[Any, Any]:
    formulas = {
        index: {
            (cell.row, cell.column): cell for cell in sheet._cells.values() if cell.data_type == "f"
        }
        for index, sheet in enumerate(sheets)
    }
    if not any(formulas.values()):
        return {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        calculated = load_workbook(BytesIO(content), data_only=True, read_only=True)
    found = {}
    for index, view in enumerate(calculated.worksheets):
        cells = formulas.get(index)
        if not cells:
            continue
        for row in view.iter_rows():
            for cell in row:
                at = (getattr(cell, "row", 0), getattr(cell, "column", 0))
                if cell.value is not None and at in cells:
                    found[cells[at]] = cell.value
    calculated.close()
    return found
