"""Which period does a line above the headings state, so that a month and a day alone are a date."""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date

from tieout.ledger.cleaning.written_date import written_date

Period = tuple[date, date]
_DAY = r"(?<!\d)(?:\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?|(?:19|20)\d{6}(?!\d))"
_NAMED_DAY = r"(?<!\d)\d{1,2}[-./ ][^\W\d_]{3,9}\.?[-./, ]+(?:\d{4}|\d{2})(?!\d)"
_MONTH = r"(?<!\d)(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}(?!\d)\s*月?"
_TIME = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?"
_UNTIL = (
    r"[\s\])]*(?:至|到|[—–~～-]+|to|until|through|bis|au|al|hasta|[,，;；]?\s*(?:终止|截止|结束)(?:时间|日期))?"
    r"[\s:：\[(]*"
)
_DAYS = re.compile(
    rf"({_DAY}|{_NAMED_DAY}){_TIME}{_UNTIL}({_DAY}|{_NAMED_DAY})(?!\d)", re.IGNORECASE
)
_MONTHS = re.compile(rf"({_MONTH}){_UNTIL}({_MONTH})(?![-/.月\d])", re.IGNORECASE)


def stated_period(lines: Iterable[str]) -> Period | None:
    """The first period that names both its ends, None where none does.

    >>> [str(day) for day in stated_period(["对账期间：2024年12月1日至2025年1月31日"]) or ()]
    ['2024-12-01', '2025-01-31']
    >>> [str(day) for day in stated_period(["期间：2025.01-2025.02", "1-Apr-24 to 30-Jun-24"]) or ()]
    ['2025-01-01', '2025-02-28']
    >>> stated_period(["打印日期：2025-02-05"])
    """
    for line in lines:
        if days := _DAYS.search(line):
            first, last = (
                written_date(re.sub(r"\s*([年月日])\s*", r"\1", day)) for day in days.groups()
            )
        elif months := _MONTHS.search(line):
            first, last = (_month(month) for month in months.groups())
            last = last and last.replace(day=monthrange(last.year, last.month)[1])
        else:
            continue
        if first and last and first <= last:
            return first, last
    return None


def _month(written: str) -> date | None:
    """The first day of a written month."""
    year, month = map(int, re.findall(r"\d+", written))
    return date(year, month, 1) if 1 <= month <= 12 else None
