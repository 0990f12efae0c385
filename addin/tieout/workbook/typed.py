"""What did people type into our columns since the last run: another status, another match number."""

from collections.abc import Iterator, Sequence
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
    if area is None:
        return []
    before = snapshot[snapshot["side"] == side].set_index("fingerprint")
    vanished = before[~before.index.isin(marks)]
    by_reason = vanished[~vanished["reason"].duplicated(keep=False)].set_index("reason")
    cells = _cells(area)
    if cells is None:
        return []
    lines = ledger.entries["line"].tolist()
    shown = [cells.get(line, ("", "", "")) for line in lines]
    reasons = reason_numbers([reason for _, _, reason in shown]).tolist()
    known = before.to_dict("index")
    corrected = by_reason.to_dict("index")
    statuses = _statuses()
    found = []
    for place, (line, (status, label, _), reason) in enumerate(
        zip(lines, shown, reasons, strict=True)
    ):
        was = known.get(marks[place])
        if was is None and reason:
            was = corrected.get(reason)
        if was is None and reason:
            continue
        if was is not None and "reason" in was and was["reason"] != reason:
            continue
        found.append(
            TypedRow(
                side,
                place,
                line,
                status,
                statuses.get(status.lower(), ""),
                label,
                "" if was is None else str(was["status"]),
                "" if was is None or not was["match"] else str(was["match"]),
            )
        )
    return found


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
