"""What did a person decide about entries: a record that is added, never changed, and outranks every pass."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import numpy as np

from tieout.matching.causes import Cause
from tieout.matching.coded import Ints

Verdict = Literal["accept", "reject", "withdraw", "mark", "note"]
Standing = Literal[
    "in_force",
    "settled",
    "withdrawn",
    "superseded",
    "rows_missing",
    "row_changed",
    "currencies_differ",
]
"""What has become of a decision: the texts `standing.<value>`."""


@dataclass(frozen=True)
class Decision:
    """A decision (人工判定) about rows of both sides, by their fingerprints.

    `accept`: these rows settle each other, with `cause` for a difference. `reject`: no match may
    hold all of these rows; one row alone stays open. `withdraw`: what was decided before about
    exactly these rows no longer holds. `mark`: while they are open, `cause` is why. `note`: `why`
    stands beside these rows.
    """

    verdict: Verdict
    ours: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()
    who: str = ""
    when: datetime | None = None
    why: str = ""
    cause: Cause | None = None

    @property
    def about(self) -> tuple[frozenset[str], frozenset[str]]:
        """The rows decided about, in any order."""
        return frozenset(self.ours), frozenset(self.theirs)

    @property
    def topic(self) -> tuple[str, frozenset[str], frozenset[str]]:
        """What a later decision replaces: a match of these rows, their mark, or their note."""
        return self.verdict if self.verdict in ("mark", "note") else "match", *self.about


@dataclass(frozen=True)
class Decided:
    """The decisions as they apply to two ledgers: rows by their place, ours before theirs.

    Each group holds the decision's number and its rows; `standing` has one word a decision.
    """

    accepted: tuple[tuple[int, Ints], ...] = ()
    rejected: tuple[tuple[int, Ints], ...] = ()
    standing: tuple[Standing, ...] = ()
    marked: tuple[tuple[int, Ints], ...] = ()
    noted: tuple[tuple[int, Ints], ...] = ()


NOTHING_DECIDED = Decided()


def decided(
    decisions: Sequence[Decision], places: tuple[Mapping[str, int], ...], currency: Ints
) -> Decided:
    """Which decisions are in force: the last about the same rows, and the last to accept a row.

    `places` has the place of each fingerprint, of our side and of theirs.
    """
    standing: list[Standing] = ["in_force"] * len(decisions)
    rows = [_rows(decision, places) for decision in decisions]
    spoken: set[tuple[str, frozenset[str], frozenset[str]]] = set()
    taken: set[int] = set()
    for number in reversed(range(len(decisions))):
        decision, found = decisions[number], rows[number]
        if decision.topic in spoken:
            standing[number] = "superseded"
        elif found is None:
            standing[number] = "rows_missing"
        elif decision.verdict == "accept" and len(np.unique(currency[found])) > 1:
            standing[number] = "currencies_differ"
        elif decision.verdict == "accept" and taken & set(found.tolist()):
            standing[number] = "superseded"
        elif decision.verdict == "accept":
            taken |= set(found.tolist())
        spoken.add(decision.topic)
    _mark_withdrawn(decisions, standing)
    groups = {
        verdict: tuple(
            (number, found)
            for number, found in enumerate(rows)
            if decisions[number].verdict == verdict
            and standing[number] == "in_force"
            and found is not None
            and len(found)
        )
        for verdict in ("accept", "reject", "mark", "note")
    }
    return Decided(
        groups["accept"], groups["reject"], tuple(standing), groups["mark"], groups["note"]
    )


def _rows(decision: Decision, places: tuple[Mapping[str, int], ...]) -> Ints | None:
    """The places of its rows, or None where a row is no longer there."""
    sides = zip((decision.ours, decision.theirs), places, strict=True)
    found = {place.get(fingerprint) for side, place in sides for fingerprint in side}
    if None in found:
        return None
    return np.array(sorted(place for place in found if place is not None), dtype=np.int64)


def _mark_withdrawn(decisions: Sequence[Decision], standing: list[Standing]) -> None:
    """A decision whose last word is a withdrawal was withdrawn, not superseded."""
    last = {decision.topic: decision.verdict for decision in decisions}
    for number, decision in enumerate(decisions):
        if last[decision.topic] == "withdraw" and decision.verdict != "withdraw":
            standing[number] = "withdrawn"
