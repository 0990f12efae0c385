"""Which columns under headings nobody knows belong to a ledger whose other headings are known."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from tieout.ledger.headers import Header
from tieout.ledger.heading_columns import is_unknown
from tieout.ledger.profile import STATED
from tieout.ledger.sayings import why_aside
from tieout.ledger.shapes.evidence import Evidence, percent
from tieout.ledger.shapes.money import is_amount
from tieout.ledger.shapes.sampled_column import ROWS_SAMPLED, SampledColumn, sampled_columns
from tieout.ledger.shapes.words import Found, direction_of, words_of

Rows = npt.NDArray[np.int64]
_DAYS_MIN, _COVERED_MIN, _ROWS_MIN, _STEPS_MIN = 0.95, 0.9, 2, 3
_MONEY = ("debit", "credit", "amount")


@dataclass(frozen=True)
class _Sheet:
    """The columns below the headings, those nobody knows, and the rows that look like entries."""

    header: Header
    columns: Sequence[SampledColumn]
    unknown: Sequence[SampledColumn]
    rows: Rows

    def place(self, meaning: str) -> int | None:
        """The column of a meaning, None where no heading names it."""
        return self.header.columns.get(meaning)


def completed(header: Header, cells: pd.DataFrame) -> Header:
    """The header with what its unknown headings stand over, as far as a ledger lacks it.

    A source that was recognised is taken as it is.
    """
    if header.profile.required and header.profile.name != STATED:
        return header
    unknown = [
        place
        for place, heading in enumerate(header.headings)
        if place not in header.columns.values() and is_unknown(heading, header.profile)
    ]
    if not unknown or not _lacks(header):
        return header
    below = cells.iloc[header.last + 1 : header.last + 1 + ROWS_SAMPLED]
    columns = sampled_columns(below)
    sheet = _Sheet(
        header,
        columns,
        [column for column in columns if column.place in unknown],
        _entries(header, columns, len(below)),
    )
    if len(sheet.rows) < _ROWS_MIN:
        return header
    for finder in _FINDERS:
        for found in finder(sheet):
            sheet = _with(sheet, found)
    return sheet.header


def _lacks(header: Header) -> bool:
    meanings = header.columns.keys()
    return not {"date", "reference", "balance", "currency"} <= meanings or (
        "direction" not in meanings and "amount" in meanings
    )


def _entries(header: Header, columns: Sequence[SampledColumn], count: int) -> Rows:
    """Rows with something under a known amount, or a number under an unknown heading, that are no totals."""
    places = [c for m, c in header.columns.items() if m in _MONEY and c < len(columns)]
    some = np.zeros(count, dtype=bool)
    for place in places:
        some |= columns[place].numbers
    day = header.columns.get("date", len(columns))
    if day < len(columns):
        some |= columns[day].dated
    rows = [
        row
        for row in np.flatnonzero(some).tolist()
        if not any(why_aside(column.texts[row]) for column in columns)
    ]
    return np.array(rows, dtype=np.int64)


def _with(sheet: _Sheet, found: Found) -> _Sheet:
    """The sheet with one more column known."""
    header = replace(
        sheet.header,
        columns=dict(sheet.header.columns) | {found.meaning: found.place},
        evidence=dict(sheet.header.evidence) | {found.meaning: found.evidence},
    )
    left = [column for column in sheet.unknown if column.place != found.place]
    return replace(sheet, header=header, unknown=left)


def _date(sheet: _Sheet) -> Iterator[Found]:
    if sheet.place("date") is not None or sheet.place("day") is not None:
        return
    for column in sheet.unknown:
        given = sheet.rows[column.given[sheet.rows]]
        if len(given) * 2 >= len(sheet.rows) and column.dated[given].mean() >= _DAYS_MIN:
            share = percent(int(column.dated[given].sum()), len(given))
            yield Found("date", column.place, Evidence("days", {"share": share}))
            return


def _other_side(sheet: _Sheet) -> Iterator[Found]:
    """A column that is filled where the one side, debit or credit, is not."""
    sides = {m: c for m in ("debit", "credit") if (c := sheet.place(m)) is not None}
    if len(sides) != 1 or sheet.place("amount") is not None:
        return
    meaning, place = next(iter(sides.items()))
    given = sheet.columns[place].units[sheet.rows] != 0
    fitting = [
        column
        for column in sheet.unknown
        if is_amount(column, sheet.rows) and _one_of_two(given, column.units[sheet.rows] != 0)
    ]
    if len(fitting) == 1:
        share = percent(int((given | (fitting[0].units[sheet.rows] != 0)).sum()), len(sheet.rows))
        other = "credit" if meaning == "debit" else "debit"
        yield Found(other, fitting[0].place, Evidence("one_of_two", {"share": share}))


def _one_of_two(given: npt.NDArray[np.bool_], other: npt.NDArray[np.bool_]) -> bool:
    return bool(
        other.any()
        and (given & other).mean() <= 1 - _DAYS_MIN
        and (given | other).mean() >= _COVERED_MIN
    )


def _direction(sheet: _Sheet) -> Iterator[Found]:
    """Words of direction beside amounts that have no sign of their own."""
    amount = sheet.place("amount")
    if amount is None or sheet.place("direction") is not None:
        return
    found = direction_of(sheet.unknown, sheet.rows, sheet.header.profile)
    if found is not None and (sheet.columns[amount].units[sheet.rows] >= 0).all():
        yield found[0]


def _balance(sheet: _Sheet) -> Iterator[Found]:
    """Numbers of which each is the one before, or after, plus what its row moves."""
    moved = _moved(sheet)
    if sheet.place("balance") is not None or moved is None or len(sheet.rows) <= _STEPS_MIN:
        return
    for column in sheet.unknown:
        if not column.numbers[sheet.rows].all():
            continue
        step = np.diff(column.units[sheet.rows])
        ways = (moved[1:], -moved[1:], moved[:-1], -moved[:-1])
        if step.any() and any((step == way).all() for way in ways):
            values: dict[str, object] = {"held": len(step), "steps": len(step)}
            yield Found("balance", column.place, Evidence("adds_up", values))
            return


def _moved(sheet: _Sheet) -> npt.NDArray[np.int64] | None:
    amount, debit, credit = map(sheet.place, ("amount", "debit", "credit"))
    if amount is not None and sheet.place("direction") is None:
        return sheet.columns[amount].units[sheet.rows]
    if debit is None or credit is None:
        return None
    return sheet.columns[debit].units[sheet.rows] - sheet.columns[credit].units[sheet.rows]


def _words(sheet: _Sheet) -> Iterator[Found]:
    """References and currencies; whose account a row is, is never taken from words alone."""
    for found in words_of(sheet.unknown, sheet.rows, ()):
        if found.meaning in ("reference", "currency") and sheet.place(found.meaning) is None:
            yield found


_FINDERS: tuple[Callable[[_Sheet], Iterator[Found]], ...] = (
    _date,
    _other_side,
    _direction,
    _balance,
    _words,
)
