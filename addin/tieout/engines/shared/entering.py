"""What does Excel make of a value that is put into a cell: the rules of typing it in.

`Range.value = "00123"` gives the number 123 in Excel, `"1-2"` a date, `"+A1"` a formula. An engine
that kept them as texts would hide in our tests what happens to an accountant's references.
"""

import datetime as dt
import math
import re
from dataclasses import dataclass
from decimal import Decimal
from numbers import Real
from typing import Final, Literal

from tieout.engines.shared.functions import with_prefixes

Kind = Literal["empty", "text", "number", "date", "bool", "error", "formula"]

ERRORS: Final = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
DATE_FORMAT, DATE_TIME_FORMAT, TIME_FORMAT = "mm-dd-yy", "m/d/yy h:mm", "h:mm:ss"
"""The built-in formats Excel gives a cell without one: shown in the way of the user's system."""

_MAYBE_NOT_TEXT = frozenset("0123456789=+-@.('#$¥￥%TtFf \t ")
_NUMBER = re.compile(
    r"(?P<sign>[+-]?)(?P<money>[$¥￥]?)(?P<digits>\d{1,3}(?:,\d{3})+|\d+)?(?P<rest>\.\d*)?"
    r"(?P<power>[eE][+-]?\d{1,3})?(?P<percent>%?)"
)
_DATES = (
    (re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})"), (1, 3, 4)),
    (re.compile(r"(\d{4})(年)(\d{1,2})月(\d{1,2})日"), (1, 3, 4)),
    (re.compile(r"(\d{1,2})([-/])(\d{1,2})\2(\d{4}|\d{2})"), (4, 1, 3)),
)
_MONTH_DAY = re.compile(r"(\d{1,2})[-/](\d{1,2})")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")


@dataclass(frozen=True, slots=True)
class Entered:
    """What stands in a cell after a value was put in; `number_format` where Excel chooses one.

    `quoted` says that an apostrophe holds it a text.
    """

    kind: Kind
    value: object
    number_format: str = ""
    quoted: bool = False


EMPTY: Final = Entered("empty", None)


def entered(value: object, *, text_cell: bool = False) -> Entered:
    """What a value becomes; in a cell formatted as text every string stays as it is.

    >>> entered("00123"), entered("'00123")
    (Entered(kind='number', value=123.0, number_format='', quoted=False), Entered(kind='text', value='00123', number_format='', quoted=True))
    >>> entered("=A1").kind, entered("-A1").value, entered("=A1", text_cell=True).kind
    ('formula', '=-A1', 'text')
    """
    if isinstance(value, str):
        return _text(value, text_cell=text_cell)
    if value is None:
        return EMPTY
    if isinstance(value, bool):
        return Entered("bool", value)
    if isinstance(value, (dt.datetime, dt.date, dt.time, dt.timedelta)):
        return _moment(value)
    if isinstance(value, (Real, Decimal)):
        number = float(value)
        return Entered("number", number) if math.isfinite(number) else EMPTY
    if hasattr(value, "item"):
        return entered(value.item(), text_cell=text_cell)
    return Entered("text", str(value))


def is_plain_text(value: str) -> bool:
    """Whether a string stays the text it is without a closer look."""
    return bool(value) and value[0] not in _MAYBE_NOT_TEXT


def _text(value: str, *, text_cell: bool) -> Entered:
    if not value:
        return EMPTY
    if value[0] == "'":
        return Entered("text", value[1:], quoted=True)
    if text_cell or is_plain_text(value):
        return Entered("text", value)
    if value[0] == "=" and len(value) > 1:
        return Entered("formula", with_prefixes(value))
    return _read(value.strip()) or _formula_of(value) or Entered("text", value)


def _read(value: str) -> Entered | None:
    if value.upper() in ("TRUE", "FALSE"):
        return Entered("bool", value.upper() == "TRUE")
    if value.upper() in ERRORS:
        return Entered("error", value.upper())
    return _number(value) or _date(value)


def _number(value: str) -> Entered | None:
    negative = len(value) > 2 and value[0] == "(" and value[-1] == ")"
    found = _NUMBER.fullmatch(value[1:-1] if negative else value)
    if not found or not (found["digits"] or (found["rest"] or ".") != "."):
        return None
    digits = (found["digits"] or "0").replace(",", "")
    number = float(f"{digits}{found['rest'] or ''}{found['power'] or ''}")
    if not math.isfinite(number) or (negative and found["sign"]):
        return None
    number = -number if negative or found["sign"] == "-" else number
    if found["percent"]:
        return Entered("number", number / 100, "0.00%" if found["rest"] else "0%")
    if found["power"]:
        return Entered("number", number, "0.00E+00")
    grouped = "#,##0" if "," in (found["digits"] or "") else ""
    shown = f"{grouped}.00" if grouped and found["rest"] else grouped
    return Entered("number", number, shown)


def _date(value: str) -> Entered | None:
    day, _, clock = value.partition(" ")
    for pattern, order in _DATES:
        if found := pattern.fullmatch(day):
            return _moment_of([int(found[group]) for group in order], clock)
    if (found := _MONTH_DAY.fullmatch(value)) is not None:
        today = dt.date.today()  # noqa: DTZ011  # the user's own calendar, as in Excel
        shown = _moment_of([today.year, int(found[1]), int(found[2])], "")
        return Entered("date", shown.value, "d-mmm") if shown else None
    if found := _TIME.fullmatch(value):
        hour, minute, second = (int(part or 0) for part in found.groups())
        if hour < 24 and minute < 60 and second < 60:
            return Entered(
                "date", dt.time(hour, minute, second), TIME_FORMAT if found[3] else "h:mm"
            )
    return None


def _moment_of(parts: list[int], clock: str) -> Entered | None:
    year, month, day = parts
    year += (2000 if year < 30 else 1900) if year < 100 else 0
    at = _TIME.fullmatch(clock) if clock else None
    if clock and not at:
        return None
    hour, minute, second = (int(part or 0) for part in at.groups()) if at else (0, 0, 0)
    try:
        moment = dt.datetime(year, month, day, hour, minute, second)  # noqa: DTZ001
    except ValueError:
        return None
    return (
        Entered("date", moment, DATE_TIME_FORMAT if at else DATE_FORMAT) if year >= 1900 else None
    )


def _moment(value: dt.datetime | dt.date | dt.time | dt.timedelta) -> Entered:
    if value != value:  # pandas.NaT
        return EMPTY
    if isinstance(value, dt.datetime):
        plain = dt.datetime(*value.timetuple()[:6], value.microsecond)  # noqa: DTZ001
        clock = plain.time() != dt.time()
        return Entered("date", plain, DATE_TIME_FORMAT if clock else DATE_FORMAT)
    if isinstance(value, dt.date):
        return Entered("date", dt.datetime(value.year, value.month, value.day), DATE_FORMAT)  # noqa: DTZ001
    return Entered("date", value, TIME_FORMAT if isinstance(value, dt.time) else "[h]:mm:ss")


def _formula_of(value: str) -> Entered | None:
    """A text that begins with a sign is a formula to Excel: `-A1`, `+1+2`, `@SUM(A1)`."""
    if value[0] in "+-" and len(value) > 1:
        return Entered("formula", with_prefixes("=" + value.removeprefix("+")))
    if value[0] == "@" and len(value) > 1:
        return Entered("formula", with_prefixes("=" + value[1:]))
    return None
