"""What balances does each side have in one currency, and what do their ledgers say of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from tieout.ledger.currency import UNSTATED
from tieout.ledger.ledger import Account, Ledger
from tieout.matching.reconciliation import Reconciliation


@dataclass(frozen=True)
class Balance:
    """One side's balance in one currency, minor units; None where the ledger states nothing.

    `counted_back` tells that the opening follows from a stated closing.
    """

    opening: int | None
    movement: int
    stated_closing: int | None
    counted_back: bool = False

    @property
    def closing(self) -> int | None:
        """Opening + movement, where the opening is known."""
        return None if self.opening is None else self.opening + self.movement


@dataclass(frozen=True)
class Balances:
    """Both sides' balances in one currency."""

    currency: str
    ours: Balance
    theirs: Balance

    @property
    def opening_difference(self) -> int | None:
        """Ours − theirs at the beginning, None where a side states none."""
        if self.ours.opening is None or self.theirs.opening is None:
            return None
        return self.ours.opening - self.theirs.opening

    @property
    def difference(self) -> int:
        """What has to be explained: the closings' difference, or only the movements'."""
        return (self.opening_difference or 0) + self.ours.movement - self.theirs.movement


def balances_of(result: Reconciliation, currency: str) -> Balances:
    """The balances in one currency of all customers together."""
    several = len(result.totals_by_currency) > 1
    return Balances(
        currency,
        _balance(result.our_ledger, currency, several=several),
        _balance(result.their_ledger, currency, several=several),
    )


def _balance(ledger: Ledger, currency: str, *, several: bool) -> Balance:
    movement = ledger.movement(currency)
    opening = _stated(ledger.opening, currency, several=several)
    closing = _stated(ledger.closing, currency, several=several)
    if opening is None and closing is not None:
        return Balance(closing - movement, movement, closing, counted_back=True)
    return Balance(opening, movement, closing)


def _stated(balances: Mapping[Account, int], currency: str, *, several: bool) -> int | None:
    """Where there is one currency only, a balance without one is in it."""
    found = [
        cents
        for account, cents in balances.items()
        if account.currency == currency or (not several and account.currency == UNSTATED)
    ]
    return sum(found) if found else None
