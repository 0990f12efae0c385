"""Tieout (对账): two ledgers of one account become one explained difference."""

from tieout.ledger.ledger import Account, Ledger
from tieout.ledger.reading import read
from tieout.matching.engine import reconcile
from tieout.matching.policy import Policy
from tieout.matching.reconciliation import Reconciliation

__all__ = ["Account", "Ledger", "Policy", "Reconciliation", "read", "reconcile"]
