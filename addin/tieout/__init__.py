"""Tieout (对账): two ledgers of one account become one explained difference."""

from tieout.ledger.ledger import Account, Ledger
from tieout.ledger.reading import read
from tieout.matching.decision import Decision
from tieout.matching.engine import reconcile
from tieout.matching.fingerprints import fingerprints
from tieout.matching.policy import Policy
from tieout.matching.policy_file import read_policy
from tieout.matching.reconciliation import Reconciliation

__all__ = [
    "Account",
    "Decision",
    "Ledger",
    "Policy",
    "Reconciliation",
    "fingerprints",
    "read",
    "read_policy",
    "reconcile",
]
