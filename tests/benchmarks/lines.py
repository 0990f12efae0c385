"""What does a generated side consist of: its lines as columns, with the truth about each."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Ints = npt.NDArray[np.int64]
Texts = pa.Array

INVOICE, RECEIPT, CREDIT_NOTE = range(3)
CAUSES = (
    "",
    "rounding",
    "fee",
    "tax",
    "transposition",
    "decimal",
    "sign",
    "amount",
    "in_transit",
    "missing",
    "duplicate",
    "other_customer",
    "one_sided_reversal",
)
CODE = {cause: code for code, cause in enumerate(CAUSES)}


@dataclass(frozen=True)
class Lines:
    """Lines of one side; one element of every column a line.

    `event` numbers what happened in business, `group` the lines that belong together (0 = the line
    belongs to none); `cause` is a code into CAUSES: why the group differs, or why the line is open.
    `day` counts from the first day of the period, `cents` is in our perspective.
    """

    event: Ints
    group: Ints
    cause: Ints
    customer: Ints
    day: Ints
    cents: Ints
    document: Ints
    reference: Texts
    memo: Texts

    def __len__(self) -> int:
        return len(self.event)

    def take(self, index: npt.NDArray[np.bool_] | Ints) -> "Lines":
        """The lines at an index or mask."""
        place = np.flatnonzero(index) if index.dtype == bool else index
        return Lines(**{name: _take(column, place) for name, column in vars(self).items()})

    def but(self, **columns: Ints | Texts | int) -> "Lines":
        """The same lines with other columns; one number stands for all lines."""
        return replace(self, **{name: self._full(column) for name, column in columns.items()})

    def _full(self, column: Ints | Texts | int) -> Ints | Texts:
        return np.full(len(self), column) if isinstance(column, int) else column


@dataclass(frozen=True)
class Booked:
    """What both sides booked of some events."""

    ours: Lines
    theirs: Lines

    def swapped(self, which: npt.NDArray[np.bool_]) -> "Booked":
        """The same events, but where `which[event]` holds the sides have changed places."""
        ours, theirs = which[self.ours.event], which[self.theirs.event]
        return Booked(
            stacked([self.ours.take(~ours), self.theirs.take(theirs)]),
            stacked([self.theirs.take(~theirs), self.ours.take(ours)]),
        )


def stacked(parts: Sequence[Lines]) -> Lines:
    """Lines end to end."""
    names = [column.name for column in fields(Lines)]
    return Lines(**{name: _end_to_end([getattr(part, name) for part in parts]) for name in names})


def laid_together(parts: Sequence[Booked]) -> Booked:
    """Booked events end to end, their events and groups numbered apart."""
    events = groups = 0
    apart = []
    for part in parts:
        apart.append(
            Booked(*(_numbered_from(side, events, groups) for side in (part.ours, part.theirs)))
        )
        events += _highest(part, "event") + 1
        groups += _highest(part, "group")
    return Booked(stacked([part.ours for part in apart]), stacked([part.theirs for part in apart]))


def _numbered_from(side: Lines, events: int, groups: int) -> Lines:
    group = np.where(side.group > 0, side.group + groups, 0)
    return replace(side, event=side.event + events, group=group)


def _highest(part: Booked, name: str) -> int:
    columns = [getattr(part.ours, name), getattr(part.theirs, name)]
    return max(int(column.max(initial=-1 if name == "event" else 0)) for column in columns)


def _take(column: Ints | Texts, place: Ints) -> Ints | Texts:
    return column.take(pa.array(place)) if isinstance(column, pa.Array) else column[place]


def _end_to_end(columns: Sequence[Ints | Texts]) -> Ints | Texts:
    if isinstance(columns[0], np.ndarray):
        return np.concatenate(columns)
    return pa.concat_arrays([column.cast(pa.large_string()) for column in columns])
