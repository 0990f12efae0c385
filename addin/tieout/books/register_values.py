"""What does a cell of base data mean, how is it shown, and what is wrong with it."""

import re
from decimal import Decimal, InvalidOperation

import iso4217
from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError
from stdnum.util import isdigits

from tieout.books.digests import clean_text
from tieout.books.registers import FieldRule
from tieout.ledger.currency import decimals, to_major
from tieout.texts import LANGUAGES, text

NUMBER_MAX = 10**15
"""Numbers beyond it have lost digits in a spreadsheet."""


class WrongValue(Exception):  # noqa: N818
    """What is wrong with a cell: `why` names a text `base_problem.<why>`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def value_of(rule: FieldRule, cell: object, currency: str = "") -> object:
    """The value a cell means; raises `WrongValue`."""
    written = as_text(cell)
    if rule.required and not written:
        raise WrongValue("missing")
    if rule.kind in ("text", "choice", "currency", "tax_number"):
        return _text_of(rule, written)
    if rule.kind == "yes_no":
        return _yes_or_no(written)
    if not written:
        return None
    if rule.kind == "amount":
        return _scaled(written, decimals(currency), "not_an_amount")
    if rule.kind == "rate":
        return _basis_points(written)
    return _scaled(written, 0, "not_a_number")


def shown(rule: FieldRule, value: object, currency: str = "") -> str:
    """A value as text, as it can be typed again.

    >>> shown(FieldRule("terms_days", "number"), 30), shown(FieldRule("tax_rate_bp", "rate"), 1300)
    ('30', '13%')
    """
    if value is None:
        return ""
    if rule.kind == "amount":
        return str(to_major(int(str(value)), currency))
    if rule.kind == "rate":
        return f"{(Decimal(str(value)) / 100).normalize():f}%"
    if rule.kind == "yes_no":
        return text("books_said.yes" if value else "books_said.no")
    return str(value)


def as_text(cell: object) -> str:
    """A cell as it was typed; 1001.0 of a spreadsheet is 1001.

    >>> as_text(1001.0), as_text(" A "), as_text(None)
    ('1001', 'A', '')
    """
    if cell is None or cell != cell:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, int | float):
        if abs(cell) >= NUMBER_MAX:
            raise WrongValue("long_number")
        return f"{Decimal(str(cell)).normalize():f}"
    return clean_text(str(cell)).strip()


def check_tax_number(written: str) -> str:
    """A tax number without spaces, its check digit checked where it is Chinese; raises `WrongValue`.

    >>> check_tax_number("9111 0000 6000 37341L")
    '91110000600037341L'
    """
    compact = re.sub(r"[\s-]", "", written).upper()
    if len(compact) == 18:
        try:
            return str(ric.validate(compact) if isdigits(compact[:17]) else uscc.validate(compact))
        except ValidationError:
            try:
                return str(uscc.validate(compact))
            except ValidationError:
                raise WrongValue("not_a_tax_number") from None
    if not re.fullmatch(r"[A-Z0-9]{8,20}", compact):
        raise WrongValue("not_a_tax_number")
    return compact


def _text_of(rule: FieldRule, written: str) -> str:
    if not written:
        return ""
    if rule.kind == "tax_number":
        return check_tax_number(written)
    if rule.kind == "currency":
        try:
            return str(iso4217.Currency(written.upper()).code)
        except ValueError:
            raise WrongValue("not_a_currency") from None
    if rule.kind == "choice" and written not in rule.choices:
        raise WrongValue("not_a_choice")
    return written


def _yes_or_no(written: str) -> int:
    """Blank is yes: who lists something means it to be used."""
    yes = {"", "1", *(text("books_said.yes", each).casefold() for each in LANGUAGES)}
    no = {"0", *(text("books_said.no", each).casefold() for each in LANGUAGES)}
    if written.casefold() not in yes | no:
        raise WrongValue("not_yes_or_no")
    return int(written.casefold() in yes)


def _basis_points(written: str) -> int:
    """A cell formatted as a percentage holds 0.13; a typed 13 or 13% means the same."""
    percent = written.removesuffix("%").strip()
    try:
        hundredths = percent != written or Decimal(_plain(percent)) > 1
    except WrongValue:
        raise WrongValue("not_a_rate") from None
    return _scaled(percent, 2 if hundredths else 4, "not_a_rate")


def _plain(written: str) -> str:
    plain = written.replace(",", "").replace("，", "").strip()
    try:
        if Decimal(plain).is_finite():
            return plain
    except InvalidOperation:
        pass
    raise WrongValue("not_a_number")


def _scaled(written: str, places: int, why: str) -> int:
    """A whole number of the smallest unit; never rounded, never negative."""
    try:
        scaled = Decimal(_plain(written)).scaleb(places)
    except WrongValue:
        raise WrongValue(why) from None
    if scaled != scaled.to_integral_value() or scaled < 0 or scaled >= NUMBER_MAX:
        raise WrongValue(why)
    return int(scaled)
