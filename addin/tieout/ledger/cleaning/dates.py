"""What date did people write: cells as days, or not a date; the order of day and month by column."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import numpy.typing as npt
import pandas as pd

FIRST_YEAR, LAST_YEAR = 1990, 2100
"""Years a ledger can be of; a date outside is taken for a slip."""
_SERIAL_MIN, _SERIAL_MAX = 32_874, 73_415
_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AP]M)?Z?$", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})")
_DAY_NAME = re.compile(r"(\d{1,2})[- ]?([A-Za-z]{3,9})[-, ]*(\d{4}|\d{2})")
_NAME_DAY = re.compile(r"([A-Za-z]{3,9})[- ]?(\d{1,2})[-, ]+(\d{4}|\d{2})")
_MONTHS = {
    name: month
    for month, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
        start=1,
    )
}


@dataclass(frozen=True)
class Dates:
    """A column of dates: `days` datetime64[D], NaT where none; `bad` marks what is no date.

    `order_assumed` is "" or the order of day and month that was taken where the column does not tell.
    """

    days: npt.NDArray[np.datetime64]
    bad: npt.NDArray[np.bool_]
    order_assumed: str = ""


def read_dates(cells: pd.Series, *, epoch_1904: bool = False) -> Dates:
    """Read a column of dates.

    >>> read_dates(pd.Series(["2026-01-05", "20260106", "2026年1月7日", 46030, "31/02/2026"])).bad
    array([False, False, False, False,  True])
    """
    if pd.api.types.is_datetime64_dtype(cells.dtype):
        return _sensible(cells.to_numpy().astype("datetime64[D]"), np.zeros(len(cells), dtype=bool))
    codes, distinct = pd.factorize(_plain(cells))
    day_first, assumed = _order([text for text in distinct if isinstance(text, str)])
    days = [date_of(cell, day_first=day_first, epoch_1904=epoch_1904) for cell in distinct]
    found = np.array([*days, None], dtype="datetime64[D]")[codes]
    given = np.array([_given(cell) for cell in distinct] + [False])[codes]
    return _sensible(found, given & np.isnat(found), assumed)


def date_of(cell: object, *, day_first: bool = True, epoch_1904: bool = False) -> date | None:
    """One written date, None where it is none.

    >>> date_of("5-Jan-24"), date_of("2026.1.5"), date_of("05/01/2026 10:30", day_first=False)
    (datetime.date(2024, 1, 5), datetime.date(2026, 1, 5), datetime.date(2026, 5, 1))
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, (int, float)):
        return _from_number(cell, epoch_1904=epoch_1904)
    text = _tidy(str(cell))
    if text.isdigit() and len(text) != len("20260105"):
        return _from_number(int(text), epoch_1904=epoch_1904)
    parts = _parts(text, day_first=day_first)
    try:
        return date(*parts) if parts else None
    except ValueError:
        return None


def _plain(cells: pd.Series) -> npt.NDArray[np.object_]:
    return cells.astype(object).where(cells.notna(), None).to_numpy(dtype=object)


def _given(cell: object) -> bool:
    return cell is not None and str(cell).strip() not in ("", "-", "--", "/")


def _tidy(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).strip().strip("'`")
    plain = _TIME.sub("", plain)
    return re.sub(r"\s*[年月]\s*", "-", plain).replace("日", "").replace("号", "").strip()


def _parts(text: str, *, day_first: bool) -> tuple[int, int, int] | None:
    if found := _YEAR_FIRST.fullmatch(text) or _EIGHT.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _YEAR_LAST.fullmatch(text):
        first, second = int(found[1]), int(found[2])
        day, month = (first, second) if day_first else (second, first)
        return _full_year(found[3]), month, day
    if (found := _DAY_NAME.fullmatch(text)) and (month := _MONTHS.get(found[2][:3].lower(), 0)):
        return _full_year(found[3]), month, int(found[1])
    if (found := _NAME_DAY.fullmatch(text)) and (month := _MONTHS.get(found[1][:3].lower(), 0)):
        return _full_year(found[3]), month, int(found[2])
    return None


def _full_year(year: str) -> int:
    """Two digits are of this century up to 79, of the last from 80."""
    number = int(year)
    return number if len(year) == 4 else number + (2000 if number < 80 else 1900)


def _from_number(number: float, *, epoch_1904: bool) -> date | None:
    """An Excel serial: days since 1899-12-30, or since 1904-01-01 in the other system."""
    if number == int(number) and (found := _EIGHT.fullmatch(str(int(number)))):
        try:
            return date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            return None
    serial = int(number) + (1462 if epoch_1904 else 0)
    if not _SERIAL_MIN <= serial <= _SERIAL_MAX:
        return None
    return date.fromordinal(date(1899, 12, 30).toordinal() + serial)


def _order(texts: list[str]) -> tuple[bool, str]:
    """Whether the day stands before the month, and what was assumed where nothing tells.

    A part above 12 is a day. Where there is none, the order that keeps the dates closer together;
    where both do, day first.
    """
    found = [match for text in texts if (match := _YEAR_LAST.fullmatch(_tidy(text)))]
    if not found:
        return True, ""
    if any(int(match[1]) > 12 for match in found):
        return True, ""
    if any(int(match[2]) > 12 for match in found):
        return False, ""
    day_first = _span(found, day_first=True) <= _span(found, day_first=False)
    return day_first, "day_month" if day_first else "month_day"


def _span(found: list[re.Match[str]], *, day_first: bool) -> int:
    days = [date_of(match[0], day_first=day_first) for match in found]
    ordinals = [day.toordinal() for day in days if day]
    return max(ordinals) - min(ordinals) if ordinals else 0


def _sensible(
    days: npt.NDArray[np.datetime64], bad: npt.NDArray[np.bool_], assumed: str = ""
) -> Dates:
    years = days.astype("datetime64[Y]").astype(np.int64) + 1970
    strange = ~np.isnat(days) & ((years < FIRST_YEAR) | (years > LAST_YEAR))
    return Dates(np.where(strange, np.datetime64("NaT"), days), bad | strange, assumed)
