"""Which notes hang on the cells of a sheet in LibreOffice."""

from typing import Any

from tieout.engines.shared.unsupported import Speaking


class Note(Speaking):
    """The note of a cell."""

    __slots__ = ("cell", "sheet")
    ENGINE = "calc"

    def __init__(self, sheet: Any, cell: Any) -> None:
        self.sheet = sheet
        self.cell = cell

    @property
    def api(self) -> Any:
        """The note as LibreOffice holds it."""
        return self.cell.getAnnotation()

    @property
    def text(self) -> str:
        """What it says."""
        return str(self.api.getString())

    @text.setter
    def text(self, value: str) -> None:
        self.delete()
        add_note(self.sheet, self.cell, value)

    @property
    def author(self) -> str:
        """Who wrote it."""
        return str(self.api.getAuthor())

    @property
    def location(self) -> Any:
        """The cell it hangs on."""
        address = self.cell.CellAddress
        return self.sheet.range((address.Row + 1, address.Column + 1))

    def delete(self) -> None:
        """Takes it away."""
        own, notes = self.cell.CellAddress, self.sheet.native.getAnnotations()
        for index in range(notes.getCount()):
            at = notes.getByIndex(index).getPosition()
            if (at.Row, at.Column) == (own.Row, own.Column):
                notes.removeByIndex(index)
                return


def notes_of(sheet: Any) -> list[Note]:
    """All notes of a sheet, in reading order."""
    notes = sheet.native.getAnnotations()
    places = [notes.getByIndex(index).getPosition() for index in range(notes.getCount())]
    ordered = sorted((at.Row, at.Column) for at in places)
    return [Note(sheet, sheet.native.getCellByPosition(column, row)) for row, column in ordered]


def add_note(sheet: Any, cell: Any, text: str) -> Note:
    """Hangs a note on a cell."""
    sheet.native.getAnnotations().insertNew(cell.CellAddress, text)
    return Note(sheet, cell)
