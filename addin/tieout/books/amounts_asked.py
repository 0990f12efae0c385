"""Which entries are of an amount: by its size, of a debit or of a credit, in the decimals of each currency."""

from collections.abc import Iterator, Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cache

import iso4217
from sqlalchemy import ColumnElement, and_, or_

from tieout.books.schema import ENTRIES
from tieout.ledger.currency import decimals

CENTS_MAX = 2**63 - 1


def of_amount(
    least: Decimal | None, most: Decimal | None, currency: str | None
) -> ColumnElement[bool]:
    """Entries whose size lies between two amounts in major units; without a currency, each in its own."""
    if currency is not None:
        return or_(*_ranges(least, most, decimals(currency)))
    return or_(
        *(
            and_(each, which)
            for places, which in _currencies().items()
            for each in _ranges(least, most, places)
        )
    )


def _ranges(
    least: Decimal | None, most: Decimal | None, places: int
) -> Iterator[ColumnElement[bool]]:
    """Both ends are always given: a range open to one side looks to the database like half of all entries."""
    low = _cents(least or Decimal(0), places, ROUND_CEILING)
    high = CENTS_MAX if most is None else _cents(most, places, ROUND_FLOOR)
    yield ENTRIES.c.cents.between(low, high)
    yield ENTRIES.c.cents.between(-high, -low)


def _cents(amount: Decimal, places: int, rounding: str) -> int:
    return min(int(amount.scaleb(places).to_integral_value(rounding)), CENTS_MAX)


@cache
def _currencies() -> Mapping[int, ColumnElement[bool]]:
    """By how many decimals: the currencies that have so many; two have all that are not named."""
    others: dict[int, list[str]] = {}
    for each in iso4217.Currency:
        if decimals(each.code) != 2:
            others.setdefault(decimals(each.code), []).append(each.code)
    named = sorted(code for codes in others.values() for code in codes)
    found: dict[int, ColumnElement[bool]] = {2: ENTRIES.c.currency.not_in(named)}
    return found | {places: ENTRIES.c.currency.in_(codes) for places, codes in others.items()}
