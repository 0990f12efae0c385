"""What do sentences quote: the entries of both sides as columns of texts and numbers."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from tieout.matching.coded import Bools, Ints, Texts
from tieout.matching.rows import NO_DAY
from tieout.matching.sentences import amount_texts
from tieout.texts import Language, text


@dataclass(frozen=True)
class Said:
    """One element of every column an entry, ours first; `day` is NO_DAY where there is no date."""

    theirs: Bools
    line: Ints
    day: Ints
    amount: Ints
    reference: Texts
    memo: Texts
    customer: Texts
    currency: np.ndarray

    @cached_property
    def dates(self) -> Texts:
        """Dates as they stand in a sentence, empty where there is none."""
        day, place = np.unique(self.day, return_inverse=True)
        written = np.where(day == NO_DAY, "", day.astype("datetime64[D]").astype(str))
        return pa.array(written.tolist(), pa.large_string()).take(pa.array(place))

    @cached_property
    def amounts(self) -> Texts:
        """Amounts as people read them."""
        return amount_texts(self.amount, self.currency)

    def dates_of(self, row: Ints, language: Language) -> Texts:
        """The dates of some rows, where there is none in words."""
        return or_words(self.dates.take(pa.array(row)), text("nearest.no_date", language))

    def references_of(self, row: Ints, language: Language) -> Texts:
        """The references of some rows, where there is none in words."""
        named = self.reference.take(pa.array(row))
        return or_words(named, text("match.without_reference", language))

    def memos_of(self, row: Ints) -> Texts:
        """The memos of some rows, no longer than a sentence bears."""
        return pc.utf8_slice_codeunits(self.memo.take(pa.array(row)), 0, MEMO_MAX)


MEMO_MAX = 40


def said_of(entries: pd.DataFrame) -> Said:
    """The columns of a frame of entries."""
    day = entries["date"].to_numpy(dtype="datetime64[D]")
    return Said(
        theirs=(entries["side"] == "theirs").to_numpy(bool),
        line=entries["line"].to_numpy(np.int64),
        day=np.where(np.isnat(day), NO_DAY, day.astype(np.int64)),
        amount=entries["amount"].to_numpy(np.int64),
        reference=_texts(entries["reference"]),
        memo=_texts(entries["memo"]),
        customer=_texts(entries["customer"]),
        currency=entries["currency"].to_numpy(dtype=object),
    )


def in_single_brackets(sentences: Texts, language: Language) -> Texts:
    """Sentences whose words for a missing reference, in brackets already, stand in brackets once.

    >>> in_single_brackets(pa.array(["我方 2 笔（（无号））"]), "zh").to_pylist()
    ['我方 2 笔（无号）']
    """
    words = text("match.without_reference", language)
    doubled = f"{words[0]}{words}{words[-1]}"
    return pc.replace_substring(sentences, pattern=doubled, replacement=words)


def or_words(column: Texts, words: str) -> Texts:
    """The texts, and the words where a text is empty."""
    return pc.if_else(pc.equal(column, ""), pa.scalar(words, pa.large_string()), column)


def _texts(column: pd.Series) -> Texts:
    found = pa.array(column, from_pandas=True)
    found = found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
    return found.cast(pa.large_string()).fill_null("")
