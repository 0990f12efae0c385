"""What cells does a text file hold, read here where it is small or a plain table, else apart."""

from pathlib import Path

import pandas as pd

from tieout.errors import TieoutError
from tieout.ledger.delimited import delimited_cells, even_cells, framed
from tieout.ledger.encodings import decoded
from tieout.ledger.large_text import large_text
from tieout.ledger.reading_limits import reading_limits
from tieout.ledger.text_process import columns_apart

BYTES_HERE_MAX = 8_000_000
"""A larger text that is no plain table takes many times its size, and is split in a process of its own."""
_BYTES_PER_BYTE, _BYTES_PER_FIELD = 2, 9
"""What a plain table takes: the text, the fields out of it, and where each begins."""


def text_file_cells(path: Path) -> pd.DataFrame:
    """The fields of a text, one row a line; refused where they would not fit into the limit of memory."""
    size = path.stat().st_size
    if size <= BYTES_HERE_MAX:
        return delimited_cells(path.name, decoded(path.name, path.read_bytes()))
    refuse_beyond(path, size * _BYTES_PER_BYTE)
    left = reading_limits().megabytes * 1_000_000 - size * _BYTES_PER_BYTE
    text = large_text(path)
    if text is not None and text.may_be_utf8:
        cells = even_cells(path.name, text, left // _BYTES_PER_FIELD)
        if cells is not None:
            return cells
    del text
    return framed(columns_apart(path, reading_limits()))


def refuse_beyond(path: Path, size_bytes: int) -> None:
    """A text that needs more than the limit of memory is not begun."""
    megabytes = reading_limits().megabytes
    if size_bytes > megabytes * 1_000_000:
        raise TieoutError("read.too_wide", file=path.name, megabytes=megabytes)
