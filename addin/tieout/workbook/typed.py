"""What did people type into our columns since the last run: another status, another match number."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import xlwings as xw

from tieout.ledger.ledger import Ledger
from tieout.matching.causes import Cause
from tieout.texts import LANGUAGES, text
from tieout.workbook.marks import COLUMNS
from tieout.workbook.own_sheets import OwnSheets
from tieout.workbook.snapshot import reason_numbers
from tieout.workbook.status import STATES, cause_status, state_status


@dataclass(frozen=True)
class TypedRow:
    """What stands beside an entry now and what the last run had left there.

    `place` is the entry's in its ledger, `status` what is shown, `meant` the state or cause it is, ""
    where it is none; `label` what stands as match number, "" where nothing does. The last run left
    `status_before` and `label_before`.
    """

    side: str
    place: int
    line: int
    status: str
    meant: str
    label: str
    status_before: str
    label_before: str

    @property
    def status_typed(self) -> bool:
        """Whether another status was chosen; an emptied cell asks for nothing."""
        return bool(self.status) and self.meant != self.status_before

    @property
    def label_typed(self) -> bool:
        """Whether another match number was written, or the number taken out."""
        return self.label != self.label_before


def typed_rows(
    own: OwnSheets, side: str, ledger: Ledger, marks: Sequence[str], snapshot: pd.DataFrame
) -> list[TypedRow]:
    """Every entry of a side with what stands beside it, where that is known to belong to it.

    Sorting a ledger without our columns leaves them beside other lines: what stands there is told by
    its reason, and is not taken for typed. So is a column of ours that was emptied as a whole.
    """
    area = own.marks.get(side)
    cells = None if area is None else _cells(area)
    if cells is None:
        return []
    left = _Left.by_last_run(snapshot[snapshot["side"] == side], marks)
    lines = ledger.entries["line"].tolist()
    shown = [cells.get(line, ("", "", "")) for line in lines]
    reasons = reason_numbers([reason for _, _, reason in shown]).tolist()
    statuses = _statuses()
    found = []
    for place, (line, (status, label, _), reason) in enumerate(
        zip(lines, shown, reasons, strict=True)
    ):
        belongs, was = left.beside(marks[place], reason)
        if belongs:
            meant = statuses.get(status.lower(), "")
            found.append(TypedRow(side, place, line, status, meant, label, *was))
    return found


@dataclass(frozen=True)
class _Left:
    """What the last run left: status, match number and reason by fingerprint, and by reason where the row changed."""

    known: Mapping[str, tuple[str, str, int]]
    corrected: Mapping[int, tuple[str, str, int]]

    @classmethod
    def by_last_run(cls, before: pd.DataFrame, marks: Sequence[str]) -> "_Left":
        numbers = [str(number) if number else "" for number in before["match"].tolist()]
        rows = list(
            zip(
                before["status"].astype(str).tolist(),
                numbers,
                before["reason"].tolist(),
                strict=True,
            )
        )
        gone = ~before["fingerprint"].isin(marks) & (before["reason"] != 0)
        alone = gone & ~before["reason"].where(gone, -1).duplicated(keep=False)
        return cls(
            dict(zip(before["fingerprint"].tolist(), rows, strict=True)),
            {row[2]: row for row, is_alone in zip(rows, alone.tolist(), strict=True) if is_alone},
        )

    def beside(self, mark: str, reason: int) -> tuple[bool, tuple[str, str]]:
        """Whether what stands beside an entry is its own, and the status and number left there."""
        was = self.known.get(mark)
        if was is not None:
            return was[2] == reason, was[:2]
        corrected = self.corrected.get(reason)
        if corrected is None:
            return not reason, ("", "")
        return True, corrected[:2]


def _cells(area: xw.Range) -> dict[int, tuple[str, str, str]] | None:
    """Status, match number and reason by line; None where a column of ours is gone."""
    sheet = area.sheet
    last = max(sheet.used_range.last_cell.row, area.last_cell.row)
    corners = (area.row, area.column), (last, area.last_cell.column)
    headings, *rows = sheet.range(*corners).options(ndim=2).value
    words = {text(f"workbook.column.{name}", lang): name for name in COLUMNS for lang in LANGUAGES}
    at = {words[heading]: place for place, heading in enumerate(headings) if heading in words}
    if not {"status", "match", "reason"} <= at.keys():
        return None
    chosen = [at[name] for name in ("status", "match", "reason")]
    return {
        line: tuple(_shown(row[place]) for place in chosen)  # type: ignore[misc]
        for line, row in enumerate(rows, start=area.row + 1)
    }


def _shown(value: object) -> str:
    """What a cell shows: a whole number without a point.

    >>> _shown(7.0), _shown(None), _shown(" ✔ x ")
    ('7', '', '✔ x')
    """
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _statuses() -> dict[str, str]:
    """The state or cause that a status means, in every language, with its sign or without."""
    return {
        shown.lower(): meant for status, meant in _all_statuses() for shown in (status, status[2:])
    }


def _all_statuses() -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        yield from ((state_status(state, language), state) for state in STATES)
        yield from ((cause_status(cause, language), cause.value) for cause in Cause)
