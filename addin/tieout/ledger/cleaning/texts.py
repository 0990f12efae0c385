"""What text stands in a cell: trimmed, whole numbers without a decimal point, dates as dates."""

from datetime import datetime

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

STRING = pa.large_string()
"""The arrow type in which texts are held."""
_SPACES = " \t\r\n\x0b\x0c\xa0\u3000\ufeff\u200b"
_PLAIN = np.array([byte < 128 and chr(byte).isalnum() for byte in range(256)])
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
    if begin_and_end_plainly(texts):
        return texts
    texts = pc.utf8_trim(texts, _SPACES + "`")
    if pc.any(pc.starts_with(texts, "'")).as_py():
        texts = pc.utf8_ltrim(texts, _SPACES + "`'")
    return pc.fill_null(texts, "")


def begin_and_end_plainly(texts: pa.LargeStringArray) -> bool:
    """Whether every text has a letter or digit of ASCII at both ends, so that nothing is to be taken off."""
    if texts.null_count or not len(texts):
        return False
    places = np.frombuffer(texts.buffers()[1], np.int64)
    places = places[texts.offset : texts.offset + len(texts) + 1]
    if (places[1:] == places[:-1]).any():
        return False
    letters = np.frombuffer(texts.buffers()[2], np.uint8)
    return bool(_PLAIN[letters[places[:-1]]].all() and _PLAIN[letters[places[1:] - 1]].all())


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


def letters_of(texts: pa.LargeStringArray) -> bytes:
    """Everything that is written in a column, one text after the other."""
    ends, letters = texts.buffers()[1:]
    if letters is None or not len(texts):
        return b""
    places = np.frombuffer(ends, np.int64)
    start, end = places[texts.offset], places[texts.offset + len(texts)]
    return memoryview(letters)[start:end].tobytes()


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
