"""How many minor units has a currency, and how does an amount cross between units."""

from decimal import ROUND_HALF_UP, Decimal
from functools import cache

import iso4217

UNSTATED = ""
"""The currency of a ledger that names none; two decimals, as nearly all have."""


@cache
def decimals(currency: str) -> int:
    """Decimals of a currency by ISO 4217; two where it is unstated or unknown.

    >>> decimals("CNY"), decimals("JPY"), decimals("KWD"), decimals("")
    (2, 0, 3, 2)
    """
    try:
        exponent = iso4217.Currency(currency).exponent
    except ValueError:
        return 2
    return 2 if exponent is None else int(exponent)


def to_cents(amount: Decimal, currency: str) -> int:
    """Minor units of an amount, half away from zero beyond the last decimal.

    >>> to_cents(Decimal("12.345"), "KWD"), to_cents(Decimal("-0.005"), "CNY")
    (12345, -1)
    """
    return int(amount.scaleb(decimals(currency)).to_integral_value(ROUND_HALF_UP))


def to_major(cents: int, currency: str) -> Decimal:
    """Amount in major units, exact.

    >>> to_major(12345, "CNY"), to_major(12345, "JPY")
    (Decimal('123.45'), Decimal('12345'))
    """
    return Decimal(int(cents)).scaleb(-decimals(currency))


def format_amount(cents: int, currency: str) -> str:
    """An amount as people read it.

    >>> format_amount(-123456789, "CNY"), format_amount(5, "JPY")
    ('-1,234,567.89', '5')
    """
    return f"{to_major(cents, currency):,}"


def number_format(currency: str) -> str:
    """The Excel number format of amounts in a currency: thousands, minus in red, zero as a dash.

    >>> number_format("CNY")
    '#,##0.00;[Red]-#,##0.00;"-"'
    """
    places = decimals(currency)
    digits = "#,##0" + ("." + "0" * places if places else "")
    return f'{digits};[Red]-{digits};"-"'
