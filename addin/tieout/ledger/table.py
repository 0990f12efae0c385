"""What is a sheet once its headings are found: its body by meaning, and the place of each problem."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from tieout.at_once import at_once
from tieout.ledger.cleaning.amounts import AmountCells, amount_cells
from tieout.ledger.cleaning.coded_texts import CodedTexts, coded_texts, same_text
from tieout.ledger.cleaning.party_names import LABELLED, party_name
from tieout.ledger.cleaning.texts import (
    STRING,
    filled,
    text_series,
    tidy_texts,
    written_texts,
)
from tieout.ledger.headers import Header
from tieout.ledger.preamble import Preamble
from tieout.ledger.problem import BLOCKING, Problem
from tieout.ledger.sheet_traits import SheetTraits

PROBLEMS_MAX = 1000
"""Problems of one kind that are listed; more of the same say nothing new."""
_NONE = ("/", "-", "--", "---", "—", "无", "*")
"""What people write where there is no number and no name."""
_NONE_BYTES_MAX = max(len(mark.encode()) for mark in _NONE)
_NAMES = ("reference", "customer", "counterparty")
_ROWS_LOOKED_AT = 1000
AMOUNTS = ("debit", "credit", "amount")


@dataclass(frozen=True)
class Table:
    """The cells of a sheet under its headings; rows of the body are counted from 0."""

    cells: pd.DataFrame
    header: Header
    preamble: Preamble
    file: str
    sheet: str
    stated_currency: str = ""
    traits: SheetTraits = field(default_factory=SheetTraits)

    @cached_property
    def body(self) -> pd.DataFrame:
        """The rows below the headings."""
        return self.cells.iloc[self.header.last + 1 :].reset_index(drop=True)

    @property
    def customer(self) -> str:
        """Whose ledger it is: as the sheet says, else as its profile does."""
        return self.preamble.customer or self.header.profile.customer

    def __len__(self) -> int:
        return len(self.cells) - self.header.last - 1

    def column(self, meaning: str) -> int | None:
        """The column of a meaning, counted from 0."""
        return self.header.columns.get(meaning)

    def heading(self, meaning: str) -> str:
        """The heading of a meaning, "" where it has no column."""
        column = self.column(meaning)
        return "" if column is None else self.header.headings[column]

    def cells_of(self, meaning: str) -> pd.Series:
        """The cells of a meaning; empty ones where it has no column."""
        column = self.column(meaning)
        if column is None:
            return pd.Series(np.full(len(self), None, dtype=object), dtype=object)
        return self.body.iloc[:, column]

    @cached_property
    def amount_cells(self) -> dict[str, AmountCells]:
        """The columns of amounts and of the balance, told apart once for all who read them."""
        given = [m for m in (*AMOUNTS, "balance") if self.column(m) is not None]
        found = at_once(lambda m: amount_cells(self.cells_of(m)), given, rows=len(self))
        return dict(zip(given, found, strict=True))

    @cached_property
    def _coded(self) -> dict[int, CodedTexts | None]:
        return {}

    def coded_column(self, column: int) -> CodedTexts | None:
        """The cells of a column as they are, where they are texts that repeat; coded once for all who ask."""
        if column not in self._coded:
            self._coded[column] = coded_texts(self.body.iloc[:, column])
        return self._coded[column]

    def code_columns(self, meanings: Sequence[str]) -> None:
        """Code the columns of several meanings at once, for who will ask."""
        columns = [column for m in meanings if (column := self.column(m)) is not None]
        at_once(self.coded_column, columns, rows=len(self))

    def coded(self, meaning: str) -> CodedTexts | None:
        """The `texts` of a meaning, where they repeat."""
        column = self.column(meaning)
        if column is None:
            return same_text("", len(self))
        coded = self.coded_column(column)
        if coded is None:
            return None
        return coded.renamed(_meant(meaning, pa.array(coded.texts, STRING)).to_pylist())

    @cached_property
    def memo_goes_on(self) -> tuple[int, ...]:
        """The column under no heading beside the narration, where its heading spans two (To | Opening Balance)."""
        memo = self.column("memo")
        if memo is None or memo + 1 >= min(self.body.shape[1], len(self.header.headings)):
            return ()
        beside = self.body.iloc[:_ROWS_LOOKED_AT, memo + 1].dropna()
        texts = beside.map(lambda cell: isinstance(cell, str) and any(map(str.isalpha, cell)))
        spans = not self.header.headings[memo + 1] and len(beside) > 0 and bool(texts.all())
        return (memo + 1,) if spans else ()

    @cached_property
    def lone_cells(self) -> npt.NDArray[np.bool_]:
        """Rows with one cell and nothing else."""
        given = np.zeros(len(self), dtype=np.int32)
        for column in range(self.body.shape[1]):
            given += self.body.iloc[:, column].notna().to_numpy()
        return given == 1

    def texts(self, meaning: str) -> pd.Series:
        """The cells of a meaning as trimmed texts; a mark for none is none."""
        coded = self.coded(meaning)
        if coded is not None:
            texts = coded.series()
        else:
            texts = text_series(_meant(meaning, written_texts(self.cells_of(meaning))))
        for column in self.memo_goes_on if meaning == "memo" else ():
            beside = text_series(tidy_texts(written_texts(self.body.iloc[:, column])))
            texts = (texts + " " + beside).str.strip()
        return texts

    def line(self, row: int | np.integer) -> int:
        """The line of the sheet in which a row of the body stands; −1 is the headings."""
        return self.header.last + 2 + int(row)

    def problem(
        self, code: str, row: int | np.integer, meaning: str, found: object = "", **values: object
    ) -> Problem:
        """A problem at a row of the body, −1 for the headings, or the first row where there are none.

        What was found may be several things, as a tuple.
        """
        column = self.column(meaning)
        if self.header.headless:
            row = max(int(row), 0)
        if isinstance(found, tuple):
            found, values = "、".join(found), {"found": found, **values}
        return Problem(
            code,
            sheet=self.sheet or self.file,
            line=self.line(row),
            column=0 if column is None else column + 1,
            heading=self.heading(meaning),
            found=str(found),
            values=values,
            blocks=code in BLOCKING,
        )


def _meant(meaning: str, texts: pa.LargeStringArray) -> pa.LargeStringArray:
    """Texts tidied; a mark for none is none where a name or a number is meant."""
    texts = tidy_texts(texts)
    if meaning not in _NAMES:
        return texts
    written = filled(texts)
    if (written.stops - written.starts).min(initial=_NONE_BYTES_MAX + 1) <= _NONE_BYTES_MAX:
        texts = _without_marks(texts)
    return texts if meaning == "reference" else _without_kinds(texts)


def _without_marks(texts: pa.LargeStringArray) -> pa.LargeStringArray:
    """Texts without those that only say that there is none."""
    none = pc.is_in(texts, pa.array(_NONE, STRING))
    return pc.if_else(none, "", texts) if pc.any(none).as_py() else texts


def _without_kinds(texts: pa.LargeStringArray) -> pa.LargeStringArray:
    """Names without the kind and the code that some programs write before them."""
    labelled = pc.match_substring_regex(texts, pattern=LABELLED)
    if not pc.any(labelled).as_py():
        return texts
    return pa.array(map(party_name, texts.to_pylist()), STRING)
