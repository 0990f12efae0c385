"""Where are the rows of a decision today: found by fingerprint, or known again by what they said."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from tieout.ledger.ledger import Ledger
from tieout.matching.decision import Decision
from tieout.matching.fingerprints import fingerprints
from tieout.matching.known_row import KnownRow, known_rows

How = Literal["same", "detail", "amount", "gone"]
"""Unchanged; changed in what settles nothing (date, narration); in its amount; no longer there."""


@dataclass(frozen=True)
class FollowedRow:
    """A row of a decision as it was, and what it is today; None where it is not told for certain."""

    side: str
    before: KnownRow
    now: KnownRow | None
    how: How


@dataclass(frozen=True)
class Followed:
    """A decision about the rows of today, and what has become of each row."""

    decision: Decision
    rows: tuple[FollowedRow, ...]

    @property
    def changed(self) -> tuple[FollowedRow, ...]:
        """The rows that are not what they were."""
        return tuple(row for row in self.rows if row.how != "same")


class _Side:
    """The entries of a side by what they are known again by; made when something is missing."""

    def __init__(self, name: str, ledger: Ledger) -> None:
        self.name, self.ledger = name, ledger
        self.marks = fingerprints(ledger)
        self.present = set(self.marks)

    @cached_property
    def rows(self) -> tuple[KnownRow, ...]:
        return known_rows(self.ledger, self.marks, range(len(self.ledger)))

    @cached_property
    def by_mark(self) -> Mapping[str, KnownRow]:
        return {row.fingerprint: row for row in self.rows}

    @cached_property
    def by_digest(self) -> Mapping[Hashable, list[KnownRow]]:
        return _grouped((row.digest, row) for row in self.rows)

    @cached_property
    def by_amount(self) -> Mapping[Hashable, list[KnownRow]]:
        return _grouped((_by_amount(row), row) for row in self.rows)

    @cached_property
    def by_reference(self) -> Mapping[Hashable, list[KnownRow]]:
        return _grouped((_by_reference(row), row) for row in self.rows if row.reference)


def _grouped(keyed: Iterable[tuple[Hashable, KnownRow]]) -> Mapping[Hashable, list[KnownRow]]:
    groups: dict[Hashable, list[KnownRow]] = defaultdict(list)
    for key, row in keyed:
        groups[key].append(row)
    return groups


def _by_amount(row: KnownRow) -> Hashable:
    return row.reference or row.date, row.amount, row.currency, row.customer


def _by_reference(row: KnownRow) -> Hashable:
    return row.reference, row.currency, row.customer


def followed(
    decisions: Sequence[tuple[Decision, Sequence[KnownRow], Sequence[KnownRow]]],
    ours: Ledger,
    theirs: Ledger,
) -> list[Followed]:
    """Each decision about the rows of today; its rows as they were are given for both sides.

    A row that was corrected in its date or narration is followed; one whose amount changed, or that is
    not told apart from others, is not: the decision then rests on a row that is no longer there.
    """
    if not decisions:
        return []
    sides = _Side("ours", ours), _Side("theirs", theirs)
    known = [(ours_then, theirs_then) for _, ours_then, theirs_then in decisions]
    claimed = tuple(
        {row.fingerprint for rows in known for row in rows[place]} & side.present
        for place, side in enumerate(sides)
    )
    return [
        _followed(decision, (our_rows, their_rows), sides, claimed)
        for decision, our_rows, their_rows in decisions
    ]


def _followed(
    decision: Decision,
    known: tuple[Sequence[KnownRow], Sequence[KnownRow]],
    sides: tuple[_Side, _Side],
    claimed: tuple[Collection[str], ...],
) -> Followed:
    rows = [
        [_today(row, side, taken) for row in before]
        for before, side, taken in zip(known, sides, claimed, strict=True)
    ]
    ours, theirs = (tuple(_mark(row) for row in side) for side in rows)
    return Followed(replace(decision, ours=ours, theirs=theirs), (*rows[0], *rows[1]))


def _mark(row: FollowedRow) -> str:
    """The fingerprint the decision names: today's where the row is told, else the old one."""
    told = row.now is not None and row.how in ("same", "detail")
    return row.now.fingerprint if told and row.now is not None else row.before.fingerprint


def _today(row: KnownRow, side: _Side, taken: Collection[str]) -> FollowedRow:
    if row.fingerprint in side.present:
        return FollowedRow(side.name, row, row, "same")
    twins = [one for one in side.by_digest.get(row.digest, ()) if one.fingerprint not in taken]
    if twins:
        return FollowedRow(side.name, row, twins[0], "same")
    alike = side.by_amount.get(_by_amount(row), ())
    if row.alike == len(alike) == 1 and alike[0].fingerprint not in taken:
        return FollowedRow(side.name, row, alike[0], "detail")
    same = [r for r in side.by_reference.get(_by_reference(row), ()) if r.fingerprint not in taken]
    if row.reference and len(same) == 1 and same[0].amount != row.amount:
        return FollowedRow(side.name, row, same[0], "amount")
    return FollowedRow(side.name, row, None, "gone")
