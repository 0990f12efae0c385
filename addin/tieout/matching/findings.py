"""What does a pass report: groups of rows that settle each other."""

from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from tieout.matching.causes import Cause
from tieout.matching.coded import Bools, Ints

State = Literal["confirmed", "suggested", "ambiguous"]
STATES: tuple[State, ...] = ("confirmed", "suggested", "ambiguous")
CONFIRMED, SUGGESTED, AMBIGUOUS = range(3)
CAUSES_BY_CODE: tuple[Cause | None, ...] = (None, *Cause)
"""A cause as a small number; 0 is none."""


def cause_code(cause: Cause) -> int:
    """The number of a cause."""
    return CAUSES_BY_CODE.index(cause)


@dataclass(frozen=True)
class Findings:
    """Matches found by one pass.

    `row` and `group` are parallel: row `row[i]` (an index into the rows the pass was given)
    belongs to match `group[i]`, numbered from 0. `state`, `cause` (code), `alternatives` (number
    of other solutions) and `confidence` have one element a match. `bounded` are rows that the pass
    did not look at to the end, because there were too many.
    """

    row: Ints
    group: Ints
    state: Ints
    cause: Ints
    alternatives: Ints
    confidence: np.ndarray
    bounded: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    @property
    def count(self) -> int:
        """Number of matches."""
        return len(self.state)


def _none() -> Findings:
    none = np.zeros(0, dtype=np.int64)
    return Findings(none, none, none, none, none, np.zeros(0))


NOTHING = _none()


def pairs(
    our_row: Ints,
    their_row: Ints,
    *,
    state: int | Ints,
    confidence: float | np.ndarray,
    cause: int | Ints = 0,
) -> Findings:
    """One-to-one matches of parallel rows."""
    count = len(our_row)
    return Findings(
        row=np.concatenate([our_row, their_row]),
        group=np.tile(np.arange(count), 2),
        state=np.broadcast_to(state, count).astype(np.int64),
        cause=np.broadcast_to(cause, count).astype(np.int64),
        alternatives=np.zeros(count, dtype=np.int64),
        confidence=np.broadcast_to(confidence, count).astype(float),
    )


def groups(
    row: Ints,
    group: Ints,
    *,
    state: int | Ints,
    confidence: float | np.ndarray,
    alternatives: int | Ints = 0,
    cause: int | Ints = 0,
    bounded: Ints | None = None,
) -> Findings:
    """Matches of any size; `group` may have gaps and is renumbered."""
    _, group = np.unique(group, return_inverse=True)
    count = int(group.max()) + 1 if len(group) else 0
    return Findings(
        row=row,
        group=group.astype(np.int64),
        state=np.broadcast_to(state, count).astype(np.int64),
        cause=np.broadcast_to(cause, count).astype(np.int64),
        alternatives=np.broadcast_to(alternatives, count).astype(np.int64),
        confidence=np.broadcast_to(confidence, count).astype(float),
        bounded=row[:0] if bounded is None else bounded,
    )


def joined(findings: list[Findings]) -> Findings:
    """Several findings of one pass as one."""
    if not findings:
        return NOTHING
    offsets = np.cumsum([0, *(found.count for found in findings)])
    return Findings(
        row=np.concatenate([found.row for found in findings]),
        group=np.concatenate([f.group + o for f, o in zip(findings, offsets, strict=False)]),
        state=np.concatenate([found.state for found in findings]),
        cause=np.concatenate([found.cause for found in findings]),
        alternatives=np.concatenate([found.alternatives for found in findings]),
        confidence=np.concatenate([found.confidence for found in findings]),
        bounded=np.concatenate([found.bounded for found in findings]),
    )


def only(findings: Findings, kept: Bools) -> Findings:
    """Some of the matches, renumbered."""
    number = np.cumsum(kept) - 1
    rows = kept[findings.group]
    return Findings(
        findings.row[rows],
        number[findings.group[rows]],
        findings.state[kept],
        findings.cause[kept],
        findings.alternatives[kept],
        findings.confidence[kept],
        findings.bounded,
    )


def placed(findings: Findings, index: Ints) -> Findings:
    """Findings made on `rows.take(index)`, as findings on `rows`."""
    return replace(findings, row=index[findings.row], bounded=index[findings.bounded])


def by_rows(findings: Findings) -> Findings:
    """The same findings, the matches numbered in the order of their first rows."""
    if not findings.count:
        return findings
    # Sorted as plain numbers, several times as fast as an order is found.
    bits = findings.count.bit_length()
    ordered = np.sort((findings.row << bits) | findings.group)
    row, group = ordered >> bits, ordered & ((1 << bits) - 1)
    first = np.empty(findings.count, dtype=np.int64)
    first[group[::-1]] = row[::-1]
    old = group[first[group] == row]
    number = np.empty(findings.count, dtype=np.int64)
    number[old] = np.arange(findings.count)
    return Findings(
        row,
        number[group],
        findings.state[old],
        findings.cause[old],
        findings.alternatives[old],
        findings.confidence[old],
        findings.bounded,
    )
