"""What have the passes found so far: the match of each row, and what is still open."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from tieout.matching.at_once import at_once
from tieout.matching.coded import Ints
from tieout.matching.findings import NOTHING, Findings, by_rows, joined, placed
from tieout.matching.grouping import scrambled
from tieout.matching.numberings import together
from tieout.matching.pass_names import DECISION, PASS_NAMES
from tieout.matching.passes import ACROSS_ACCOUNTS, SURE_PASSES, Pass
from tieout.matching.rejecting import Rejections
from tieout.matching.rows import Rows, by_accounts, numbered, reunited, twins_of
from tieout.matching.rules import Rules

FOUND_BY = (DECISION, *PASS_NAMES)
"""What can find a match; a record keeps the place in this list."""

SETTLED_ROWS = 20_000
"""Settled rows that are asked which numberings both sides share."""


@dataclass(frozen=True)
class Matched:
    """The match of each row (0 = none), the rows still open, and a record a match.

    `parts` are the open rows, those of an account in one of them, so that they can be looked at at
    the same time. `bounded` has for each pass that did not look at all rows to the end how many
    those were.
    """

    match: Ints
    parts: tuple[Rows, ...]
    found: Sequence[pd.DataFrame] = field(default=())
    count: int = 0
    counted: bool = False
    bounded: tuple[tuple[str, int], ...] = ()

    @classmethod
    def none(cls, rows: Rows) -> "Matched":
        """Nothing is matched yet."""
        return cls(np.zeros(len(rows), dtype=np.int64), by_accounts(rows))

    def after(self, step: Pass, rows: Rows, rules: Rules, rejections: Rejections) -> "Matched":
        """What is matched when one more pass has run."""
        ready = self if step.name in SURE_PASSES else self._counted(rows)
        parts = (reunited(ready.parts),) if step.name in ACROSS_ACCOUNTS else ready.parts
        found = at_once(
            lambda part: placed(rejections.respected(step, part, rules), part.position),
            [part for part in parts if len(part)],
            rows=sum(map(len, parts)),
        )
        return ready.holding(by_rows(joined(found)), step.name)

    def holding(self, findings: Findings, found_by: str) -> "Matched":
        """What is matched with the findings, on the whole of the rows, added."""
        bounded = self.bounded
        if len(findings.bounded):
            bounded = (*bounded, (found_by, len(np.unique(findings.bounded))))
        if not findings.count:
            return replace(self, bounded=bounded)
        match = self.match.copy()
        match[findings.row] = findings.group + self.count + 1
        left = at_once(
            lambda part: part.take(np.flatnonzero(match[part.position] == 0)),
            self.parts,
            rows=sum(map(len, self.parts)),
        )
        return replace(
            self,
            match=match,
            parts=tuple(left),
            found=(*self.found, _record(findings, found_by)),
            count=self.count + findings.count,
            bounded=bounded,
        )

    @property
    def record(self) -> pd.DataFrame:
        """One line a match: pass (place in FOUND_BY), state, cause, alternatives, confidence."""
        return pd.concat([_record(NOTHING, DECISION), *self.found], ignore_index=True)

    def _counted(self, rows: Rows) -> "Matched":
        """With what only the sure passes need not know: twins, and the numberings."""
        if self.counted:
            return self
        twins = twins_of(rows, self.parts)
        settled, *still_open = at_once(
            numbered, [self._some_settled(rows), *self.parts], rows=len(rows)
        )
        numberings = together(settled.times(self._settled_share), *still_open)
        parts = (
            replace(part.but(twins=own), numberings=numberings)
            for part, own in zip(self.parts, twins, strict=True)
        )
        return replace(self, parts=tuple(parts), counted=True)

    @property
    def _settled_share(self) -> int:
        """One in how many of the matched rows is asked about numberings."""
        return max(1, 2 * self.count // SETTLED_ROWS)

    def _some_settled(self, rows: Rows) -> Rows:
        """Some of the matched rows, chosen by their amounts, so that both sides choose alike."""
        size = np.abs(rows.amount).astype(np.uint64)
        chosen = scrambled(size) % np.uint64(self._settled_share) == 0
        return rows.take(np.flatnonzero((self.match > 0) & chosen))


def _record(findings: Findings, found_by: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "pass": np.full(findings.count, FOUND_BY.index(found_by)),
            "state": findings.state,
            "cause": findings.cause,
            "alternatives": findings.alternatives,
            "confidence": findings.confidence,
        }
    )
