"""What do cells ask of the books: a period, a customer, a type, a keyword and amounts, as people write them."""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

import pandas as pd

from tieout.books.books import Books
from tieout.books.customers_named import customers_named
from tieout.books.query import Answer, Question, query
from tieout.errors import TieoutError
from tieout.ledger.cleaning.amounts import read_amounts
from tieout.ledger.cleaning.currencies import currency_code
from tieout.ledger.cleaning.dates import FIRST_YEAR, LAST_YEAR, read_dates
from tieout.ledger.currency import decimals, to_major
from tieout.texts import table, text

Days = tuple[date | None, date | None]
"""The first and the last day, None where it is open."""

_SINCE_UNTIL = re.compile(r"\s*(?:\.\.|~|～|至|到|\bto\b)\s*")
_YEAR = re.compile(r"(\d{4})\s*年?")
_QUARTER = re.compile(
    r"(\d{4})\s*年?\s*[-/]?\s*(?:Q([1-4])|第?([1-4一二三四])季度?)", re.IGNORECASE
)
_QUARTERS = {
    word: number for number in (1, 2, 3, 4) for word in (str(number), "一二三四"[number - 1])
}
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?")


def question(
    period: Sequence[object] = (),
    customer: str = "",
    kind: str = "",
    keyword: str = "",
    least: object = None,
    most: object = None,
    currency: str = "",
) -> Question:
    """The question that cells ask; what is blank asks nothing. Amounts are sizes, in major units."""
    code = currency_code(currency) if currency else None
    if currency and code is None:
        raise TieoutError("asking.currency", found=currency)
    from_date, to_date = days_of(period)
    return Question(
        from_date=from_date,
        to_date=to_date,
        customer=customer,
        type=kind,
        currency=code,
        least=_amount(least, code or ""),
        most=_amount(most, code or ""),
        keyword=keyword,
    )


def ask(books: Books, asked: Question, *, rows_max: int) -> Answer:
    """The answer of the books; a customer they do not have is a slip and no answer."""
    if asked.customer:
        with books.reading() as connection:
            if not customers_named(connection, asked.customer):
                raise TieoutError("asking.no_customer", customer=asked.customer)
    return query(books, asked, limit=rows_max)


def type_word(code: str) -> str:
    """The word for a type of entry; a word of the user's own is itself."""
    key = f"entry_type.{code}"
    return text(key).partition("|")[0] if key in table() else code


def days_of(period: Sequence[object]) -> Days:
    """The days of a period: one cell that names it, or two with its first and its last day.

    A date in one cell is its month, as Excel makes a date of 2026-07.

    >>> days_of(["2026-07"]) == days_of([46204.0]) == days_of(["2026-07-01..2026-07-31"])
    True
    >>> days_of(["2026Q3"])
    (datetime.date(2026, 7, 1), datetime.date(2026, 9, 30))
    >>> days_of([46204, None])
    (datetime.date(2026, 7, 1), None)
    """
    cells = [cell for cell in period if cell not in (None, "")]
    if not cells:
        return None, None
    if len(period) == 2:
        first, last = (_day(cell) if cell not in (None, "") else None for cell in period)
    elif len(period) == 1:
        first, last = _named(cells[0])
    else:
        raise TieoutError("asking.period", found=_shown(cells[0]))
    if first and last and first > last:
        raise TieoutError("asking.turned", first=first, last=last)
    return first, last


def _named(cell: object) -> tuple[date, date]:
    if isinstance(cell, str):
        ends = [_named_days(end, cell) for end in _SINCE_UNTIL.split(cell.strip(), maxsplit=1)]
        return ends[0][0], ends[-1][1]
    if isinstance(cell, int | float) and cell in range(FIRST_YEAR, LAST_YEAR + 1):
        return _months(int(cell), 1, 12)
    day = _day(cell)
    return _months(day.year, day.month, day.month)


def _named_days(words: str, whole: str) -> tuple[date, date]:
    if found := _YEAR.fullmatch(words):
        return _months(int(found[1]), 1, 12)
    if found := _QUARTER.fullmatch(words):
        last = 3 * _QUARTERS[found[2] or found[3]]
        return _months(int(found[1]), last - 2, last)
    if (found := _MONTH.fullmatch(words)) and 1 <= int(found[2]) <= 12:
        return _months(int(found[1]), int(found[2]), int(found[2]))
    day = _day(words, whole)
    return day, day


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _day(cell: object, whole: object = None) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    found = read_dates(pd.Series([cell], dtype=object))
    day: date | None = found.days.tolist()[0]
    if day is None or found.order_assumed or isinstance(cell, bool):
        raise TieoutError("asking.period", found=_shown(whole or cell))
    return day


def _amount(cell: object, currency: str) -> Decimal | None:
    if cell in (None, ""):
        return None
    found = read_amounts(pd.Series([cell], dtype=object), decimals(currency))
    if found.bad[0] or not found.given[0] or found.cents[0] < 0:
        raise TieoutError("asking.amount", found=_shown(cell), decimals=decimals(currency))
    return to_major(int(found.cents[0]), currency)


def _shown(cell: object) -> str:
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)
