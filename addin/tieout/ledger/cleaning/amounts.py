"""What amount did people write: cells as minor units, exactly, or not an amount."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

DIGITS_MAX = 15
"""Digits of minor units a cell may hold; a longer number is no amount but a reference."""
_EMPTY = {"", "-", "--", "—", "–", "无", "/", "N/A", "NA", "NIL", "NULL"}
_MARKS = re.compile(r"[\s'’`_]|CNY|RMB|USD|EUR|GBP|HKD|JPY|人民币|元整|元|[¥$€£]")
_COMMAS = re.compile(r"\d{1,3}(,\d{2,3})*,\d{3}(\.\d+)?")
_POINTS = re.compile(r"\d{1,3}(\.\d{3})+(,\d+)?|\d+,\d{1,2}")
_PLAIN = re.compile(r"\d+(\.\d*)?|\.\d+")


@dataclass(frozen=True)
class Amounts:
    """A column of amounts: `cents`, 0 where none is `given`; `bad` marks what is no amount."""

    cents: npt.NDArray[np.int64]
    given: npt.NDArray[np.bool_]
    bad: npt.NDArray[np.bool_]


def read_amounts(cells: pd.Series, decimals: int, *, unit: int = 1) -> Amounts:
    """Read a column; `unit` is 10000 under a heading in 万元.

    >>> found = read_amounts(pd.Series(["1,234.50", "￥-0.30", "-", "1,2OO.00", 5, None]), 2)
    >>> found.cents.tolist(), found.given.tolist(), found.bad.tolist()
    ([123450, -30, 0, 0, 500, 0], [True, True, False, False, True, False], [False, False, False, True, False, False])
    """
    codes, texts = pd.factorize(_texts(cells))
    cents, given = _plain(texts, decimals) if unit == 1 else _nothing(len(texts))
    bad = np.zeros(len(texts), dtype=bool)
    points = _writes_decimal_commas(texts[~given])
    for place in np.flatnonzero(~given):
        found = amount_of(texts[place], decimals, unit=unit, decimal_comma=points)
        cents[place], given[place] = found or 0, found is not None
        bad[place] = found is None and not is_empty(texts[place])
    return Amounts(cents[codes], given[codes], bad[codes])


def amount_of(
    text: str, decimals: int, *, unit: int = 1, decimal_comma: bool = False
) -> int | None:
    """Minor units of one written amount; None where it is none, or has more decimals than may be.

    >>> [amount_of(t, 2) for t in ("(1,000)", "１２３．４５", "500.00-", "12.5CR", "3万", "1,15,000.00")]
    [-100000, 12345, -50000, -1250, 3000000, 11500000]
    >>> amount_of("1.234,50", 2, decimal_comma=True), amount_of("12.345", 2), amount_of("abc", 2)
    (123450, None, None)
    """
    plain = _MARKS.sub("", unicodedata.normalize("NFKC", text).upper().replace("−", "-"))
    plain, unit = (
        (plain.removesuffix("万"), unit * 10_000) if plain.endswith("万") else (plain, unit)
    )
    plain, negative = _unsigned(plain)
    number = _with_point(plain, decimal_comma=decimal_comma)
    if number is None:
        return None
    try:
        cents = (Decimal(number) * unit).scaleb(decimals)
    except InvalidOperation:
        return None
    whole = int(cents)
    if whole != cents or len(str(whole)) > DIGITS_MAX:
        return None
    return -whole if negative else whole


def is_empty(text: str) -> bool:
    """True for what people write where there is no amount.

    >>> is_empty(" -- "), is_empty("无"), is_empty("0")
    (True, True, False)
    """
    return unicodedata.normalize("NFKC", text).strip(" '`").upper() in _EMPTY


def _texts(cells: pd.Series) -> npt.NDArray[np.object_]:
    if cells.dtype != object:
        return cells.fillna("").astype(str).to_numpy(dtype=object)
    return np.array([_text(cell) for cell in cells], dtype=object)


def _text(cell: object) -> str:
    """A cell as text; a number by the fifteen digits a sheet keeps, so 0.30000000000000004 is 0.3.

    >>> _text(0.1 + 0.2), _text(1234567.0), _text(1e20), _text(None)
    ('0.3', '1234567', '100000000000000000000', '')
    """
    if isinstance(cell, float):
        return "" if cell != cell else f"{Decimal(f'{cell:.15g}'):f}"
    return "" if cell is None else str(cell)


def _plain(
    texts: npt.NDArray[np.object_], decimals: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """What is written as plain digits, all at once; the rest is read one by one."""
    column = pa.array(texts, type=pa.string())
    fraction = rf"(\.[0-9]{{1,{decimals}}})?" if decimals else ""
    plain = pc.match_substring_regex(column, pattern=rf"^-?[0-9]{{1,12}}{fraction}$")
    given = plain.to_numpy(zero_copy_only=False).astype(bool)
    whole = pc.replace_substring_regex(column.filter(plain), pattern=r"\..*$", replacement="")
    rest = pc.replace_substring_regex(column.filter(plain), pattern=r"^[^.]*\.?", replacement="")
    padded = pc.utf8_rpad(rest, width=decimals, padding="0")
    cents = np.zeros(len(texts), dtype=np.int64)
    digits = pc.binary_join_element_wise(whole, padded, "")
    cents[given] = pc.cast(digits, pa.int64()).to_numpy(zero_copy_only=False)
    return cents, given


def _nothing(count: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    return np.zeros(count, dtype=np.int64), np.zeros(count, dtype=bool)


def _unsigned(plain: str) -> tuple[str, bool]:
    """The amount without its sign, and whether that was a minus, a bracket, CR or 贷."""
    negative = False
    for ending, minus in (("CR", True), ("贷", True), ("DR", False), ("借", False), ("-", True)):
        if plain.endswith(ending):
            plain, negative = plain.removesuffix(ending), minus
            break
    if plain.startswith("(") and plain.endswith(")"):
        plain, negative = plain[1:-1], not negative
    if plain.startswith(("-", "+")):
        negative = negative != plain.startswith("-")
        plain = plain[1:]
    return plain, negative


def _with_point(plain: str, *, decimal_comma: bool) -> str | None:
    if decimal_comma and _POINTS.fullmatch(plain):
        return plain.replace(".", "").replace(",", ".")
    if _PLAIN.fullmatch(plain):
        return plain
    if _COMMAS.fullmatch(plain):
        return plain.replace(",", "")
    return None


def _writes_decimal_commas(texts: npt.NDArray[np.object_]) -> bool:
    """True where some amount can only be read with a decimal comma: 1.234,50 or 12,5."""
    bare = (_unsigned(_MARKS.sub("", text))[0] for text in texts)
    return any(
        "," in text and _POINTS.fullmatch(text) and not _COMMAS.fullmatch(text) for text in bare
    )
