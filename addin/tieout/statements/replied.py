"""What did a customer write into the cells of a reply: a word, a balance, a name, a day."""

from datetime import datetime
from decimal import Decimal, InvalidOperation

from tieout.ledger.currency import decimals, to_cents


def agrees(value: object) -> bool | None:
    """Whether the word chosen says so; None where nothing, or something else, stands there."""
    said = str(value or "").strip().casefold()
    if said in ("相符", "agrees", "agreed", "yes", "是"):
        return True
    return False if said in ("不符", "disagrees", "no", "否") else None


def their_balance(said: dict[str, object], currency: str) -> int | None:
    """The balance stated, or what they say they owe less what we owe."""
    stated = _cents(said.get("balance"), currency)
    if stated is not None:
        return stated
    us, you = (_cents(said.get(name), currency) for name in ("owed_to_us", "owed_by_us"))
    return None if us is None and you is None else (us or 0) - (you or 0)


def short(value: object, length_max: int = 500) -> str:
    """What a customer wrote, as one plain line; a day without the hour nobody wrote.

    >>> short(" a  b "), short(datetime(2026, 4, 3))
    ('a b', '2026-04-03')
    """
    if isinstance(value, datetime):
        value = value.date()
    return " ".join(str("" if value is None else value).split())[:length_max]


def _cents(value: object, currency: str) -> int | None:
    """An amount as a cell holds it or as people write it; None where it is none."""
    if value is None or isinstance(value, bool):
        return None
    plain = str(value).translate(_PLAIN).strip()
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        return None
    if not amount.is_finite() or abs(amount) >= Decimal(10) ** (17 - decimals(currency)):
        return None
    return to_cents(amount, currency)


_PLAIN = str.maketrans(
    {",": None, "，": None, "¥": None, "￥": None, "元": None, " ": None}
    | {chr(0xFF10 + digit): str(digit) for digit in range(10)}
    | {"．": ".", "－": "-"}
)
