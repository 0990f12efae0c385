"""Which entries carry a difference: one line each, together our balance − theirs."""

import pandas as pd

from tieout.matching.reconciliation import Reconciliation


def differing_rows(result: Reconciliation) -> pd.DataFrame:
    """The entries that carry a difference, ours first; together they are ours − theirs.

    side, line, date, reference, memo, customer, currency, amount, match, cause, difference.
    """
    sides = []
    for side, ledger, found in (
        ("ours", result.our_ledger, result.ours),
        ("theirs", result.their_ledger, result.theirs),
    ):
        said = ledger.entries[
            ["line", "date", "reference", "memo", "customer", "currency", "amount"]
        ]
        found = found[["match", "cause", "state", "difference"]]
        sides.append(pd.concat([said, found], axis=1).assign(side=side))
    rows = pd.concat(sides, ignore_index=True)
    return rows[rows["difference"] != 0].reset_index(drop=True)
