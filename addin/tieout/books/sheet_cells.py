"""What stands in the cells of a workbook of ours that comes back: the first sheet that is not hidden."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import python_calamine
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from tieout.errors import TieoutError

BYTES_MAX = 50_000_000


def read_cells(file: Path) -> tuple[str, list[list[object]]]:
    """The sheet's name and its rows; the first row is row 1 of the sheet."""
    if not file.is_file():
        raise TieoutError("read.no_file", file=file)
    if file.stat().st_size > BYTES_MAX:
        raise TieoutError("books.not_our_sheet", file=file.name)
    try:
        book = CalamineWorkbook.from_path(str(file))
        shown = [
            each.name for each in book.sheets_metadata if each.visible == SheetVisibleEnum.Visible
        ]
        rows = book.get_sheet_by_name(shown[0]).to_python(skip_empty_area=False)
    except (CalamineError, python_calamine.ZipError, OSError, IndexError):
        raise TieoutError("books.not_our_sheet", file=file.name) from None
    return shown[0], [list(row) for row in rows]


def headings_of(first: Sequence[object], names: Mapping[str, str]) -> dict[str, int]:
    """In which column each name stands, by its heading; a star marks what must be filled."""
    found: dict[str, int] = {}
    for column, cell in enumerate(first):
        name = names.get(str(cell or "").replace("*", "").strip())
        if name is not None:
            found.setdefault(name, column)
    return found
