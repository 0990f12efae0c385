"""What cells does a text file hold, read here where it is small or a plain table, else apart."""

from pathlib import Path

import pandas as pd

from tieout.errors import TieoutError
from tieout.ledger.delimited import delimited_cells, even_cells, framed
from tieout.ledger.encodings import decoded, likely_utf8
from tieout.ledger.reading_limits import reading_limits
from tieout.ledger.text_process import columns_apart

BYTES_HERE_MAX = 8_000_000
"""A larger text that is no plain table takes many times its size, and is split in a process of its own."""
_BYTES_PER_BYTE, _BYTES_PER_FIELD = 2, 9
"""What a plain table takes: the text, the fields out of it, and where each begins."""


def text_file_cells(path: Path, data: bytes) -> pd.DataFrame:
    """The fields of a text, one row a line; refused where they would not fit into the limit of memory."""
    if len(data) <= BYTES_HERE_MAX:
        return delimited_cells(path.name, decoded(path.name, data))
    limits = reading_limits()
    left = limits.megabytes * 1_000_000 - len(data) * _BYTES_PER_BYTE
    refuse_beyond(path, len(data) * _BYTES_PER_BYTE)
    plain = likely_utf8(data)
    if plain is not None:
        cells = even_cells(path.name, plain, left // _BYTES_PER_FIELD)
        if cells is not None:
            return cells
    return framed(columns_apart(path, limits))


def refuse_beyond(path: Path, size_bytes: int) -> None:
    """A text that needs more than the limit of memory is not begun."""
    megabytes = reading_limits().megabytes
    if size_bytes > megabytes * 1_000_000:
        raise TieoutError("read.too_wide", file=path.name, megabytes=megabytes)
