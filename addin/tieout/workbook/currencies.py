"""In which currency is each entry: one that a side does not state is the only one of the other."""

from collections.abc import Mapping
from dataclasses import replace

from tieout.ledger.currency import UNSTATED
from tieout.ledger.ledger import Account, Ledger
from tieout.matching.reconciliation import Reconciliation


def in_stated_currencies(result: Reconciliation) -> Reconciliation:
    """The same result, where a currency that one side leaves unstated is the other's.

    That is how the entries were matched; the totals follow it here.
    """
    ours, theirs = result.our_ledger, result.their_ledger
    if UNSTATED not in (*ours.currencies, *theirs.currencies):
        return result
    return replace(result, our_ledger=_stated(ours, theirs), their_ledger=_stated(theirs, ours))


def _stated(ledger: Ledger, other: Ledger) -> Ledger:
    named = [currency for currency in other.currencies if currency != UNSTATED]
    if len(named) != 1 or UNSTATED not in ledger.currencies:
        return ledger
    currency = ledger.entries["currency"]
    return replace(
        ledger,
        entries=ledger.entries.assign(currency=currency.where(currency != UNSTATED, named[0])),
        opening=_named(ledger.opening, named[0]),
        closing=_named(ledger.closing, named[0]),
    )


def _named(balances: Mapping[Account, int], currency: str) -> dict[Account, int]:
    return {Account(a.customer, a.currency or currency): cents for a, cents in balances.items()}
