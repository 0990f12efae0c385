"""Tieout (对账): two ledgers of one account become one explained difference."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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

_HOMES = {
    "Account": "ledger.ledger",
    "Decision": "matching.decision",
    "Ledger": "ledger.ledger",
    "Policy": "matching.policy",
    "Reconciliation": "matching.reconciliation",
    "fingerprints": "matching.fingerprints",
    "read": "ledger.reading",
    "read_policy": "matching.policy_file",
    "reconcile": "matching.engine",
}


def __getattr__(name: str) -> object:
    """A public name from its room, once it is asked for: a part of us starts without the rest."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
