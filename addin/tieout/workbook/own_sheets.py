"""What in a workbook is ours: known by names that follow renaming and insertion, never guessed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, TypeVar

import pandas as pd
import xlwings as xw

from tieout.errors import TieoutError
from tieout.workbook.report import RESULT_SHEETS
from tieout.workbook.snapshot import read_snapshot

PREFIX = "tieout_"
SIDES = ("ours", "theirs")
UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)
"""What reading raises where somebody has altered the hidden sheet."""
SHOWN_MAX = 60
"""Letters of an altered value that an error repeats."""
Read = TypeVar("Read")


class Note(NamedTuple):
    """A value of the hidden sheet, with its key and the row it begins in."""

    row: int
    key: object
    value: str


@dataclass(frozen=True)
class OwnSheets:
    """Our sheets by what they are, the area of our columns on each ledger, and what fills each sheet."""

    sheets: Mapping[str, xw.Sheet]
    marks: Mapping[str, xw.Range]
    tables: Mapping[str, xw.Range] = field(default_factory=dict)

    @property
    def result_names(self) -> set[str]:
        """The names of our sheets."""
        return {sheet.name for sheet in self.sheets.values()}

    @property
    def nothing(self) -> bool:
        """Whether there is nothing of ours."""
        return not self.sheets and not self.marks

    @property
    def ledger_names(self) -> dict[str, str]:
        """The sheets that have our columns, by side."""
        return {side: area.sheet.name for side, area in self.marks.items()}

    def marked_columns(self, sheet: xw.Sheet) -> range:
        """The columns of a sheet that are ours, 1-based."""
        for area in self.marks.values():
            if area.sheet.name == sheet.name:
                return range(area.column, area.last_cell.column + 1)
        return range(0)

    def noted(self, wanted: str) -> list[str]:
        """What the hidden sheet holds under a key, oldest first."""
        return [note.value for note in self._notes if note.key == wanted]

    def read(self, wanted: str, reading: Callable[[str], Read]) -> list[Read]:
        """What the hidden sheet holds under a key, read, oldest first; what was altered is refused with its row."""
        return [self._read(note, reading) for note in self._notes if note.key == wanted]

    @cached_property
    def snapshot(self) -> pd.DataFrame:
        """What the last run left beside each line; empty before the first."""
        state = self.sheets.get("state")
        try:
            return read_snapshot(state)
        except UNREADABLE as error:
            assert state is not None, "nothing was read"
            raise TieoutError("workbook.altered_lines", sheet=state.name) from error

    def _read(self, note: Note, reading: Callable[[str], Read]) -> Read:
        try:
            return reading(note.value)
        except UNREADABLE as error:
            raise TieoutError(
                "workbook.altered",
                sheet=self.sheets["state"].name,
                row=note.row,
                what=note.key,
                found=_shortened(note.value),
            ) from error

    @cached_property
    def _notes(self) -> list[Note]:
        state = self.sheets.get("state")
        if state is None:
            return []
        last = state.used_range.last_cell.row
        found: list[Note] = []
        rows = state.range((1, 1), (last, 2)).options(ndim=2).value
        for row, (key, value) in enumerate(rows, start=1):
            if key == "+" and found:
                found[-1] = found[-1]._replace(value=f"{found[-1].value}{value}")
            elif key is not None:
                found.append(Note(row, key, str(value)))
        return found


def _shortened(value: str) -> str:
    return value if len(value) <= SHOWN_MAX else f"{value[:SHOWN_MAX]}…"


def own_sheets(book: xw.Book) -> OwnSheets:
    """What an earlier run left in the workbook; a sheet or column that was deleted is not there."""
    found = {
        name.name.removeprefix(PREFIX): area
        for name in book.names
        if name.name.startswith(PREFIX) and (area := named_range(name)) is not None
    }
    tables = {name: found[name] for name in RESULT_SHEETS if name in found}
    return OwnSheets(
        {name: table.sheet for name, table in tables.items()},
        {side: found[f"{side}_marks"] for side in SIDES if f"{side}_marks" in found},
        tables,
    )


def named_range(name: xw.Name) -> xw.Range | None:
    """Where a name points; None once that was deleted, or where somebody made it stand for no cells."""
    if "#REF!" in (name.refers_to or "#REF!"):
        return None
    try:
        return name.refers_to_range
    except Exception:  # each engine, and Excel, has errors of its own here
        return None


def sheet_name(kind: str) -> str:
    """The name that marks one of our sheets."""
    return f"{PREFIX}{kind}"


def marks_name(side: str) -> str:
    """The name that marks our columns on a ledger."""
    return f"{PREFIX}{side}_marks"
