"""What amount does one text say: minor units, exactly, or why it is none."""

import re
import unicodedata
from decimal import Decimal
from typing import Literal, NamedTuple

DecimalMark = Literal["", ".", ","]
"""The mark before the decimals; "" where nothing tells."""
LENGTH_MAX = 100
"""Letters of the longest amount with all that people write around it."""
DIGITS_MAX = 15
"""Digits of minor units an amount may have; a longer number is no amount but a reference."""

EMPTY = {"", "-", "--", "---", "—", "——", "–", "无", "/", "N/A", "NA", "NIL", "NULL", "NONE", "NAN"}
ERRORS = {"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"}
_CODES = "CNY|RMB|CNH|USD|EUR|GBP|HKD|JPY|KRW|TWD|SGD|AUD|CAD|CHF|THB|INR|KWD|BHD|MOP|RS"
_MONEY = rf"人民币|US\$|HK\$|NT\$|[¥$€£₹]|(?:{_CODES})(?![A-Z])\.?"
_SIGNS = (
    (re.compile(r"^(CR\b\.?|贷)\s*|\s*(CR\.?|贷)$"), True),
    (re.compile(r"^(DR\b\.?|借)\s*|\s*(DR\.?|借)$"), False),
    (re.compile(r"^\(\s*(?=.*\)$)|(?<=\d)-$|^-\s*"), True),
    (re.compile(r"^\+\s*"), False),
    (re.compile(r"(?:(?<=[.,]\d\d)|(?<=\d)\s+)[CHA]$"), True),
    (re.compile(r"(?:(?<=[.,]\d\d)|(?<=\d)\s+)[DS]$"), False),
)
"""Credit, Haben, Acreedor, Avere lower, Debit, Deudor, Dare, Soll raise what is owed."""
_CURRENCY = re.compile(rf"^({_MONEY})\s*|\s*(元整|元|圆|{_MONEY})$")
_UNITS = {"百万": 6, "千万": 7, "万": 4, "萬": 4, "千": 3, "亿": 8, "億": 8}
_REFUNDED = re.compile(r"^(.*?)\s*\(已(?:全额)?退款.*\)$")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3}")
_SPACED = re.compile(r"(\d{1,3})((?:[ ']\d{3})+)(?=[.,]|$)")
_NUMBER = re.compile(r"\d+(?:\.\d*)?|\.\d+")
_EXPONENT = re.compile(r"(\d+(?:\.\d+)?)E([+-]?\d{1,3})")
_NOISE_DIGITS = 15


class Written(NamedTuple):
    """An amount in minor units, or `why` a text `problem.<why>` says there is none.

    `refunded` marks an amount beside which a refund is noted in brackets.
    """

    cents: int | None = None
    why: str = ""
    refunded: bool = False


def written_amount(text: str, places: int, mark: DecimalMark = "") -> Written:
    """Read one amount; `places` is how far minor units lie below the unit it is written in.

    >>> texts = ("(1,000)", "１２３．４５", "500.00-", "12.5CR", "3万", "1,15,000.00", "¥ -5")
    >>> [written_amount(text, 2).cents for text in texts]
    [-100000, 12345, -50000, -1250, 3000000, 11500000, -500]
    >>> [written_amount(text, 2, ",").cents for text in ("210,00 D", "90,00A", "1.190,00 S", "12S")]
    [21000, -9000, 119000, None]
    >>> written_amount("1.234,50", 2, ","), written_amount("1.234", 2).why, written_amount("1,2OO", 2).why
    (Written(cents=123450, why='', refunded=False), 'unclear_amount', 'letter_in_amount')
    """
    if len(text) > LENGTH_MAX:
        return Written(why="not_an_amount")
    plain = (
        unicodedata.normalize("NFKC", text).replace("−", "-").upper().strip().lstrip("'`").strip()
    )
    refunded = _REFUNDED.match(plain)
    plain, negative = _unsigned(refunded[1] if refunded else plain)
    if len(negative) > 1:
        return Written(why="unclear_amount")
    plain, places = _unit(plain, places)
    number, why = _with_point(_ungrouped(plain), places, mark)
    if why:
        return Written(why=_other_reason(plain, why))
    amount = (Decimal(number) if number else Decimal(0)).scaleb(places)
    cents = int(amount)
    if cents != amount:
        return Written(why="too_many_decimals")
    if len(str(cents)) > DIGITS_MAX:
        return Written(why="too_many_digits")
    return Written(-cents if any(negative) else cents, refunded=bool(refunded))


def is_empty(text: str) -> bool:
    """True for what people write where there is no amount.

    >>> is_empty(" -- "), is_empty("无"), is_empty("0")
    (True, True, False)
    """
    return unicodedata.normalize("NFKC", text).strip(" '`\t\u200b").upper() in EMPTY


def _unsigned(plain: str) -> tuple[str, list[bool]]:
    """The text without its currency and signs, and for each sign whether it is a minus."""
    negative: list[bool] = []
    for _ in range(3):
        plain = _CURRENCY.sub("", plain, count=1)
        for pattern, minus in _SIGNS:
            if found := pattern.search(plain):
                rest = plain[: found.start()] + plain[found.end() :]
                plain = (rest.removesuffix(")") if found[0].startswith("(") else rest).strip()
                negative.append(minus)
    return plain, negative


def _unit(plain: str, places: int) -> tuple[str, int]:
    """万 and 亿 behind a number move its point."""
    for word, more in _UNITS.items():
        if plain.endswith(word) and plain[: -len(word)].strip()[-1:].isdigit():
            return plain.removesuffix(word).strip(), places + more
    return plain, places


def _ungrouped(plain: str) -> str:
    """1 234 and 1'234 without their marks, which group by three and by nothing else."""
    plain = plain.replace("’", "'").replace("\u00a0", " ")
    return _SPACED.sub(lambda found: found[1] + re.sub("[ ']", "", found[2]), plain, count=1)


def _with_point(plain: str, places: int, mark: DecimalMark) -> tuple[str, str]:
    """The digits with a decimal point, or why they cannot be told."""
    if noise := _without_noise(plain, places):
        return noise, ""
    marks = [char for char in plain if char in ".,"]
    if not marks:
        return (plain, "") if plain.isascii() and plain.isdigit() else ("", "not_an_amount")
    decimal = mark or ("" if len(set(marks)) == 1 else marks[-1])
    if not decimal:
        decimal = _from_one(plain, marks, places)
        if not decimal:
            return "", "unclear_amount"
    thousands = "," if decimal == "." else "."
    whole, point, fraction = plain.partition(decimal)
    if thousands in fraction or not re.fullmatch(r"[\d.,]+", plain):
        return "", "unclear_amount" if re.fullmatch(r"[\d.,]+", plain) else "not_an_amount"
    if thousands in whole:
        if not _GROUPED.fullmatch(whole.replace(thousands, ",")):
            return "", "unclear_amount"
        whole = whole.replace(thousands, "")
    number = f"{whole}{point and '.'}{fraction}"
    return (number, "") if _NUMBER.fullmatch(number) else ("", "not_an_amount")


def _from_one(plain: str, marks: list[str], places: int) -> DecimalMark:
    """The decimal mark that one kind of mark in one number allows, "" where it allows two."""
    if not re.fullmatch(r"[\d.,]+", plain):
        return "."
    if len(marks) > 1:
        return "," if marks[0] == "." else "."
    whole, _, fraction = plain.partition(marks[0])
    groups = len(fraction) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0")
    if not groups:
        return "." if marks[0] == "." else ","
    if marks[0] == ",":
        return "" if places == 3 else "."
    return "." if places >= 3 else ""


def _without_noise(plain: str, places: int) -> str:
    """A float written out in full, by the fifteen digits that count; "" where it is none.

    >>> _without_noise("0.30000000000000004", 2), _without_noise("5.684341886080802E-14", 2)
    ('0.3', '0')
    """
    if not re.fullmatch(r"\d*\.\d{6,}(E-\d+)?", plain):
        return ""
    digits = len(re.sub(r"E.*|\.", "", plain).strip("0"))
    rounded = Decimal(f"{Decimal(plain):.{_NOISE_DIGITS - 1}e}").normalize()
    if digits < _NOISE_DIGITS and "E" not in plain:
        return ""
    if abs(Decimal(plain)) < Decimal(10) ** (-places - 6):
        return "0"
    return f"{rounded:f}" if digits > _NOISE_DIGITS and "E" not in plain else ""


def _other_reason(plain: str, why: str) -> str:
    if plain in ERRORS:
        return "error_cell"
    if plain in ("TRUE", "FALSE"):
        return "boolean_amount"
    if re.fullmatch(r"[\d.,]+\s*[%‰]", plain):
        return "percent_amount"
    if _EXPONENT.fullmatch(plain):
        return "rounded_amount"
    if (
        re.search(r"\d", plain)
        and re.fullmatch(r"[\dOLISB,.]+", plain)
        and re.search("[A-Z]", plain)
    ):
        return "letter_in_amount"
    return why
