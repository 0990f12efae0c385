"""Which few texts does a column repeat, and which of them stands in each row: asked once each, whatever it is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from tieout.ledger.cleaning.texts import STRING, arrow_texts, text_series

_SAMPLE = 1000


class Distinct(NamedTuple):
    """Cells that are not asked twice: `codes` say for each row its place among them, −1 where it has none."""

    codes: npt.NDArray[np.signedinteger]
    cells: Sequence[object]


@dataclass(frozen=True)
class CodedTexts:
    """`codes` say for each row its place among `texts`, one of which is "" where a cell is empty.

    >>> coded = coded_texts(pd.Series(["CNY", None, "CNY"]))
    >>> coded.codes.tolist(), coded.texts, coded.renamed(["EUR", "-"]).series().tolist()
    ([0, 1, 0], ('CNY', ''), ['EUR', '-', 'EUR'])
    """

    codes: npt.NDArray[np.int32]
    texts: tuple[str, ...]
    written: pd.Series | None = field(default=None, compare=False, repr=False)
    """The column itself, where nothing in it is renamed or empty."""

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, row: int | np.integer) -> str:
        return self.texts[self.codes[row]]

    def used(self, rows: npt.NDArray[np.bool_] | slice = slice(None)) -> list[str]:
        """The texts that stand in some rows, in no order that means anything."""
        if len(self.texts) == 1 and (isinstance(rows, slice) or rows.any()):
            return list(self.texts)
        counts = np.bincount(self.codes[rows], minlength=len(self.texts))
        return list(dict.fromkeys(self.texts[place] for place in np.flatnonzero(counts).tolist()))

    def distinct(self, rows: npt.NDArray[np.bool_]) -> Distinct:
        """The texts that stand in some rows, as they first appear; −1 where another row is."""
        if rows.all():
            return Distinct(self.codes, self.texts)
        used = np.flatnonzero(np.bincount(self.codes[rows], minlength=len(self.texts)))
        places = np.full(len(self.texts), -1, dtype=np.int32)
        places[used] = np.arange(len(used))
        texts = tuple(self.texts[place] for place in used.tolist())
        return Distinct(np.where(rows, places[self.codes], np.int32(-1)), texts)

    def among(self, texts: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Rows with one of these texts."""
        wanted = set(texts)
        return np.array([text in wanted for text in self.texts], dtype=bool)[self.codes]

    def renamed(self, texts: Sequence[str]) -> "CodedTexts":
        """The same rows with other texts in place of these."""
        texts = tuple(texts)
        return CodedTexts(self.codes, texts, self.written if texts == self.texts else None)

    def series(self) -> pd.Series:
        """The text of each row."""
        if self.written is not None:
            return self.written
        return text_series(pa.array(self.texts, STRING).take(pa.array(self.codes)))


def coded_texts(cells: pd.Series) -> CodedTexts | None:
    """A column as codes; None where it holds more than texts, or hardly any of them twice."""
    texts = arrow_texts(cells)
    if texts is None or _mostly_different(texts):
        return None
    if len(texts) and not texts.null_count and pc.all(pc.equal(texts, texts[0])).as_py():
        return CodedTexts(np.zeros(len(texts), np.int32), (texts[0].as_py(),), text_series(texts))
    coded = texts.dictionary_encode()
    known = coded.dictionary.to_pylist()
    if not coded.null_count and known:
        return CodedTexts(coded.indices.to_numpy(), tuple(known), text_series(texts))
    codes = pc.fill_null(coded.indices, len(known)).to_numpy(zero_copy_only=False)
    return CodedTexts(codes, (*known, ""))


def same_text(text: str, count: int) -> CodedTexts:
    """One text in every row."""
    return CodedTexts(np.zeros(count, dtype=np.int32), (text,))


def _mostly_different(texts: pa.LargeStringArray) -> bool:
    """Whether of some rows from all over the column more than half have a text of their own."""
    rows = (
        np.linspace(0, len(texts) - 1, _SAMPLE).astype(np.int64) if len(texts) > _SAMPLE else None
    )
    return rows is not None and len(texts.take(pa.array(rows)).unique()) * 2 > _SAMPLE
