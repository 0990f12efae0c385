"""What text stands in a cell: trimmed, whole numbers without a decimal point, dates as dates."""

from datetime import datetime
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

STRING = pa.large_string()
"""The arrow type in which texts are held."""
_SPACES = " \t\r\n\x0b\x0c\xa0\u3000\ufeff\u200b"
_MARKS = "`'"
_MAY_BEGIN, _MAY_END = (
    np.isin(np.arange(256), [mark.encode()[place] for mark in _SPACES + _MARKS])
    for place in (0, -1)
)
"""Bytes with which something begins or ends that is taken off."""
_STRING = pd.StringDtype("pyarrow", na_value=np.nan)


def read_texts(cells: pd.Series) -> pd.Series:
    r"""Cells as texts, "" where empty, numbered from 0.

    >>> read_texts(pd.Series([" INV-1\t", "'007", 12.0, None, 0.5])).tolist()
    ['INV-1', '007', '12', '', '0.5']
    """
    return text_series(tidy_texts(written_texts(cells)))


def written_texts(cells: pd.Series) -> pa.LargeStringArray:
    """Cells of whatever kind as texts, not tidied yet."""
    texts = arrow_texts(cells)
    if texts is None:
        texts = pa.array([cell_text(cell) for cell in cells], type=STRING)
    return texts


def tidy_texts(texts: pa.LargeStringArray) -> pa.LargeStringArray:
    """Texts trimmed, without the marks that make a text of a number, "" where empty."""
    some = texts.take(pa.array(_perhaps_untidy(texts)))
    if len(some) and not _trimmed(some).equals(some):
        texts = _trimmed(texts)
    return pc.fill_null(texts, "") if texts.null_count else texts


def _trimmed(texts: pa.LargeStringArray) -> pa.LargeStringArray:
    texts = pc.utf8_trim(texts, _SPACES + "`")
    if pc.any(pc.starts_with(texts, "'")).as_py():
        texts = pc.utf8_ltrim(texts, _SPACES + _MARKS)
    return texts


def _perhaps_untidy(texts: pa.LargeStringArray) -> npt.NDArray[np.int64]:
    """Rows whose first or last byte is one of a space or a mark, or of another letter that shares it."""
    written = filled(texts)
    if not len(written.rows):
        return written.rows
    begin, end = written.letters[written.starts], written.letters[written.stops - 1]
    return written.rows[_MAY_BEGIN[begin] | _MAY_END[end]]


class Filled(NamedTuple):
    """The rows of a column in which something is written, and where it starts and stops among its letters."""

    rows: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]
    stops: npt.NDArray[np.int64]
    letters: npt.NDArray[np.uint8]


def filled(texts: pa.LargeStringArray) -> Filled:
    """Where the texts of a column stand in memory, empty ones left out.

    >>> filled(pa.array(["ab", "", None, "c"], STRING))[:3]
    (array([0, 3]), array([0, 2]), array([2, 3]))
    """
    ends, letters = texts.buffers()[1:]
    if not len(texts) or letters is None:
        nothing = np.zeros(0, dtype=np.int64)
        return Filled(nothing, nothing, nothing, np.zeros(0, dtype=np.uint8))
    places = np.frombuffer(ends, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    starts, stops = places[:-1], places[1:]
    some = starts != stops
    rows = np.arange(len(texts)) if some.all() else np.flatnonzero(some)
    if len(rows) != len(texts):
        starts, stops = starts[rows], stops[rows]
    return Filled(rows, starts, stops, np.frombuffer(letters, np.uint8))


def text_series(texts: pa.Array | pa.ChunkedArray) -> pd.Series:
    """A column of texts as pandas holds it."""
    chunked = texts if isinstance(texts, pa.ChunkedArray) else pa.chunked_array([texts])
    return pd.Series(pd.array(chunked, dtype=_STRING))


def arrow_texts(cells: pd.Series) -> pa.LargeStringArray | None:
    """A column that holds nothing but texts, as arrow holds it; None where it holds more."""
    try:
        found = pa.array(cells.array if cells.dtype == object else cells, STRING, from_pandas=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return None
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found


def letters_of(texts: pa.LargeStringArray) -> npt.NDArray[np.uint8]:
    """Everything that is written in a column, one text after the other, as it stands in memory."""
    ends, letters = texts.buffers()[1:]
    if letters is None or not len(texts):
        return np.zeros(0, dtype=np.uint8)
    places = np.frombuffer(ends, np.int64)
    start, end = places[texts.offset], places[texts.offset + len(texts)]
    return np.frombuffer(letters, np.uint8)[start:end]


def cell_text(cell: object) -> str:
    """One cell as text; a number by the fifteen digits a sheet keeps.

    >>> cell_text(12.0), cell_text(0.1 + 0.2), cell_text(datetime(2026, 1, 5)), cell_text(True)
    ('12', '0.3', '2026-01-05', 'TRUE')
    """
    if cell is None or cell != cell:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.15G}"
    if isinstance(cell, datetime):
        return (
            f"{cell:%Y-%m-%d}" if (cell.hour, cell.minute, cell.second) == (0, 0, 0) else str(cell)
        )
    return str(cell)
