"""Which notes hang on the cells of an openpyxl sheet."""

from typing import Any

from openpyxl.comments import Comment

from tieout.engines.shared.unsupported import Speaking


class Note(Speaking):
    """The note of a cell."""

    __slots__ = ("cell", "sheet")
    ENGINE = "headless"

    def __init__(self, sheet: Any, cell: Any) -> None:
        self.sheet = sheet
        self.cell = cell

    @property
    def api(self) -> Any:
        """The note as openpyxl holds it."""
        return self.cell._comment

    @property
    def text(self) -> str:
        """What it says."""
        return str(self.cell._comment.text)

    @text.setter
    def text(self, value: str) -> None:
        old = self.cell._comment
        self.cell.comment = Comment(value, old.author, old.height, old.width)
        self.sheet.touched("notes")

    @property
    def author(self) -> str:
        """Who wrote it."""
        return str(self.cell._comment.author or "")

    @property
    def location(self) -> Any:
        """The cell it hangs on."""
        return self.sheet.range((self.cell.row, self.cell.column))

    def delete(self) -> None:
        """Takes it away."""
        self.cell.comment = None
        self.sheet.touched("notes")


def notes_of(sheet: Any) -> list[Note]:
    """All notes of a sheet, in reading order."""
    cells = [cell for cell in sheet.native._cells.values() if cell._comment is not None]
    return [Note(sheet, cell) for cell in sorted(cells, key=lambda cell: (cell.row, cell.column))]


def add_note(sheet: Any, cell: Any, text: str, author: str = "Tieout") -> Note:
    """Hangs a note on a cell, in a box that shows it all."""
    lines = text.count("\n") + 1 + len(text) // 24
    cell.comment = Comment(text, author, height=max(60, 18 * lines), width=190)
    sheet.touched("notes")
    return Note(sheet, cell)
