"""Which columns of cells do the bytes of another process hold, as pandas holds them."""

from collections.abc import Sequence
from itertools import groupby

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from tieout.ledger.cleaning.texts import STRING, text_series
from tieout.ledger.packed_columns import (
    DAYS,
    EMPTY,
    MIXED,
    NUMBERS,
    TEXTS,
    Packed,
    unpacked_mixed,
)

_EPOCH = pd.Timestamp(1970, 1, 1).toordinal()
_DAYS_MIN = 0


def column_of(pieces: Sequence[Packed], lengths: Sequence[int]) -> pd.Series:
    """One column out of its pieces; texts and numbers where it holds nothing else."""
    pieces, lengths = _joined(pieces, lengths)
    kinds = {kind for kind, _ in pieces} - {EMPTY}
    if not kinds:
        return pd.Series(np.full(sum(lengths), None, dtype=object), dtype=object)
    if kinds == {TEXTS}:
        return text_series(
            pa.chunked_array([_texts(*one) for one in zip(pieces, lengths, strict=True)], STRING)
        )
    if kinds == {NUMBERS}:
        numbers = [_numbers(piece, n) for piece, n in zip(pieces, lengths, strict=True)]
        return pd.Series(np.concatenate(numbers))
    return _objects([_cells(piece, n) for piece, n in zip(pieces, lengths, strict=True)])


def _joined(
    pieces: Sequence[Packed], lengths: Sequence[int]
) -> tuple[Sequence[Packed], Sequence[int]]:
    """Pieces of one kind that follow each other as one, since each costs its beginning."""
    joined: list[tuple[Packed, int]] = []
    for kind, some in groupby(zip(pieces, lengths, strict=True), key=lambda each: each[0][0]):
        if kind == MIXED:
            joined += some
        else:
            contents, counts = zip(*((piece[1], n) for piece, n in some), strict=True)
            joined.append(((kind, b"".join(contents)), sum(counts)))
    return [piece for piece, _ in joined], [n for _, n in joined]


def _texts(piece: Packed, length: int) -> pa.LargeStringArray:
    """The texts between the zero bytes, without copying one by one; none where empty."""
    kind, content = piece
    if kind == EMPTY:
        return pa.nulls(length, STRING)
    letters = np.frombuffer(content, np.uint8)
    ends = np.flatnonzero(letters == 0) - np.arange(length)
    offsets = np.concatenate(([0], ends)).astype(np.int64)
    given = np.packbits(np.diff(offsets) > 0, bitorder="little")
    buffers = [pa.py_buffer(part) for part in (given, offsets, letters[letters != 0])]
    return pa.LargeStringArray.from_buffers(length, buffers[1], buffers[2], buffers[0])


def _numbers(piece: Packed, length: int) -> npt.NDArray[np.float64]:
    kind, content = piece
    return np.full(length, np.nan) if kind == EMPTY else np.frombuffer(content, np.float64)


def _objects(parts: Sequence[npt.NDArray[np.object_]]) -> pd.Series:
    return pd.Series(np.concatenate(parts), dtype=object)


def _cells(piece: Packed, length: int) -> npt.NDArray[np.object_]:
    """Cells of any kind one by one, None where empty."""
    kind, content = piece
    cells = np.full(length, None, dtype=object)
    if kind == TEXTS:
        cells[:] = _texts(piece, length).to_pylist()
    elif kind == NUMBERS:
        numbers = np.frombuffer(content, np.float64)
        given = ~np.isnan(numbers)
        cells[given] = numbers[given].astype(object)
    elif kind == DAYS:
        days = np.frombuffer(content, np.int64)
        given = days > _DAYS_MIN
        cells[given] = (days[given] - _EPOCH).astype("datetime64[D]").astype(object)
    elif kind == MIXED:
        cells[:] = unpacked_mixed(content)
    return cells
