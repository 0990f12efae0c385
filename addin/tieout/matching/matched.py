"""What have the passes found so far: the match of each row, and what is still open."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from tieout.matching.coded import Ints
from tieout.matching.findings import NOTHING, Findings
from tieout.matching.numberings import together
from tieout.matching.pass_names import DECISION, PASS_NAMES
from tieout.matching.passes import SURE_PASSES, Pass
from tieout.matching.rejecting import Rejections
from tieout.matching.rows import Rows, numbered, twins_of
from tieout.matching.rules import Rules

FOUND_BY = (DECISION, *PASS_NAMES)
"""What can find a match; a record keeps the place in this list."""

SETTLED_ROWS = 20_000
"""Settled rows that are asked which numberings both sides share."""


@dataclass(frozen=True)
class Matched:
    """The match of each row (0 = none), the rows still open, and a record a match.

    `bounded` has for each pass that did not look at all rows to the end how many those were.
    """

    match: Ints
    still_open: Rows
    found: Sequence[pd.DataFrame] = field(default=())
    count: int = 0
    counted: bool = False
    bounded: tuple[tuple[str, int], ...] = ()

    @classmethod
    def none(cls, rows: Rows) -> "Matched":
        """Nothing is matched yet."""
        return cls(np.zeros(len(rows), dtype=np.int64), rows)

    def after(self, step: Pass, rows: Rows, rules: Rules, rejections: Rejections) -> "Matched":
        """What is matched when one more pass has run."""
        ready = self if step.name in SURE_PASSES else self._counted(rows)
        findings = rejections.respected(step, ready.still_open, rules)
        return ready.holding(findings, step.name)

    def holding(self, findings: Findings, found_by: str) -> "Matched":
        """What is matched with the findings added."""
        bounded = self.bounded
        if len(findings.bounded):
            bounded = (*bounded, (found_by, len(np.unique(findings.bounded))))
        if not findings.count:
            return replace(self, bounded=bounded)
        match = self.match.copy()
        match[self.still_open.position[findings.row]] = findings.group + self.count + 1
        left = np.ones(len(self.still_open), dtype=bool)
        left[findings.row] = False
        return replace(
            self,
            match=match,
            still_open=self.still_open.take(np.flatnonzero(left)),
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
        twins = twins_of(rows, self.still_open)
        share = max(1, 2 * self.count // SETTLED_ROWS)
        some = rows.take(np.flatnonzero((self.match > 0) & (self.match % share == 0)))
        numberings = together(numbered(self.still_open), numbered(some))
        counted = replace(self.still_open.but(twins=twins), numberings=numberings)
        return replace(self, still_open=counted, counted=True)


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
