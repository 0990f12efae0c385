"""How do the rows of a sheet become XML: column by column, in bounded memory."""

import datetime
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np
from openpyxl.utils import get_column_letter

from tieout.workbook.layout import TEXT_MAX, Block, Formula, Style

CHUNK_ROWS = 5000
COULD_BE_FORMULA = ("=", "+", "-", "@", "\t", "\r")
EPOCH = datetime.date(1899, 12, 30)

StyleNumber = Callable[[Style, bool], int]
"""The number of a style in the workbook; quoted, so that an edited text becomes no formula, or not."""

_SPECIAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]|_x[0-9A-Fa-f]{4}_")


def sheet_rows(
    blocks: Sequence[Block],
    heights: Mapping[int, float],
    style_number: StyleNumber,
    *,
    values_only: bool = False,
) -> Iterator[str]:
    """The rows as XML, some thousand at a time; where blocks lie over each other the later one wins.

    With `values_only` a formula that refers to another sheet is written as what it gives.
    """
    for first, last in _segments(blocks):
        columns: dict[int, tuple[Sequence[object], Style]] = {}
        for block in blocks:
            if block.row <= first and last < block.row + block.rows_count:
                start = first - block.row
                for offset, (values, style) in enumerate(
                    zip(block.columns, block.styles, strict=True)
                ):
                    kept = values[start : start + last - first + 1]
                    columns[block.column + offset] = (kept, style)
        for chunk in range(first, last + 1, CHUNK_ROWS):
            start, end = chunk - first, min(chunk + CHUNK_ROWS, last + 1) - first
            yield _rows(chunk, start, end, columns, heights, style_number, values_only=values_only)


def _segments(blocks: Sequence[Block]) -> list[tuple[int, int]]:
    """Runs of rows that the same blocks cover."""
    borders = sorted({row for block in blocks for row in (block.row, block.row + block.rows_count)})
    return [
        (first, after - 1)
        for first, after in pairwise(borders)
        if any(b.row <= first and after <= b.row + b.rows_count for b in blocks)
    ]


def _rows(
    row: int,
    start: int,
    end: int,
    columns: Mapping[int, tuple[Sequence[object], Style]],
    heights: Mapping[int, float],
    style_number: StyleNumber,
    *,
    values_only: bool,
) -> str:
    places = sorted(columns)
    letters = [f'<c r="{get_column_letter(column)}' for column in places]
    written = [
        _cells(columns[column][0][start:end], columns[column][1], style_number, values_only)
        for column in places
    ]
    rows = []
    for number, cells in enumerate(zip(*written, strict=True), start=row):
        height = heights.get(number)
        tail = "" if height is None else f' ht="{height:g}" customHeight="1"'
        inner = "".join(
            [f'{letter}{number}"{cell}' for letter, cell in zip(letters, cells, strict=True)]
        )
        rows.append(f'<row r="{number}"{tail}>{inner}</row>')
    return "".join(rows)


def _cells(
    values: Sequence[object], style: Style, style_number: StyleNumber, values_only: bool
) -> list[str]:
    """The cells of a column without their addresses."""
    plain = style_number(style, False)
    texts = [value for value in values if isinstance(value, str)]
    if len(texts) == len(values):
        return _texts(texts, plain, style, style_number)
    shown = iter(_texts(texts, plain, style, style_number))
    empty = f' s="{plain}"/>'
    return [
        next(shown)
        if isinstance(value, str)
        else empty
        if value is None
        else _cell(value, plain, style, style_number, values_only)
        for value in values
    ]


def _cell(
    value: object, number: int, style: Style, style_number: StyleNumber, values_only: bool
) -> str:
    if isinstance(value, bool):
        return f' s="{number}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, (float, int)):
        return f' s="{number}"><v>{value!r}</v></c>' if math.isfinite(value) else f' s="{number}"/>'
    if isinstance(value, Formula):
        if values_only and value.elsewhere:
            return _cells([value.value], style, style_number, values_only)[0]
        return _formula(value, number)
    if isinstance(value, datetime.datetime):
        day = (value.date() - EPOCH).days
        seconds = value.hour * 3600 + value.minute * 60 + value.second
        return f' s="{number}"><v>{day + seconds / 86400:.10g}</v></c>'
    if isinstance(value, datetime.date):
        return f' s="{number}"><v>{(value - EPOCH).days}</v></c>'
    if isinstance(value, np.generic):
        return _cell(value.item(), number, style, style_number, values_only)
    return _texts([str(value)], number, style, style_number)[0]


def _formula(formula: Formula, number: int) -> str:
    text = _escaped([formula.text.removeprefix("=")])[0]
    if isinstance(formula.value, str):
        shown = _escaped([formula.value])[0]
        return f' s="{number}" t="str"><f>{text}</f><v>{shown}</v></c>'
    return f' s="{number}"><f>{text}</f><v>{formula.value!r}</v></c>'


def _texts(texts: Sequence[str], plain: int, style: Style, style_number: StyleNumber) -> list[str]:
    if not texts:
        return []
    different = list(dict.fromkeys(texts))
    if 2 * len(different) < len(texts):
        made = dict(zip(different, _texts(different, plain, style, style_number), strict=True))
        return [made[text] for text in texts]
    quoted = style_number(style, True) if any(t.startswith(COULD_BE_FORMULA) for t in texts) else 0
    return [
        f' s="{quoted if raw.startswith(COULD_BE_FORMULA) else plain}" t="inlineStr"><is>'
        f"<t{_space(raw)}>{text}</t></is></c>"
        if raw
        else f' s="{plain}"/>'
        for raw, text in zip(texts, _escaped(texts), strict=True)
    ]


def _space(text: str) -> str:
    kept = text != text.strip() or "\n" in text
    return ' xml:space="preserve"' if kept else ""


def _escaped(texts: Sequence[str]) -> list[str]:
    r"""Texts as XML can hold them, all at once.

    >>> _escaped(["a<b & c", "tab\x01", "_x0041_"])
    ['a&lt;b &amp; c', 'tab_x0001_', '_x005F_x0041_']
    """
    whole = "\x00".join(texts)
    if (
        whole.count("\x00") >= len(texts)
        or max(map(len, texts), default=0) > TEXT_MAX
        or _SPECIAL.search(whole.replace("\x00", ""))
    ):
        cut = [_shortened(text) for text in texts]
        whole = "\x00".join(_SPECIAL.sub(_special, text) for text in cut)
    escaped = whole.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.split("\x00")


def _shortened(text: str) -> str:
    return text if len(text) <= TEXT_MAX else text[: TEXT_MAX - 1] + "…"


def _special(found: re.Match[str]) -> str:
    text = found[0]
    if len(text) > 1:
        return f"_x005F{text}"
    return "\ufffd" if "\ud800" <= text <= "\udfff" else f"_x{ord(text):04X}_"
