"""What day does one text say, given the order in which the column writes its dates."""

import re
import unicodedata
from datetime import date, datetime
from typing import Literal

Order = Literal["day_month", "month_day", "year_month"]
"""How three numbers are a date where the first is not a year of four digits."""

LENGTH_MAX = 100
"""Letters of the longest date with its time, its weekday and its zone."""
SERIAL_MIN, SERIAL_MAX = 32_874, 73_415
"""Excel serials of 1990 to 2100."""
_EPOCH, _EPOCH_1904_LATER = date(1899, 12, 30).toordinal(), 1462
_TIME = re.compile(
    r"\s*(?:[ T]|(?<=日)|上午|下午)\s*\d{1,2}(?:[:.时]\d{1,2})(?:[:.分](?:\d{1,2}(?:[.,]\d+)?秒?)?)?"
    r"\s*(?:[AP]\.?M\.?)?\s*(?:Z|[+-]\d{2}:?\d{2}|[A-Z]{3,4})?$",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    r"^(mon|tue|wed|thu|fri|sat|sun)[a-z]*[,. ]+|\(?(星期|周)[一二三四五六日天]\)?", re.IGNORECASE
)
_YEAR_FIRST = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})")
_EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0+)?")
"""20250131.0 is a day that was a number on its way."""
_FOURTEEN = re.compile(r"(\d{4})(\d{2})(\d{2})\d{6}")
_THREE = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})")
_MONTH_DAY = re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?")
_TWO = re.compile(r"(\d{1,2})[-/.](\d{1,2})")
_FOUR = re.compile(r"(\d{1,2})(\d{2})")
"""0501 or 501 is 5 January, or 1 May, as DATEV writes it."""
_DAY_NAME = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[-./ ]*([^\W\d_]{3,10})\.?[-./, ]*(\d{4}|\d{2})")
_NAME_DAY = re.compile(r"([^\W\d_]{3,10})\.?[-./ ]*(\d{1,2})(?:st|nd|rd|th)?[-./, ]+(\d{4}|\d{2})")
_MONTHS = {
    name: month
    for month, names in enumerate(
        (
            "jan ene gen janv", "feb fev fév févr", "mar mär mrz mars marz", "apr abr avr",
            "may mai mag", "jun giu juin", "jul lug juil", "aug ago aoû août", "sep set sept",
            "oct okt ott", "nov", "dec dez dic déc",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip


def written_date(
    cell: object, order: Order = "day_month", *, epoch_1904: bool = False, year: int = 0
) -> date | None:
    """One written date, None where it is none; `year` is that of a month and day without one.

    >>> [str(written_date(t)) for t in ("5-Jan-24", "2026.1.5", "2026年1月5日 10时30分", "20260105", 46027)]
    ['2024-01-05', '2026-01-05', '2026-01-05', '2026-01-05', '2026-01-05']
    >>> written_date("05/01/2026 10:30 PM", "month_day"), written_date("1月5日", year=2026), written_date("1月5日")
    (datetime.date(2026, 5, 1), datetime.date(2026, 1, 5), None)
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, bool):
        return None
    if isinstance(cell, str) and len(cell) > LENGTH_MAX:
        return None
    if isinstance(cell, (int, float)):
        return _from_number(float(cell), epoch_1904=epoch_1904)
    if year and (found := _MONTH_DAY.fullmatch(str(cell).strip())):
        return _valid(year, int(found[1]), int(found[2]))
    text = tidy_date(str(cell))
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        return _from_number(float(text), epoch_1904=epoch_1904)
    parts = _parts(text, order, year)
    return _valid(*parts) if parts else None


def tidy_date(text: str) -> str:
    """A written date without its time, weekday, and Chinese words.

    >>> tidy_date(" ２０２６年1月5日 星期一 10:30:00"), tidy_date("Monday, 5 Jan 2026 9:05 am")
    ('2026-1-5', '5 Jan 2026')
    """
    plain = unicodedata.normalize("NFKC", text[:LENGTH_MAX]).strip().strip("'`\t ").strip()
    plain = _TIME.sub("", plain)
    plain = _WEEKDAY.sub("", plain).strip()
    return re.sub(r"\s*[年月]\s*", "-", plain).replace("日", "").replace("号", "").strip()


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _parts(text: str, order: Order, year: int) -> tuple[int, int, int] | None:
    for pattern in (_YEAR_FIRST, _EIGHT, _FOURTEEN):
        if found := pattern.fullmatch(text):
            return int(found[1]), int(found[2]), int(found[3])
    if found := _THREE.fullmatch(text):
        return _ordered(found, order)
    if found := _DAY_NAME.fullmatch(text):
        return _named(found[3], found[2], found[1])
    if found := _NAME_DAY.fullmatch(text):
        return _named(found[3], found[1], found[2])
    if year and (found := _TWO.fullmatch(text) or _FOUR.fullmatch(text)):
        first, second = int(found[1]), int(found[2])
        return (year, second, first) if order == "day_month" else (year, first, second)
    return None


def _ordered(found: re.Match[str], order: Order) -> tuple[int, int, int] | None:
    first, second, third = found.groups()
    if order == "year_month":
        return (_full_year(first), int(second), int(third)) if len(third) == 2 else None
    day, month = (first, second) if order == "day_month" else (second, first)
    return _full_year(third), int(month), int(day)


def _named(year: str, month: str, day: str) -> tuple[int, int, int] | None:
    name = month.lower()
    number = _MONTHS.get(name[:4]) or _MONTHS.get(name[:3], 0)
    return (_full_year(year), number, int(day)) if number else None


def _full_year(year: str) -> int:
    """Two digits are of this century up to 79, of the last from 80."""
    number = int(year)
    return number if len(year) == 4 else number + (2000 if number < 80 else 1900)


def _from_number(number: float, *, epoch_1904: bool) -> date | None:
    """An Excel serial: days since 1899-12-30, or since 1904-01-01 in the other system."""
    if number == int(number) and (found := _EIGHT.fullmatch(str(int(number)))):
        return _valid(int(found[1]), int(found[2]), int(found[3]))
    serial = int(number) + (_EPOCH_1904_LATER if epoch_1904 else 0)
    return date.fromordinal(_EPOCH + serial) if SERIAL_MIN <= serial <= SERIAL_MAX else None
