"""What cells does a workbook hold, whether xlsx, xlsm, xlsb, xls or ods; opened in a process of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from tieout.errors import TieoutError
from tieout.ledger.packed_columns import Packed
from tieout.ledger.passwords import passwords_of
from tieout.ledger.reading_limits import ReadingLimits, reading_limits
from tieout.ledger.sheet_traits import SheetTraits
from tieout.ledger.unpacked_columns import column_of
from tieout.ledger.workbook_process import frames


@dataclass(frozen=True)
class Workbook:
    """The cells of the sheets, what they hold besides, and what the whole workbook holds.

    `warnings` are codes of notices: `has_macros`, `external_links`.
    """

    cells: Mapping[str, pd.DataFrame]
    traits: Mapping[str, SheetTraits]
    warnings: tuple[str, ...] = ()


@dataclass
class _Sheet:
    """A sheet while its columns arrive, some rows at a time."""

    name: str
    rows: int
    traits: SheetTraits
    pieces: list[list[Packed]]
    counts: list[int] = field(default_factory=list)
    place: int = 0

    def begin(self, count: int) -> None:
        """So many rows follow, column by column."""
        self.counts.append(count)
        self.place = 0

    def take(self, piece: Packed) -> None:
        """The next column of those rows."""
        self.pieces[self.place].append(piece)
        self.place += 1

    def frame(self) -> pd.DataFrame:
        """The cells column by column, None or NaN where empty."""
        columns = {
            place: column_of(pieces, self.counts) for place, pieces in enumerate(self.pieces)
        }
        for column, errors in self._errors().items():
            columns[column] = columns[column].astype(object)
            columns[column].iloc[list(errors)] = list(errors.values())
        return pd.DataFrame(columns, index=range(self.rows), copy=False)

    def _errors(self) -> dict[int, dict[int, str]]:
        """The errors that cells show, by column and row; calamine takes such cells for empty."""
        found: dict[int, dict[int, str]] = {}
        for line, column, error in self.traits.errors:
            if line <= self.rows and column <= len(self.pieces):
                found.setdefault(column - 1, {})[line - 1] = error
        return found


def read_workbook(path: Path, only: str | None) -> Workbook:
    """The cells of every sheet or of the one asked for, and what the workbook holds besides."""
    limits = reading_limits()
    found = _opened(path, only, (), limits)
    if isinstance(found, Workbook):
        return found
    if found["why"] == "encrypted":
        for password in passwords_of(path):
            found = _opened(path, only, (password,), limits)
            if isinstance(found, Workbook):
                return found
            if found["why"] != "wrong_password":
                break
    values = {"megabytes": limits.megabytes, "seconds": f"{limits.seconds:g}"} | found["values"]
    raise TieoutError(f"read.{found['why']}", file=path.name, **values)


def _opened(
    path: Path, only: str | None, passwords: tuple[str, ...], limits: ReadingLimits
) -> Workbook | dict[str, Any]:
    """The workbook, or why it was refused and with what values."""
    sheets: list[_Sheet] = []
    warnings: tuple[str, ...] = ()
    refused: dict[str, Any] | None = None
    grown: dict[str, Any] = {}
    for facts, content in frames(path, only, passwords, limits):
        match facts["kind"]:
            case "warnings":
                warnings = tuple(facts["codes"])
            case "sheet":
                sheets.append(_sheet(facts))
            case "rows":
                sheets[-1].begin(facts["count"])
            case "column":
                sheets[-1].take((facts["cells"], content))
            case "beyond":
                sheets[-1].traits = replace(sheets[-1].traits, cells_beyond=True)
            case "limits":
                grown = {"megabytes": facts["megabytes"], "seconds": f"{facts['seconds']:g}"}
            case "refused":
                refused = facts | {"values": grown | facts["values"]}
            case "failed":
                raise RuntimeError(facts["trace"])
    if refused is not None:
        return refused
    return Workbook(
        {sheet.name: sheet.frame() for sheet in sheets},
        {sheet.name: sheet.traits for sheet in sheets},
        warnings,
    )


def _sheet(facts: Mapping[str, Any]) -> _Sheet:
    traits = SheetTraits.of(facts["traits"])
    return _Sheet(facts["name"], facts["rows"], traits, [[] for _ in range(facts["columns"])])
