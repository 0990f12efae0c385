"""Which currency do people mean: an ISO 4217 code from a code, a sign or a name."""

from functools import cache

import iso4217

from tieout.ledger.cleaning.simplified import simplified

_NAMES = {
    "人民币": "CNY", "人民币元": "CNY", "rmb": "CNY", "元": "CNY", "¥": "CNY", "￥": "CNY", "cny": "CNY",
    "美元": "USD", "美金": "USD", "$": "USD", "us$": "USD", "欧元": "EUR", "€": "EUR", "英镑": "GBP",
    "£": "GBP", "港币": "HKD", "港元": "HKD", "hk$": "HKD", "日元": "JPY", "日币": "JPY", "韩元": "KRW",
    "新加坡元": "SGD", "澳元": "AUD", "加元": "CAD", "新台币": "TWD", "台币": "TWD", "澳门元": "MOP",
    "瑞士法郎": "CHF", "卢布": "RUB", "泰铢": "THB", "科威特第纳尔": "KWD", "巴林第纳尔": "BHD",
}  # fmt: skip


@cache
def currency_code(text: str) -> str | None:
    """The code of a currency, None where the text names none.

    >>> currency_code("人民币"), currency_code("usd"), currency_code(" RMB "), currency_code("元宝")
    ('CNY', 'USD', 'CNY', None)
    """
    plain = simplified(text.strip()).lower()
    if plain in _NAMES:
        return _NAMES[plain]
    try:
        return str(iso4217.Currency(plain.upper()).code)
    except ValueError:
        return next((c.code for c in iso4217.Currency if c.currency_name.lower() == plain), None)
