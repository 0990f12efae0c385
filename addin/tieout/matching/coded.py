"""How is a column of texts compared fast: as one number per distinct text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from tieout.at_once import ROWS_MIN, at_once

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Texts: TypeAlias = pa.Array


@dataclass(frozen=True)
class Coded:
    """A column of texts: `texts[codes[i]]` is the text of row i; code 0 is the empty text."""

    codes: Ints
    texts: Texts

    def take(self, index: npt.NDArray[Any]) -> "Coded":
        """The rows at an index or mask."""
        return Coded(self.codes[index], self.texts)

    def take_texts(self, codes: Ints) -> Texts:
        """The texts of some codes."""
        return self.texts.take(pa.array(codes))

    def map(self, rewrite: Callable[[Texts], Texts]) -> "Coded":
        """Rewrite each distinct text in use; rows whose texts become equal share a code."""
        used, place = self.in_use()
        fresh = encode([in_pieces(rewrite, self.take_texts(used))])
        return Coded(fresh.codes[place], fresh.texts)

    def in_use(self) -> tuple[Ints, Ints]:
        """The codes that occur, in order, and the place of each row's code among them."""
        occurs = np.zeros(len(self.texts), dtype=bool)
        occurs[self.codes] = True
        used = np.flatnonzero(occurs)
        # Only what is used is written, as there may be many more texts than rows.
        place = np.empty(len(self.texts), dtype=np.int64)
        place[used] = np.arange(len(used))
        return used, place[self.codes]

    @property
    def given(self) -> Bools:
        """True where there is a text."""
        return self.codes != 0

    def says(self, pattern: str) -> Bools:
        """True where a text has what the pattern describes; each text in use is asked once."""
        used, place = self.in_use()
        return matching(self.take_texts(used), pattern)[place]

    def ranks(self) -> Ints:
        """A number row by row that is in the order of the texts."""
        used, place = self.in_use()
        rank = pc.rank(self.take_texts(used)).to_numpy(zero_copy_only=False)
        return rank.astype(np.int64)[place]


def one_text(text: str) -> pa.Scalar:
    """A text that is the same for every row."""
    return pa.scalar(text, pa.large_string())


def matching(texts: Texts, pattern: str) -> Bools:
    """True where a text has what the pattern describes."""
    found = in_pieces(lambda some: pc.match_substring_regex(some, pattern=pattern), texts)
    return found.to_numpy(zero_copy_only=False)


def in_pieces(rewrite: Callable[[Texts], Texts], texts: Texts) -> Texts:
    """A function of each text by itself, many texts on two processors at once."""
    if len(texts) < ROWS_MIN:
        return rewrite(texts)
    half = len(texts) // 2
    return pa.concat_arrays(at_once(rewrite, [texts[:half], texts[half:]], rows=len(texts)))


def encode(columns: Sequence[Texts | pd.Series]) -> Coded:
    """One code per distinct text over several columns laid end to end."""
    empty = pa.array([""], type=pa.large_string())
    encoded = pa.chunked_array([empty, *map(_texts, columns)]).dictionary_encode()
    codes = [chunk.indices.to_numpy(zero_copy_only=False) for chunk in encoded.chunks]
    return Coded(np.concatenate(codes)[1:].astype(np.int64), encoded.chunks[0].dictionary)


def end_to_end(columns: Sequence[Coded]) -> Coded:
    """Several coded columns laid end to end, of few texts each."""
    texts = encode([column.texts for column in columns])
    start = np.cumsum([0, *(len(column.texts) for column in columns)])
    codes = [
        texts.codes[first + column.codes] for first, column in zip(start, columns, strict=False)
    ]
    return Coded(np.concatenate(codes), texts.texts)


def texts_of(columns: Sequence[Texts | pd.Series]) -> Texts:
    """Several columns laid end to end; nothing is the empty text."""
    return pa.concat_arrays([_texts(column) for column in columns])


def _texts(column: Texts | pd.Series) -> Texts:
    if isinstance(column, pd.Series):
        column = pa.array(column, from_pandas=True)
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    if isinstance(column, pa.ChunkedArray):
        column = pa.concat_arrays(column.chunks)
    return column.cast(pa.large_string()).fill_null("")
