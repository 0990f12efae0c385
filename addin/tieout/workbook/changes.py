"""What has changed since the last run: rows come, gone and corrected; differences new and cleared."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

import numpy as np
import pandas as pd
from pydantic import TypeAdapter

Kind = Literal["added", "gone", "changed", "opened", "cleared"]
KINDS: tuple[Kind, ...] = ("changed", "added", "gone", "opened", "cleared")
SAID = ("date", "reference", "amount", "currency", "customer")
BETWEEN = "¦"
"""What people would know an entry by, with a broken bar between: LibreOffice 7.4 keeps no tab in a cell."""
_BETWEEN = r"[¦\t\x01]"
"""Earlier workbooks have tabs, and what LibreOffice made of them."""
SAID_PATTERN = r"(?s)^(.*?)=(.*)=(-?[0-9]+)=(.*?)=".replace("=", _BETWEEN)
"""Date, reference (which may hold a bar itself), amount and currency of what is said of an entry."""
LISTED_MAX = 50
"""Lines of a kind that are kept one by one; the others are only counted."""


@dataclass(frozen=True)
class Change:
    """One line that changed: what it said and its status, before and now; line 0 where it is gone.

    A status is a state or a cause; `said` are the texts date, reference, amount (minor units),
    currency and customer, with BETWEEN between.
    """

    kind: Kind
    side: str
    line: int
    status_before: str = ""
    status: str = ""
    said_before: str = ""
    said: str = ""


@dataclass(frozen=True)
class Changes:
    """How many lines changed in which way, and the first of them."""

    counts: Mapping[str, int]
    listed: tuple[Change, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether all is as it was."""
        return not any(self.counts.values())

    def as_json(self) -> str:
        """For the hidden sheet."""
        listed = [
            {name: value for name, value in asdict(one).items() if value} for one in self.listed
        ]
        return json.dumps({"counts": dict(self.counts), "listed": listed}, ensure_ascii=False)

    @classmethod
    def from_json(cls, written: str) -> "Changes":
        """From the hidden sheet."""
        values = json.loads(written)
        listed = [{"line": 0, **one} for one in values["listed"]]
        counts = {kind: values["counts"][kind] for kind in KINDS}
        return _CHANGES.validate_python({"counts": counts, "listed": listed})


_CHANGES = TypeAdapter(Changes)
NO_CHANGES = Changes(dict.fromkeys(KINDS, 0))


def changes(before: pd.DataFrame, now: pd.DataFrame) -> Changes:
    """What changed between two snapshots; nothing where there was none before."""
    if before.empty:
        return NO_CHANGES
    old, new = (frame.set_index(_keys(frame)) for frame in (before, now))
    added, gone = new[~new.index.isin(old.index)], old[~old.index.isin(new.index)]
    was, become = _corrected(gone, added)
    added, gone = added.drop(index=become.index), gone.drop(index=was.index)
    stayed = new.index.intersection(old.index)
    status_then = np.concatenate(
        [old["status"].reindex(stayed).to_numpy(), was["status"].to_numpy()]
    )
    kept = pd.concat([new.reindex(stayed), become])
    settled_then, settled = status_then == "confirmed", (kept["status"] == "confirmed").to_numpy()
    differs = pd.concat([kept[settled_then & ~settled], added[added["status"] != "confirmed"]])
    then = [*status_then[settled_then & ~settled], *[""] * (len(differs))][: len(differs)]
    found: dict[Kind, list[Change]] = {
        "changed": _listed("changed", become, was["status"], was["said"]),
        "added": _listed("added", added),
        "gone": [
            Change("gone", c.side, 0, c.status_before, "", c.said_before)
            for c in _listed("gone", gone, gone["status"], gone["said"])
        ],
        "opened": _listed("opened", differs, then),
        "cleared": _listed(
            "cleared", kept[~settled_then & settled], status_then[~settled_then & settled]
        ),
    }
    return Changes(
        {kind: len(found[kind]) for kind in KINDS},
        tuple(one for kind in KINDS for one in found[kind][:LISTED_MAX]),
    )


def _keys(frame: pd.DataFrame) -> pd.Series:
    return frame["side"].astype(object) + ":" + frame["fingerprint"].astype(object)


def _corrected(gone: pd.DataFrame, added: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Lines that went and lines that came which are the same entry: one reference, or one line."""
    pairs: list[tuple[str, str]] = []
    for key in (_by_reference, _by_line):
        left = gone.drop(index=[a for a, _ in pairs]), added.drop(index=[b for _, b in pairs])
        keyed = [key(frame) for frame in left]
        keyed = [each[each.ne("") & ~each.duplicated(keep=False)] for each in keyed]
        other = pd.Series(keyed[1].index, index=keyed[1].to_numpy())
        pairs += [(str(a), str(other[k])) for a, k in keyed[0].items() if k in other.index]
    return gone.loc[[a for a, _ in pairs]], added.loc[[b for _, b in pairs]]


def _by_reference(frame: pd.DataFrame) -> pd.Series:
    reference = (
        frame["said"].astype(str).str.split(_BETWEEN, regex=True).str[SAID.index("reference")]
    )
    return (frame["side"].astype(object) + ":" + reference).where(reference.fillna("") != "", "")


def _by_line(frame: pd.DataFrame) -> pd.Series:
    return frame["side"].astype(object) + ":" + frame["line"].astype(str)


def _listed(
    kind: Kind,
    rows: pd.DataFrame,
    status_before: Sequence[str] | pd.Series | np.ndarray = (),
    said_before: Sequence[str] | pd.Series = (),
) -> list[Change]:
    nothing = [""] * len(rows)
    columns = (
        rows["side"].tolist(),
        rows["line"].astype(int).tolist(),
        list(status_before) or nothing,
        rows["status"].tolist(),
        list(said_before) or nothing,
        rows["said"].tolist(),
    )
    return [Change(kind, *values) for values in zip(*columns, strict=True)]
