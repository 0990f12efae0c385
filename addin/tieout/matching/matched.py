"""What have the passes found so far: the match of each row, and what is still open."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from tieout.at_once import at_once
from tieout.matching.coded import Ints
from tieout.matching.findings import Findings, by_rows, joined, placed
from tieout.matching.grouping import one_in
from tieout.matching.numberings import together
from tieout.matching.pass_names import DECISION, PASS_NAMES
from tieout.matching.passes import ACROSS_ACCOUNTS, SURE_PASSES, Pass
from tieout.matching.rejecting import Rejections
from tieout.matching.rows import Rows, by_accounts, numbered, reunited, with_near_twins, with_twins
from tieout.matching.rules import Rules

FOUND_BY = (DECISION, *PASS_NAMES)
"""What can find a match; a record keeps the place in this list."""

SETTLED_ROWS = 20_000
"""Settled rows that are asked which numberings both sides share."""


@dataclass(frozen=True)
class Matched:
    """What was found so far, and the rows still open.

    `parts` are the open rows, those of an account in one of them, so that they can be looked at at
    the same time; `size` is the number of all rows. `steps` has what each pass found, on all rows.
    """

    size: int
    parts: tuple[Rows, ...]
    steps: tuple[tuple[str, Findings], ...] = ()
    counted: bool = False

    @classmethod
    def none(cls, rows: Rows) -> "Matched":
        """Nothing is matched yet."""
        parts = at_once(with_twins, by_accounts(rows), rows=len(rows))
        return cls(len(rows), tuple(parts))

    def after(self, step: Pass, rows: Rows, rules: Rules, rejections: Rejections) -> "Matched":
        """What is matched when one more pass has run."""
        ready = self if step.name in SURE_PASSES else self._counted(rows)
        if step.name in ACROSS_ACCOUNTS:
            every = reunited(ready.parts, rows)
            found = placed(rejections.respected(step, every, rules), every.position)
            return ready.holding(found, step.name)
        # One part stays when all are empty, so that there always is one.
        parts = [part for part in ready.parts if len(part)] or ready.parts[:1]
        looked_at = at_once(
            lambda part: _looked_at(part, rejections.respected(step, part, rules)),
            parts,
            rows=sum(map(len, parts)),
        )
        findings = joined([found for found, _ in looked_at])
        return ready._with(findings, [left for _, left in looked_at], step.name)

    def holding(self, findings: Findings, found_by: str) -> "Matched":
        """What is matched with the findings, on the whole of the rows, added."""
        if not findings.count:
            return self._with(findings, self.parts, found_by)
        is_open = np.ones(self.size, dtype=bool)
        is_open[findings.row] = False
        left = [part.take(np.flatnonzero(is_open[part.position])) for part in self.parts]
        return self._with(findings, left, found_by)

    def _with(self, findings: Findings, left: Sequence[Rows], found_by: str) -> "Matched":
        return replace(self, parts=tuple(left), steps=(*self.steps, (found_by, findings)))

    def outcome(self) -> tuple[Ints, pd.DataFrame]:
        """The match of each row, 0 where it is open, and the record of the matches.

        The record has a line a match: pass (place in FOUND_BY), state, cause, alternatives, confidence.
        """
        match = np.zeros(self.size, dtype=np.int64)

        def lay(findings: Findings, before: int) -> Findings:
            ordered = by_rows(findings)
            match[ordered.row] = ordered.group + before + 1
            return ordered

        counts = [findings.count for _, findings in self.steps]
        place = [FOUND_BY.index(found_by) for found_by, _ in self.steps]
        before = np.cumsum(counts) - counts
        found = at_once(
            lambda step: lay(self.steps[step][1], int(before[step])),
            range(len(counts)),
            rows=self.size,
        )
        columns = ("state", "cause", "alternatives", "confidence")
        record = {
            "pass": np.repeat(place, counts),
            **{name: np.concatenate([getattr(one, name) for one in found]) for name in columns},
        }
        return match, pd.DataFrame(record, copy=False)

    @property
    def bounded(self) -> tuple[tuple[str, int], ...]:
        """For each pass that did not look at all rows to the end, how many those were."""
        return tuple(
            (found_by, len(np.unique(findings.bounded)))
            for found_by, findings in self.steps
            if len(findings.bounded)
        )

    def _counted(self, rows: Rows) -> "Matched":
        """With what only the sure passes need not know: the numberings, and what else has an amount."""
        if self.counted:
            return self
        settled, *still_open = at_once(
            numbered, [self._some_settled(rows), *self.parts], rows=len(rows)
        )
        numberings = together(settled.times(self._settled_share), *still_open)
        near = at_once(with_near_twins, self.parts, rows=len(rows))
        parts = tuple(replace(part, numberings=numberings) for part in near)
        return replace(self, parts=parts, counted=True)

    @property
    def _settled_share(self) -> int:
        """One in how many of the matched rows is asked about numberings."""
        return max(1, 2 * sum(found.count for _, found in self.steps) // SETTLED_ROWS)

    def _some_settled(self, rows: Rows) -> Rows:
        """Some of the matched rows, chosen by their amounts, so that both sides choose alike."""
        row = np.sort(np.concatenate([found.row for _, found in self.steps]))
        return rows.take(row[one_in(self._settled_share, rows.amount[row])])


def _looked_at(part: Rows, found: Findings) -> tuple[Findings, Rows]:
    """What was found in a part, on the whole of the rows, and the rows of the part left open."""
    is_open = np.ones(len(part), dtype=bool)
    is_open[found.row] = False
    left = part.take(np.flatnonzero(is_open)) if found.count else part
    return placed(found, part.position), left
