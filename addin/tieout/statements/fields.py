"""What can stand in a template: values by name, and blocks of values for the rows that repeat."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import pandas as pd

from tieout.ledger.currency import decimals, format_amount
from tieout.texts import Language, text

Cell = str | int | float | bool | date | None


class Field(NamedTuple):
    """A value as a cell of its own takes it, and as it reads inside a sentence."""

    value: Cell
    text: str


@dataclass(frozen=True)
class Fields:
    """Everything one statement brings to its template.

    `blocks` has, by the name of the block, the values of each field row by row; every list of one
    block is equally long. `places` are the decimals of amounts.
    """

    values: Mapping[str, Field]
    blocks: Mapping[str, Mapping[str, Sequence[Cell]]]
    places: int = 2


class WhenAsked(Mapping[str, Mapping[str, Sequence[Cell]]]):
    """Blocks that are made when a template has their rows, and then once."""

    def __init__(self, **made: Callable[[], Mapping[str, Sequence[Cell]]]) -> None:
        self._made = made
        self._known: dict[str, Mapping[str, Sequence[Cell]]] = {}

    def __getitem__(self, name: str) -> Mapping[str, Sequence[Cell]]:
        if name not in self._known:
            self._known[name] = self._made[name]()
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)


def words(value: str) -> Field:
    """A text."""
    return Field(value, value)


def to_fill_in(value: str) -> Field:
    """A text; where it is missing a sentence has a blank for the pen, and a cell of its own is empty.

    >>> to_fill_in("甲公司"), to_fill_in("").text
    (Field(value='甲公司', text='甲公司'), '________')
    """
    return Field(value, value or "_" * 8)


def day(value: date | None, language: Language) -> Field:
    """A date; a missing one leaves its cell empty and is named in a sentence.

    >>> day(date(2026, 3, 31), "zh").text, day(None, "en").text
    ('2026年3月31日', 'not stated')
    """
    if value is None:
        return Field(None, text("statement.no_date", language))
    return Field(value, text("statement.date.day", language, day=value))


def money(cents: int, currency: str) -> Field:
    """An amount: the nearest cell number, and as people read it.

    >>> money(-123456, "CNY")
    Field(value=-1234.56, text='-1,234.56')
    """
    return Field(cents / 10 ** decimals(currency), format_amount(cents, currency))


def money_column(cents: pd.Series, currency: str) -> list[Cell]:
    """A column of amounts (Int64, may have gaps) as cell numbers."""
    numbers = cents.astype("Int64").astype("Float64") / 10 ** decimals(currency)
    return list(numbers.astype(object).where(numbers.notna(), None))


def number_column(numbers: pd.Series) -> list[Cell]:
    """A column of whole numbers, empty where there is none."""
    return [None if pd.isna(number) else int(number) for number in numbers]


def date_column(dates: pd.Series) -> list[Cell]:
    """A column of dates as cell values, empty where there is none."""
    stamps = pd.to_datetime(dates)
    return list(stamps.dt.date.astype(object).where(stamps.notna(), None))


def text_column(texts: pd.Series) -> list[Cell]:
    """A column of texts as cell values, empty where there is none."""
    given = texts.astype(object)
    return list(given.where(given.notna() & (given != ""), None))


def balance(
    name: str, cents: int, currency: str, language: Language, *, debit: int = 1
) -> dict[str, Field]:
    """A balance signed, and as 方向 with an absolute amount.

    >>> [field.text for field in balance("closing", -5, "CNY", "zh").values()]
    ['-0.05', '0.05', '贷']
    """
    return {
        name: money(cents, currency),
        f"{name}_absolute": money(abs(cents), currency),
        f"{name}_direction": words(direction(cents * debit, language)),
    }


def nothing(columns: Iterable[str], said_in: str, language: Language) -> dict[str, list[Cell]]:
    """A block of one row that says there is nothing."""
    said = text("statement.nothing", language)
    return {name: [said if name == said_in else None] for name in columns}


def direction(cents: int, language: Language) -> str:
    """方向 of a debit balance: 借, 贷 or 平.

    >>> [direction(cents, "zh") for cents in (1, -1, 0)]
    ['借', '贷', '平']
    """
    name = "debit" if cents > 0 else "credit" if cents < 0 else "none"
    return text(f"statement.direction.{name}", language)
