"""How are two ledgers reconciled: every pass in order over what is still open."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from tieout.ledger.ledger import Ledger
from tieout.matching.accounts import accounts_of
from tieout.matching.findings import NOTHING, Findings, joined
from tieout.matching.open_causes import open_causes
from tieout.matching.passes import PASSES
from tieout.matching.policy import Policy
from tieout.matching.reconciliation import Reconciliation
from tieout.matching.rows import Rows, rows_of
from tieout.matching.signs import their_sign


def reconcile(
    ours: Ledger, theirs: Ledger, policy: Policy | None = None, decisions: Sequence[object] = ()
) -> Reconciliation:
    """Reconcile their ledger with ours; theirs is turned round first where it mirrors ours."""
    policy = policy or Policy()
    accounts = accounts_of(ours, theirs)
    finding = their_sign(ours, theirs, accounts)
    theirs = theirs.mirrored() if finding.sign < 0 else theirs
    rows = rows_of(ours, theirs, accounts)
    match, matches = _matched(rows, policy)
    open_rows = np.flatnonzero(match == 0)
    causes = open_causes(rows, open_rows, match, policy)
    return Reconciliation(ours, theirs, policy, finding, rows, match, matches, causes)


def _matched(rows: Rows, policy: Policy) -> tuple[np.ndarray, pd.DataFrame]:
    """The match of each row (0 = none), and the matches, in the order they were found."""
    match = np.zeros(len(rows), dtype=np.int64)
    still_open, count, records = rows, 0, []
    for step in PASSES:
        findings = step.find(still_open, policy)
        match[still_open.position[findings.row]] = findings.group + count + 1
        count += findings.count
        records.append(_record(findings, step.name))
        if findings.count:
            left = np.ones(len(still_open), dtype=bool)
            left[findings.row] = False
            still_open = still_open.take(left)
    return match, pd.concat(records, ignore_index=True)


def _record(findings: Findings, name: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "pass": pd.Categorical.from_codes(
                np.full(findings.count, [step.name for step in PASSES].index(name)),
                [step.name for step in PASSES],
            ),
            "state": findings.state,
            "cause": findings.cause,
            "alternatives": findings.alternatives,
            "confidence": findings.confidence,
        }
    )
