"""What do both books say of a period: what is later is not there yet, what is earlier is in the opening."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from tieout.ledger.ledger import Account, Ledger
from tieout.matching.engine import reconcile
from tieout.matching.reconciliation import Reconciliation
from tieout.progress import Progress, silent


def reconciled_within(
    result: Reconciliation, begin: date | None, end: date | None, progress: Progress = silent
) -> Reconciliation:
    """Both ledgers cut to a period and reconciled anew; the same result where nothing is outside."""
    ours, theirs = result.our_ledger, result.given_theirs
    cut = within(ours, begin, end), within(theirs, begin, end)
    if len(cut[0]) == len(ours) and len(cut[1]) == len(theirs):
        return result
    return reconcile(*cut, result.policy, result.given_decisions, progress, whole=result)


def within(ledger: Ledger, begin: date | None, end: date | None) -> Ledger:
    """A ledger over a period; entries without a date are in it.

    An opening that is not stated stays so unless earlier entries make one. A closing is kept where
    no entry is cut off at the end.
    """
    entries = ledger.entries
    before = _compared(entries, begin, earlier=True)
    after = _compared(entries, end, earlier=False)
    opening = _with(_counted_back(ledger), entries[before]) if before.any() else ledger.opening
    return replace(
        ledger,
        entries=entries[~before & ~after].reset_index(drop=True),
        opening=opening,
        closing={} if after.any() else ledger.closing,
    )


def _compared(entries: pd.DataFrame, day: date | None, *, earlier: bool) -> np.ndarray:
    if day is None:
        return np.zeros(len(entries), dtype=bool)
    first = pd.Timestamp(day) if earlier else pd.Timestamp(day) + pd.Timedelta(days=1)
    dates = entries["date"]
    return ((dates < first) if earlier else (dates >= first)).to_numpy(dtype=bool)


def _counted_back(ledger: Ledger) -> Mapping[Account, int]:
    """The opening balances stated, or what closing balances make them."""
    if ledger.opening or not ledger.closing:
        return ledger.opening
    movement = _sums(ledger.entries)
    lone = len(ledger.closing) == 1
    return {
        account: cents - (sum(movement.values()) if lone else movement.get(account, 0))
        for account, cents in ledger.closing.items()
    }


def _with(opening: Mapping[Account, int], entries: pd.DataFrame) -> dict[Account, int]:
    """Opening balances with earlier entries; a lone balance takes those of its currency."""
    found = dict(opening)
    for account, cents in _sums(entries).items():
        same = [known for known in found if known.currency == account.currency]
        key = account if account in found or len(same) != 1 or len(found) != 1 else same[0]
        found[key] = found.get(key, 0) + cents
    return found


def _sums(entries: pd.DataFrame) -> dict[Account, int]:
    sums = entries.groupby(["customer", "currency"], as_index=False)["amount"].sum()
    columns = (sums[name].tolist() for name in ("customer", "currency", "amount"))
    return {Account(str(c), str(k)): int(cents) for c, k, cents in zip(*columns, strict=True)}
