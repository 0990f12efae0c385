"""What a carried item was marked as, or found to be by rows of its month, holds until the other side books it."""

import json
from collections.abc import Sequence
from datetime import datetime

import numpy as np

from tieout.ledger.ledger import Ledger
from tieout.matching.causes import Cause
from tieout.matching.decision import Decision
from tieout.matching.fingerprints import fingerprints

MARKED = "carried_mark"
"""The column with as what, by whom and why a carried entry was marked, as JSON; "" where nobody did."""
FOUND_BY_ROWS = (Cause.DUPLICATE, Cause.OTHER_CUSTOMER, Cause.ONE_SIDED_REVERSAL)
"""Causes that another row tells, which is not there in the next month: they come along like marks of nobody."""


def mark_as_json(made: Decision) -> str:
    """A mark as it comes along with its item."""
    assert made.cause is not None, "a mark says why an entry is open"
    when = "" if made.when is None else made.when.isoformat(timespec="seconds")
    said = {"cause": made.cause.value, "who": made.who, "at": when, "why": made.why}
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


def found_as_json(cause: Cause) -> str:
    """What an open item was found to be, as it comes along with it."""
    return mark_as_json(Decision("mark", cause=cause))


def carried_marks(ours: Ledger, theirs: Ledger, decided: Sequence[Decision] = ()) -> list[Decision]:
    """The marks of carried entries; one about which something was `decided` since has that alone."""
    since = {one.about for one in decided if one.verdict == "mark"}
    found = [
        _mark(written, (mark,) if side == "ours" else (), (mark,) if side == "theirs" else ())
        for side, ledger in (("ours", ours), ("theirs", theirs))
        for mark, written in _written(ledger)
    ]
    return [one for one in found if one.about not in since]


def _written(ledger: Ledger) -> list[tuple[str, str]]:
    """The fingerprint of each entry that came with a mark, and the mark."""
    if MARKED not in ledger.entries:
        return []
    places = np.flatnonzero((ledger.entries[MARKED] != "").to_numpy())
    if not len(places):
        return []
    marks, written = fingerprints(ledger), ledger.entries[MARKED].tolist()
    return [(marks[place], written[place]) for place in places.tolist()]


def check_mark(written: str) -> None:
    """Raises ValueError and the like where a mark is not as it was written."""
    if written:
        _mark(written)


def _mark(written: str, ours: tuple[str, ...] = (), theirs: tuple[str, ...] = ()) -> Decision:
    said = json.loads(written)
    when = datetime.fromisoformat(said["at"]) if said["at"] else None
    return Decision("mark", ours, theirs, said["who"], when, said["why"], Cause(said["cause"]))
