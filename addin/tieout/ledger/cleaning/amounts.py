"""What amounts stand in a column: minor units, exactly, and why a cell is no amount."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from tieout.ledger.cleaning.decimal_mark import decimal_mark
from tieout.ledger.cleaning.texts import STRING, arrow_texts, letters_of
from tieout.ledger.cleaning.written_amount import (
    DIGITS_MAX,
    DecimalMark,
    Written,
    is_empty,
    written_amount,
)

_WHOLE_DIGITS_MAX = 12
_EXACT_MAX = 2.0**53
_EXACT_PLACES = 6
_SHORT_MAX, _SHORT_PLACES = 15, 2
_SHORT_CENTS_MAX = 1e15
_NOISE = 1e-6
"""The part of a minor unit below which a computed number is a rounding error of the sheet."""


@dataclass(frozen=True)
class Amounts:
    """A column of amounts: `cents`, 0 where none is `given`; `bad` marks cells that hold no amount.

    `reasons` says why by row; `refunded` marks amounts with a refund noted in the same cell.
    """

    cents: npt.NDArray[np.int64]
    given: npt.NDArray[np.bool_]
    bad: npt.NDArray[np.bool_]
    refunded: npt.NDArray[np.bool_]
    reasons: dict[int, str]


class Exact(NamedTuple):
    """Plain numbers as whole units of so many decimals."""

    units: npt.NDArray[np.int64]
    decimals: int


@dataclass(frozen=True)
class AmountCells:
    """A column before its amounts are read: its `texts` if it holds only such, else its `numbers`.

    `exact` are the texts as numbers where every one of them is a plain one.
    """

    cells: pd.Series
    texts: pa.LargeStringArray | None
    numbers: npt.NDArray[np.float64] | None
    exact: Exact | None

    def written(self) -> pa.LargeStringArray:
        """What is written as text, numbers and plain texts left out."""
        if self.exact is not None or self.numbers is not None:
            return pa.array([], STRING)
        if self.texts is not None:
            return self.texts
        return pa.array([c if isinstance(c, str) else None for c in self.cells], STRING)


def amount_cells(cells: pd.Series) -> AmountCells:
    """Tell texts from numbers, and plain numbers from what must be read one by one."""
    if cells.dtype.kind in "iuf":
        return AmountCells(cells, None, cells.to_numpy(np.float64), None)
    texts = arrow_texts(cells)
    if texts is not None:
        return AmountCells(cells, texts, None, _exact(texts))
    return AmountCells(cells, None, _only_numbers(cells), None)


def no_amounts(count: int) -> Amounts:
    """A column without any amount."""
    given, bad, refunded = (np.zeros(count, dtype=bool) for _ in range(3))
    return Amounts(np.zeros(count, dtype=np.int64), given, bad, refunded, {})


def read_amounts(
    cells: pd.Series | AmountCells,
    decimals: int,
    *,
    shift: int = 0,
    mark: DecimalMark | None = None,
) -> Amounts:
    """Read a column; `shift` is 4 under a heading in 万元, `mark` that of the whole sheet if known.

    >>> found = read_amounts(pd.Series(["1,234.50", "￥-0.30", "-", "1,2OO.00", 5, None]), 2)
    >>> found.cents.tolist(), found.given.tolist(), found.reasons
    ([123450, -30, 0, 0, 500, 0], [True, True, False, False, True, False], {3: 'letter_in_amount'})
    """
    column = cells if isinstance(cells, AmountCells) else amount_cells(cells)
    mark = mark_of([column]) if mark is None else mark
    places, found = decimals + shift, no_amounts(len(column.cells))
    rows = np.arange(len(column.cells))
    if column.numbers is not None:
        _read_numbers(found, rows, column.numbers, places)
    elif column.texts is None:
        values = column.cells.astype(object).to_numpy(dtype=object)
        _read_mixed(found, values, places, mark)
    elif column.exact is not None and _suits(column.texts, places, mark):
        _read_exact(found, column.texts, column.exact, places, mark)
    else:
        _read_texts(found, rows, column.texts, places, mark)
    return found


def mark_of(columns: Sequence[AmountCells]) -> DecimalMark:
    """The decimal mark that the texts of several columns prove together."""
    plain = [c.texts for c in columns if c.exact is not None and c.texts is not None]
    return decimal_mark(plain, [column.written() for column in columns])


def _exact(texts: pa.LargeStringArray) -> Exact | None:
    """Plain numbers, None where some text is none."""
    if _are_figures(texts) and (cents := _short(texts)) is not None:
        return Exact(cents, _SHORT_PLACES)
    letters = letters_of(texts).tobytes()
    if b"e" in letters or b"E" in letters:
        return None
    try:
        decimal = pc.cast(texts, pa.decimal128(38, _EXACT_PLACES))
    except pa.ArrowInvalid:
        return None
    low, high = _halves(decimal)
    if texts.null_count:
        valid = texts.is_valid().to_numpy(zero_copy_only=False)
        low, high = low * valid, high * valid
    return Exact(low, _EXACT_PLACES) if np.array_equal(high, low >> 63) else None


def _are_figures(texts: pa.LargeStringArray) -> bool:
    """Whether nothing but - . / and digits is written, which stand side by side among the letters."""
    letters = letters_of(texts)
    return not len(letters) or bool(letters.min() >= ord("-") and letters.max() <= ord("9"))


def _short(texts: pa.LargeStringArray) -> npt.NDArray[np.int64] | None:
    """Whole hundredths of numbers of at most fifteen digits, two of them decimals, None beside others.

    No two numbers of fifteen digits have the same double, so that nothing is lost on the way through
    doubles, which arrow reads faster than decimals.
    """
    ends = np.frombuffer(texts.buffers()[1], np.int64)[texts.offset : texts.offset + len(texts) + 1]
    if np.diff(ends).max(initial=0) > _SHORT_MAX:
        return None
    try:
        numbers = pc.cast(texts, pa.float64())
    except pa.ArrowInvalid:
        return None
    numbers = pc.fill_null(numbers, 0.0).to_numpy(zero_copy_only=False)
    cents = numbers * 100.0
    np.rint(cents, out=cents)
    if _reaches(cents, _SHORT_CENTS_MAX) or not np.array_equal(cents / 100.0, numbers):
        return None
    return cents.astype(np.int64)


def _reaches(values: npt.NDArray[np.number], limit: float) -> bool:
    """Whether any value is as large as a limit, on either side of nothing."""
    return bool(values.max(initial=0) >= limit or values.min(initial=0) <= -limit)


def _halves(decimal: pa.Decimal128Array) -> npt.NDArray[np.int64]:
    """The lower and upper half of arrow's decimals, which are integers of 128 bits."""
    if not len(decimal):
        return np.zeros((2, 0), dtype=np.int64)
    halves = np.frombuffer(decimal.buffers()[1], np.int64).reshape(-1, 2)
    return halves[decimal.offset : decimal.offset + len(decimal)].T


def _suits(texts: pa.LargeStringArray, places: int, mark: DecimalMark) -> bool:
    """True where a point can only stand before decimals."""
    if places > _EXACT_PLACES or mark == ",":
        return False
    return mark == "." or places == 3 or not pc.any(pc.match_substring(texts, ".")).as_py()


def _read_exact(
    found: Amounts,
    texts: pa.LargeStringArray,
    exact: Exact,
    places: int,
    mark: DecimalMark,
) -> None:
    found.given[:] = texts.is_valid().to_numpy(zero_copy_only=False)
    if places >= exact.decimals:
        np.multiply(exact.units, 10 ** (places - exact.decimals), out=found.cents)
        if not _reaches(found.cents, 10**DIGITS_MAX):
            return
        odd = np.zeros(len(texts), dtype=bool)
    else:
        unit = 10 ** (exact.decimals - places)
        found.cents[:] = exact.units // unit
        odd = found.cents * unit != exact.units
    rows = np.flatnonzero(odd | (np.abs(found.cents) >= 10**DIGITS_MAX))
    found.given[rows], found.cents[rows] = False, 0
    _read_one_by_one(found, rows, texts.take(pa.array(rows)), places, mark)


def _only_numbers(cells: pd.Series) -> npt.NDArray[np.float64] | None:
    """A column that holds nothing but numbers a double holds exactly; None where it holds more."""
    values = cells.to_numpy(dtype=object)
    kinds = set(map(type, values))
    if not kinds <= {float, int, type(None)}:
        return None
    if int in kinds and any(type(value) is int and abs(value) > _EXACT_MAX for value in values):
        return None
    return values.astype(np.float64)


def _read_mixed(
    found: Amounts, values: npt.NDArray[np.object_], places: int, mark: DecimalMark
) -> None:
    """Numbers and texts apart; what is neither is no amount."""
    kinds = np.array([_kind(type(value)) for value in values], dtype="U1")
    numbers, texts = np.flatnonzero(kinds == "n"), np.flatnonzero(kinds == "t")
    numbers = numbers[np.array([value == value for value in values[numbers]], dtype=bool)]
    if len(numbers):
        whole = np.array([isinstance(value, int) for value in values[numbers]], dtype=bool)
        large = whole & np.array([abs(value) > _EXACT_MAX for value in values[numbers]], dtype=bool)
        _read_numbers(found, numbers[~large], values[numbers[~large]].astype(np.float64), places)
        _refuse(found, numbers[large], "too_many_digits")
    if len(texts):
        _read_texts(found, texts, pa.array(values[texts], type=STRING), places, mark)
    decimal = np.flatnonzero(kinds == "d")
    if len(decimal):
        written = pa.array([f"{value:f}" for value in values[decimal]], type=STRING)
        _read_texts(found, decimal, written, places, ".")
    for kind, why in (("b", "boolean_amount"), ("c", "date_in_amount"), ("?", "not_an_amount")):
        _refuse(found, np.flatnonzero(kinds == kind), why)


def _kind(of: type) -> str:
    if of is str:
        return "t"
    if of is type(None):
        return "0"
    if issubclass(of, (bool, np.bool_)):
        return "b"
    if issubclass(of, (int, float, np.integer, np.floating)):
        return "n"
    if issubclass(of, Decimal):
        return "d"
    if of is type(pd.NaT) or of is type(pd.NA):
        return "0"
    return "c" if issubclass(of, (date, time, timedelta)) else "?"


def _read_numbers(
    found: Amounts, rows: npt.NDArray[np.int64], numbers: npt.NDArray[np.float64], places: int
) -> None:
    """A double is an amount when it is the one nearest to a whole number of minor units."""
    numbers = numbers.astype(np.float64)
    given = ~np.isnan(numbers)
    scale = 10.0**places
    cents = np.rint(np.where(given, numbers, 0.0) * scale)
    exact = given & (np.abs(cents) < min(_EXACT_MAX, 10.0**DIGITS_MAX)) & (cents / scale == numbers)
    found.cents[rows[exact]] = cents[exact].astype(np.int64)
    found.given[rows[exact]] = True
    for place in np.flatnonzero(given & ~exact):
        _put(found, rows[place : place + 1], _computed(float(numbers[place]), places))


def _computed(number: float, places: int) -> Written:
    """A computed number by the fifteen digits a sheet keeps, so 0.1 + 0.2 is 0.3.

    >>> _computed(0.1 + 0.2, 2).cents, _computed(1e-14, 2).cents, _computed(12.345, 2).why
    (30, 0, 'too_many_decimals')
    """
    if not np.isfinite(number):
        return Written(why="not_an_amount")
    amount = Decimal(f"{number:.15g}").scaleb(places)
    if abs(amount) >= 10**DIGITS_MAX:
        return Written(why="too_many_digits")
    nearest = amount.to_integral_value()
    if abs(amount - nearest) >= Decimal(_NOISE):
        return Written(why="too_many_decimals")
    return Written(int(nearest))


def _read_texts(
    found: Amounts,
    rows: npt.NDArray[np.int64],
    texts: pa.LargeStringArray,
    places: int,
    mark: DecimalMark,
) -> None:
    """Plain digits all at once; what is written otherwise one by one, each writing once."""
    cents, taken = _plain(texts, places, mark)
    found.cents[rows[taken]] = cents
    found.given[rows[taken]] = True
    rest = np.flatnonzero(~taken & texts.is_valid().to_numpy(zero_copy_only=False))
    _read_one_by_one(found, rows[rest], texts.take(pa.array(rest)), places, mark)


def _read_one_by_one(
    found: Amounts,
    rows: npt.NDArray[np.int64],
    texts: pa.LargeStringArray,
    places: int,
    mark: DecimalMark,
) -> None:
    """Each writing is read once."""
    codes, distinct = pd.factorize(texts.to_numpy(zero_copy_only=False))
    for code, of_code in enumerate(_rows_by_code(codes, len(distinct))):
        text = str(distinct[code])
        if not is_empty(text):
            _put(found, rows[of_code], written_amount(text, places, mark))


def _plain(
    texts: pa.LargeStringArray, places: int, mark: DecimalMark
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Minor units of what is written in digits and the sheet's own marks, and which cells are."""
    point, thousands = (mark or "."), ("." if mark == "," else ",")
    whole = rf"[0-9]{{1,{_WHOLE_DIGITS_MAX}}}"
    if mark:
        whole += rf"|[0-9]{{1,3}}(\{thousands}[0-9]{{3}}){{1,3}}"
    # Of 1.234 in a currency of three decimals only the other amounts tell what it is.
    fraction = (
        rf"(\{point}[0-9]{{1,{min(places, 6)}}})?" if places and (mark or places != 3) else ""
    )
    fits = pc.match_substring_regex(texts, pattern=rf"^[¥￥]?-?({whole}){fraction}$")
    plain = texts.filter(fits)
    if mark:
        plain = pc.replace_substring(plain, thousands, "")
    if point == ",":
        plain = pc.replace_substring(plain, ",", ".")
    plain = pc.utf8_ltrim(plain, "¥￥")
    return _minor_units(plain, places), pc.fill_null(fits, False).to_numpy(zero_copy_only=False)


def _minor_units(plain: pa.LargeStringArray, places: int) -> npt.NDArray[np.int64]:
    """Digits with a point as whole minor units."""
    return _halves(pc.cast(plain, pa.decimal128(38, places)))[0]


def _rows_by_code(codes: npt.NDArray[np.int64], count: int) -> list[npt.NDArray[np.int64]]:
    order = np.argsort(codes, kind="stable")
    return np.split(order, np.cumsum(np.bincount(codes, minlength=count))[:-1]) if count else []


def _put(found: Amounts, rows: npt.NDArray[np.int64], written: Written) -> None:
    if written.cents is None:
        _refuse(found, rows, written.why)
        return
    found.cents[rows], found.given[rows] = written.cents, True
    found.refunded[rows] = written.refunded


def _refuse(found: Amounts, rows: npt.NDArray[np.int64], why: str) -> None:
    found.bad[rows] = True
    found.reasons.update(dict.fromkeys(rows.tolist(), why))
