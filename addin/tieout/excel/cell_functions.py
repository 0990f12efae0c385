"""Worksheet functions over single cells: references, amounts, dates, likeness, words."""

import unicodedata

import pyarrow as pa
from rapidfuzz.distance import OSA

from tieout.excel.cells import (
    Cell,
    CellError,
    Cells,
    Result,
    Table,
    amounts_of,
    days_of,
    error_in,
    shown,
)
from tieout.ledger.cleaning.currencies import currency_code
from tieout.ledger.currency import decimals
from tieout.matching.references import compact
from tieout.statements.amount_in_words import amount_in_words
from tieout.texts import Language, current_language


def clean_reference(text: Cells) -> Table:
    """References as matching compares them: letters and digits only, half width, upper case."""
    flat = pa.array(list(map(shown, _flat(text))), pa.string())
    pairs = zip(_flat(text), compact(flat).to_pylist(), strict=True)
    return _shaped([error_in(cell) or found for cell, found in pairs], text)


def amount(text: Cells) -> Table:
    """The amount people wrote, as a number."""
    found = amounts_of(_flat(text), 2)
    return _shaped(
        [cents / 100 if isinstance(cents, int) else cents or "" for cents in found], text
    )


def day(text: Cells) -> Table:
    """The date people wrote, as a date; the column tells whether the day or the month stands first."""
    return _shaped([day or "" for day in days_of(_flat(text))], text)


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

    found = amounts_of(_flat(amount), decimals(code))
    said: list[Result] = [
        amount_in_words(cents, code, chosen) if isinstance(cents, int) else cents or ""
        for cents in found
    ]
    return _shaped(said, amount)


def _flat(block: Cells) -> list[Cell]:
    return [cell for row in block.rows for cell in row]


def _shaped(values: list[Result], like: Cells) -> Table:
    """Values row by row in the shape of a block."""
    left = iter(values)
    return [[next(left) for _ in row] for row in like.rows]


def _size(block: Cells) -> str:
    return f"{len(block.rows)} × {len(block.rows[0])}"


def _likeness(first: Cell, second: Cell) -> Result:
    wrong = error_in(first) or error_in(second)
    if wrong:
        return wrong
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
