"""How are two ledgers reconciled: every pass in order over what is still open."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from tieout.ledger.ledger import Ledger
from tieout.matching.accounts import accounts_of
from tieout.matching.coded import Ints
from tieout.matching.findings import NOTHING, Findings
from tieout.matching.open_causes import open_causes
from tieout.matching.passes import OTHER_PASSES, PASSES, SURE_PASSES, Pass
from tieout.matching.policy import Policy
from tieout.matching.reconciliation import Reconciliation
from tieout.matching.rows import Rows, rows_of, twins_of
from tieout.matching.signs import their_sign


def reconcile(ours: Ledger, theirs: Ledger, policy: Policy | None = None) -> Reconciliation:
    """Reconcile their ledger with ours; theirs is turned round first where it mirrors ours."""
    policy = policy or Policy()
    rows = rows_of(ours, theirs, accounts_of(ours, theirs))
    finding = their_sign(rows)
    turned = rows.theirs & (finding.account_signs[rows.account] < 0)
    rows = replace(rows, amount=np.where(turned, -rows.amount, rows.amount))
    theirs = theirs.mirrored(turned[len(ours) :], finding.sign)
    matched = _Matched.none(rows)
    for step in SURE_PASSES:
        matched = matched.after(step, policy)
    matched = matched.counting_twins(rows)
    for step in OTHER_PASSES:
        matched = matched.after(step, policy)
    match, found = matched.match, pd.concat([_NOTHING_FOUND, *matched.found], ignore_index=True)
    causes = open_causes(rows, match, policy)
    return Reconciliation(ours, theirs, policy, finding, rows, match, found, causes)


@dataclass(frozen=True)
class _Matched:
    """What the passes so far have found: the match of each row (0 = none), and what is open."""

    match: Ints
    still_open: Rows
    found: Sequence[pd.DataFrame] = field(default=())
    count: int = 0

    @classmethod
    def none(cls, rows: Rows) -> "_Matched":
        return cls(np.zeros(len(rows), dtype=np.int64), rows)

    def after(self, step: Pass, policy: Policy) -> "_Matched":
        findings = step.find(self.still_open, policy)
        if not findings.count:
            return self
        match = self.match.copy()
        match[self.still_open.position[findings.row]] = findings.group + self.count + 1
        left = np.ones(len(self.still_open), dtype=bool)
        left[findings.row] = False
        return _Matched(
            match,
            self.still_open.take(left),
            (*self.found, _record(findings, step)),
            self.count + findings.count,
        )

    def counting_twins(self, rows: Rows) -> "_Matched":
        twins = twins_of(rows, self.still_open)
        return replace(self, still_open=replace(self.still_open, twins=twins))


def _record(findings: Findings, step: Pass) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "pass": np.full(findings.count, PASSES.index(step)),
            "state": findings.state,
            "cause": findings.cause,
            "alternatives": findings.alternatives,
            "confidence": findings.confidence,
        }
    )


_NOTHING_FOUND = _record(NOTHING, PASSES[0])
