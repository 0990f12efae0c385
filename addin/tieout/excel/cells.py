"""What crosses between Excel and Python: blocks of cell values in, values and cell errors out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cached_property
from hashlib import blake2b
from itertools import chain
from marshal import dumps
from math import isfinite
from typing import cast

import numpy as np
import pandas as pd

from tieout.errors import TieoutError
from tieout.ledger.cleaning.amounts import read_amounts
from tieout.ledger.cleaning.dates import read_dates
from tieout.ledger.cleaning.written_date import Order, written_date
from tieout.texts import Language

Cell = None | bool | int | float | str | datetime
Block = tuple[tuple[Cell, ...], ...]

TEXT_MAX = 32_767
"""Letters a cell holds."""
_ERROR_BASE = -2146828288
ERRORS = {
    2000: "#NULL!",
    2007: "#DIV/0!",
    2015: "#VALUE!",
    2023: "#REF!",
    2029: "#NAME?",
    2036: "#NUM!",
    2042: "#N/A",
    2043: "#GETTING_DATA",
    2045: "#SPILL!",
    2046: "#CONNECT!",
    2047: "#BLOCKED!",
    2048: "#UNKNOWN!",
    2049: "#FIELD!",
    2050: "#CALC!",
}
"""Excel's cell errors by the number that CVErr takes."""
VALUE, NOT_FOUND = 2015, 2042
_PLAIN = {float, str, bool, type(None)}
"""What is handed on as it is, but for numbers that are none."""
_NUMBERS = {word: number for number, word in ERRORS.items()}


class CellError(TieoutError):
    """A function that has no value for a cell: an error in the cell, its reason told by 为什么."""

    def __init__(self, key: str, *, code: int = VALUE, **values: object) -> None:
        self.code = code
        super().__init__(key, **values)

    def reason(self, language: Language | None = None) -> str:
        """Why the cell shows an error."""
        return self.message(language) if language else str(self)


Result = Cell | CellError | date
Table = Sequence[Sequence[Result]]


@dataclass(frozen=True)
class Cells:
    """A block of cells as it was given; `content` is the same for the same cells, and only then.

    Cells that were seen before are told by their content alone, before any is looked at.
    """

    given: tuple[tuple[object, ...], ...]
    content: bytes

    @cached_property
    def rows(self) -> Block:
        """The cells, Excel's errors as their texts."""
        if _are_plain(self.given):
            return cast("Block", self.given)
        return tuple(tuple(map(_cell, row)) for row in self.given)

    @property
    def weight(self) -> int:
        """How many cells it is."""
        return len(self.given) * len(self.given[0])

    @property
    def single(self) -> Cell:
        """The only cell, None where there are several."""
        return self.rows[0][0] if len(self.rows) == len(self.rows[0]) == 1 else None

    def each(self, value: Callable[[Cell], Result]) -> Table:
        """A table of the same shape; a cell without a value is an error in its own place."""
        return [[_caught(value, cell) for cell in row] for row in self.rows]


def _caught(value: Callable[[Cell], Result], cell: Cell) -> Result:
    try:
        return error_in(cell) or value(cell)
    except CellError as error:
        return error


def error_in(cell: Cell) -> CellError | None:
    """A cell's own error, which is handed on as Excel's functions do.

    >>> error_in("#N/A").code, error_in("N/A")
    (2042, None)
    """
    code = _NUMBERS.get(cell) if isinstance(cell, str) else None
    return CellError("excel.error_cell", code=code, found=cell) if code else None


def cells(value: object) -> Cells:
    """An argument as it arrives, a value or a tuple of tuples, as a block.

    >>> cells(((1.5, None), ("a", -2146826246))).rows
    ((1.5, None), ('a', '#N/A'))
    """
    rows = value if isinstance(value, tuple) else ((value,),)
    rows = rows or ((None,),)
    if not isinstance(rows[0], tuple):
        rows = (rows,)
    return Cells(rows, _digest(rows))


def filled_part(value: object) -> object:
    """A range without the empty rows at its end: A:H has a million of them.

    >>> filled_part((("a", 1.0), (None, None), ("b", None), (None, None), ("", None)))
    (('a', 1.0), (None, None), ('b', None))
    """
    if not isinstance(value, tuple) or not value or not isinstance(value[0], tuple):
        return value
    last, blank = len(value), (None,) * len(value[0])
    while last > 1 and (value[last - 1] == blank or not any(map(_says_something, value[last - 1]))):
        last -= 1
    return value[:last]


def _says_something(cell: object) -> bool:
    return cell is not None and cell != ""


def _digest(rows: tuple[tuple[object, ...], ...]) -> bytes:
    # marshal's version 2 writes every value out, so what it gives depends on the values alone; it
    # refuses dates and decimals, which are told by their text
    try:
        written = dumps(cast("tuple[tuple[str | float | None, ...], ...]", rows), 2)
    except ValueError:
        written = repr(rows).encode()
    return blake2b(written, digest_size=16).digest()


def _are_plain(rows: tuple[tuple[object, ...], ...]) -> bool:
    """Whether every cell is what it is, as nearly all blocks are: told at once, not cell by cell."""
    if not set(map(type, chain.from_iterable(rows))) <= _PLAIN:
        return False
    numbers = [cell for cell in chain.from_iterable(rows) if type(cell) is float]
    return bool(np.isfinite(np.array(numbers)).all())


def _cell(value: object) -> Cell:
    kind = type(value)
    if kind is float:
        return value if isfinite(value) else ERRORS[2036]  # type: ignore[arg-type, return-value]
    if kind in _PLAIN:
        return value  # type: ignore[return-value]  # what nearly every cell is, told by its exact type
    if isinstance(value, int):
        return ERRORS.get(value - _ERROR_BASE, float(value))
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    return str(value)


def shown(cell: Cell) -> str:
    """A cell as people see it: a number with all the digits a sheet keeps, and no others.

    >>> shown(4587.0), shown(1.5), shown(1e15), shown(0.1 + 0.2), shown(True), shown(None)
    ('4587', '1.5', '1000000000000000', '0.3', 'TRUE', '')
    """
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return f"{Decimal(f'{cell:.15g}'):f}"
    return "" if cell is None else str(cell)


def cents_of(cell: Cell, decimals: int) -> int | None:
    """Minor units of an amount in one cell; None where it is none."""
    (cents,) = amounts_of([cell], decimals)
    return cents if isinstance(cents, int) else None


def amounts_of(column: Sequence[Cell], decimals: int) -> list[int | CellError | None]:
    """Minor units of the amounts in cells; an error where something else stands, None where nothing."""
    found = read_amounts(pd.Series(column, dtype=object), decimals)
    cells = zip(column, found.cents.tolist(), found.given, found.bad, strict=True)
    return [
        _no_amount(cell, decimals, found.reasons[row]) if bad else cents if given else None
        for row, (cell, cents, given, bad) in enumerate(cells)
    ]


def _no_amount(cell: Cell, decimals: int, why: str) -> CellError:
    key = why if why in ("too_many_decimals", "too_many_digits") else "not_an_amount"
    return error_in(cell) or CellError(f"excel.{key}", found=shown(cell), decimals=decimals)


def days_of(column: Sequence[Cell]) -> list[date | CellError | None]:
    """The dates in cells; an error where there is none, or where the cells leave open which it is."""
    found = read_dates(pd.Series(column, dtype=object))
    days: list[date | None] = found.days.astype("datetime64[D]").tolist()
    return [
        error_in(cell)
        or (CellError("excel.not_a_date", found=shown(cell)) if bad else None)
        or (_unclear(cell, day) if found.order_assumed and day else None)
        or day
        for cell, day, bad in zip(column, days, found.bad, strict=True)
    ]


def _unclear(cell: Cell, day: date) -> CellError | None:
    """01/02/2026 is one day to some and another to others."""
    orders: tuple[Order, ...] = ("day_month", "month_day", "year_month")
    others = [other for order in orders if (other := written_date(cell, order)) not in (None, day)]
    if not others:
        return None
    return CellError("excel.date_unclear", found=shown(cell), first=day, second=others[0])


@dataclass(frozen=True)
class Returned:
    """What goes back to a sheet: a value or rows of values, and where the errors stand.

    `errors` are (row, column, code), 0-based; their places hold empty texts.
    """

    value: object
    errors: tuple[tuple[int, int, int], ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def weight(self) -> int:
        """How many cells it is."""
        return len(self.value) * len(self.value[0]) if isinstance(self.value, tuple) else 1


def returned(result: Result | Table) -> Returned:
    """A result as Excel takes it.

    >>> returned([[1, "a"], [None, True]]).value
    ((1.0, 'a'), ('', True))
    """
    table = result if isinstance(result, Sequence) and not isinstance(result, str) else [[result]]
    errors = [
        (row, column, cell)
        for row, line in enumerate(table)
        for column, cell in enumerate(line)
        if isinstance(cell, CellError)
    ]
    rows = tuple(tuple(map(_out, line)) for line in table)
    value = rows[0][0] if len(rows) == len(rows[0]) == 1 else rows
    return Returned(
        value,
        tuple((row, column, error.code) for row, column, error in errors),
        tuple(dict.fromkeys(error.reason() for _, _, error in errors)),
    )


def _out(cell: Result) -> object:
    """Numbers as floats, for Excel knows no other; dates as serials; a text no cell can hold is cut."""
    if type(cell) is float:
        return cell
    if cell is None or isinstance(cell, CellError):
        return ""
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, int | float):
        return float(cell)
    if isinstance(cell, date):
        return serial(cell)
    return cell if len(cell) <= TEXT_MAX else cell[: TEXT_MAX - 1] + "…"


def serial(day: date) -> float:
    """The number by which Excel knows a day.

    >>> serial(date(2026, 1, 31))
    46053.0
    """
    if isinstance(day, datetime):
        whole = day.replace(tzinfo=UTC) - datetime(1899, 12, 30, tzinfo=UTC)
        return whole.days + whole.seconds / 86_400
    return float((day - date(1899, 12, 30)).days)
