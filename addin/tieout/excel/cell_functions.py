"""Worksheet functions over single cells: references, amounts, dates, likeness, words."""

import unicodedata
from datetime import date

import pandas as pd
import pyarrow as pa
from rapidfuzz.distance import OSA

from tieout.excel.cells import Cell, CellError, Cells, Result, Table, shown
from tieout.ledger.cleaning.amounts import read_amounts
from tieout.ledger.cleaning.currencies import currency_code
from tieout.ledger.cleaning.dates import read_dates
from tieout.ledger.currency import decimals
from tieout.matching.references import compact
from tieout.statements.amount_in_words import amount_in_words
from tieout.texts import Language, current_language


def clean_reference(text: Cells) -> Table:
    """References as matching compares them: letters and digits only, half width, upper case."""
    flat = pa.array([shown(cell) for row in text.rows for cell in row], pa.string())
    found = iter(compact(flat).to_pylist())
    return [[next(found) for _ in row] for row in text.rows]


def amount(text: Cells) -> Table:
    """The amount people wrote, as a number."""
    found = read_amounts(_column(text), 2)
    values = [
        CellError("excel.not_an_amount", found=shown(cell))
        if bad
        else (cents / 100 if given else "")
        for cell, cents, given, bad in zip(
            _flat(text), found.cents.tolist(), found.given, found.bad, strict=True
        )
    ]
    return _shaped(values, text)


def day(text: Cells) -> Table:
    """The date people wrote, as a date; the column tells whether the day or the month stands first."""
    found = read_dates(_column(text))
    days: list[date | None] = found.days.astype("datetime64[D]").tolist()
    values: list[Result] = [
        CellError("excel.not_a_date", found=shown(cell)) if bad else day or ""
        for cell, day, bad in zip(_flat(text), days, found.bad, strict=True)
    ]
    return _shaped(values, text)


def similarity(a: Cells, b: Cells) -> Table:
    """How alike two texts are, 0 to 1, whatever their width, case, spaces and punctuation."""
    if b.weight == 1:
        return a.each(lambda cell: _likeness(cell, b.single))
    if a.weight == 1:
        return b.each(lambda cell: _likeness(a.single, cell))
    if [len(row) for row in a.rows] != [len(row) for row in b.rows]:
        raise CellError("excel.two_shapes", first=_size(a), second=_size(b))
    pairs = zip(a.rows, b.rows, strict=True)
    return [list(map(_likeness, left, right)) for left, right in pairs]


def words(amount: Cells, language: str | None = None, currency: str | None = None) -> Table:
    """An amount in words, 大写 or English, so that no digit can be added to it."""
    chosen, code = _language(language), _currency(currency)

    def spoken(cell: Cell) -> Result:
        found = read_amounts(pd.Series([cell], dtype=object), decimals(code))
        if found.bad[0]:
            raise CellError("excel.not_that_amount", found=shown(cell), decimals=decimals(code))
        if not found.given[0]:
            return ""
        return amount_in_words(int(found.cents[0]), code, chosen)

    return amount.each(spoken)


def _flat(block: Cells) -> list[Cell]:
    return [cell for row in block.rows for cell in row]


def _column(block: Cells) -> pd.Series:
    return pd.Series(_flat(block), dtype=object)


def _shaped(values: list[Result], like: Cells) -> Table:
    """Values row by row in the shape of a block."""
    left = iter(values)
    return [[next(left) for _ in row] for row in like.rows]


def _size(block: Cells) -> str:
    return f"{len(block.rows)} × {len(block.rows[0])}"


def _likeness(first: Cell, second: Cell) -> float:
    one, other = (_letters(shown(cell)) for cell in (first, second))
    return round(OSA.normalized_similarity(one, other), 4) if one or other else 0.0


def _letters(words: str) -> str:
    """Letters and digits of any script.

    >>> _letters("上海 Acme（ＣＯ．）")
    '上海ACMECO'
    """
    return "".join(c for c in unicodedata.normalize("NFKC", words).upper() if c.isalnum())


def _language(language: str | None) -> Language:
    if not language:
        return current_language()
    word = language.strip().lower()
    if word in ("zh", "cn", "chinese", "中文", "大写"):
        return "zh"
    if word in ("en", "english", "英文"):
        return "en"
    raise CellError("excel.language", found=language)


def _currency(currency: str | None) -> str:
    if not currency:
        return "CNY"
    code = currency_code(currency)
    if code is None:
        raise CellError("excel.currency", found=currency)
    return code
