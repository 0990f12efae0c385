"""What did a person decide about entries: a record that is added, never changed, and outranks every pass."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import numpy as np

from tieout.matching.coded import Ints

Verdict = Literal["accept", "reject", "withdraw"]
Standing = Literal["in_force", "withdrawn", "superseded", "rows_missing", "currencies_differ"]
"""What has become of a decision: the texts `standing.<value>`."""


@dataclass(frozen=True)
class Decision:
    """A decision (人工判定) about rows of both sides, by their fingerprints.

    `accept`: these rows settle each other. `reject`: no match may hold all of these rows; one row
    alone stays open. `withdraw`: what was decided before about exactly these rows no longer holds.
    """

    verdict: Verdict
    ours: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()
    who: str = ""
    when: datetime | None = None
    why: str = ""

    @property
    def about(self) -> tuple[frozenset[str], frozenset[str]]:
        """The rows decided about, in any order."""
        return frozenset(self.ours), frozenset(self.theirs)


@dataclass(frozen=True)
class Decided:
    """The decisions as they apply to two ledgers: rows by their place, ours before theirs.

    `accepted` and `rejected` hold the decision's number and its rows; `standing` has one word a
    decision.
    """

    accepted: tuple[tuple[int, Ints], ...]
    rejected: tuple[tuple[int, Ints], ...]
    standing: tuple[Standing, ...]


NOTHING_DECIDED = Decided((), (), ())


def decided(
    decisions: Sequence[Decision], places: tuple[Mapping[str, int], ...], currency: Ints
) -> Decided:
    """Which decisions are in force: the last about the same rows, and the last to accept a row.

    `places` has the place of each fingerprint, of our side and of theirs.
    """
    standing: list[Standing] = ["in_force"] * len(decisions)
    rows = [_rows(decision, places) for decision in decisions]
    spoken: set[tuple[frozenset[str], frozenset[str]]] = set()
    taken: set[int] = set()
    for number in reversed(range(len(decisions))):
        decision, found = decisions[number], rows[number]
        if decision.about in spoken:
            standing[number] = "superseded"
        elif found is None:
            standing[number] = "rows_missing"
        elif decision.verdict == "accept" and len(np.unique(currency[found])) > 1:
            standing[number] = "currencies_differ"
        elif decision.verdict == "accept" and taken & set(found.tolist()):
            standing[number] = "superseded"
        elif decision.verdict == "accept":
            taken |= set(found.tolist())
        spoken.add(decision.about)
    _mark_withdrawn(decisions, standing)
    in_force = [
        (number, found)
        for number, found in enumerate(rows)
        if standing[number] == "in_force" and found is not None and len(found)
    ]
    return Decided(
        tuple(one for one in in_force if decisions[one[0]].verdict == "accept"),
        tuple(one for one in in_force if decisions[one[0]].verdict == "reject"),
        tuple(standing),
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
    last = {decision.about: decision.verdict for decision in decisions}
    for number, decision in enumerate(decisions):
        if last[decision.about] == "withdraw" and decision.verdict != "withdraw":
            standing[number] = "withdrawn"
