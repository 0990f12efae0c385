"""What was typed: a day, a period, an amount, a status; else refused by name."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from tieout.errors import TieoutError
from tieout.ledger.currency import to_major

if TYPE_CHECKING:
    from tieout.books.journal import BatchState


def day(given: str | None) -> date | None:
    """A day, where one was typed."""
    if given is None:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise TieoutError("books.not_a_day", found=given) from None


def whole_period(period: str) -> tuple[date, date]:
    """The first and the last day of an accounting period."""
    from tieout.books import periods

    return periods.first_and_last_day(period)


def amount_of(given: str | None) -> Decimal | None:
    """An amount in major units, where one was typed."""
    if given is None:
        return None
    try:
        found = Decimal(given.replace(",", ""))
    except InvalidOperation:
        raise TieoutError("books.not_an_amount", found=given) from None
    if not found.is_finite():
        raise TieoutError("books.not_an_amount", found=given)
    return found


def cents_of(given: str, currency: str) -> int:
    """An amount in the minor units of its currency."""
    amount = amount_of(given)
    assert amount is not None
    cents = int(amount.scaleb(-int(to_major(1, currency).as_tuple().exponent)))
    if to_major(cents, currency) != amount:
        raise TieoutError("books.not_an_amount", found=given)
    return cents


def state_named(status: str) -> "BatchState | None":
    """Where a batch stands; None for all."""
    if status == "all":
        return None
    from tieout.books.journal import BATCH_STATES

    if status not in BATCH_STATES:
        raise TieoutError("books.unknown_status", found=status)
    return status
