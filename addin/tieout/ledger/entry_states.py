"""Which rows does a column of states call void, not posted or reversed, and what should be known of them."""

from collections import Counter
from collections.abc import Iterator
from enum import IntEnum

import numpy as np
import numpy.typing as npt
import pandas as pd

from tieout.ledger.cleaning.coded_texts import CodedTexts
from tieout.ledger.cleaning.simplified import simplified
from tieout.ledger.cleaning.texts import read_texts
from tieout.ledger.currency import format_amount
from tieout.ledger.heading_columns import compact_heading
from tieout.ledger.problem import Problem
from tieout.ledger.profile import States
from tieout.ledger.table import Table

LINES_NAMED_MAX, _COLUMNS_MAX = 10, 8
Rows = npt.NDArray[np.int64]


class RowState(IntEnum):
    """What a column of states says of a row, as far as it matters here."""

    USUAL = 0
    REVERSED = 1
    NOT_POSTED = 2
    VOID = 3


def row_states(table: Table) -> npt.NDArray[np.int8]:
    """The state of each row; of several columns the gravest."""
    states = np.zeros(len(table), dtype=np.int8)
    for column in _columns(table):
        coded = _coded(table, column)
        known = [_state(table, column, word) for word in coded.texts]
        if any(known):
            states = np.maximum(states, np.array(known, dtype=np.int8)[coded.codes])
    return states


def state_notices(
    table: Table, cents: npt.NDArray[np.int64], entry: npt.NDArray[np.bool_], currency: str
) -> Iterator[Problem]:
    """How many rows are so, which, and what they come to: void ones were set aside, the others counted."""
    states = row_states(table)
    if not states.any():
        return
    kinds = (
        ("void_rows", np.flatnonzero((states == RowState.VOID) & ~entry)),
        ("not_posted", np.flatnonzero((states == RowState.NOT_POSTED) & entry)),
        (
            "reversal_missing",
            _alone(np.flatnonzero((states == RowState.REVERSED) & entry), cents, entry),
        ),
    )
    for code, rows in kinds:
        if len(rows):
            yield _notice(table, code, rows, int(cents[rows].sum()), currency)


def _notice(table: Table, code: str, rows: Rows, cents: int, currency: str) -> Problem:
    lines = [str(table.line(row)) for row in rows[:LINES_NAMED_MAX]]
    return table.problem(
        code,
        int(rows[0]),
        "",
        _word(table, int(rows[0])),
        count=len(rows),
        lines=", ".join(lines) + (" …" if len(rows) > len(lines) else ""),
        amount=format_amount(cents, currency),
    )


def _alone(rows: Rows, cents: npt.NDArray[np.int64], entry: npt.NDArray[np.bool_]) -> Rows:
    """Rows for which no entry of the opposite amount stands in the sheet, each such entry counted once."""
    wanted = set((-cents[rows]).tolist())
    left = Counter(amount for amount in cents[entry].tolist() if amount in wanted)
    alone = []
    for row in rows.tolist():
        left[-int(cents[row])] -= 1
        if left[-int(cents[row])] < 0:
            alone.append(row)
    return np.array(alone, dtype=np.int64)


def _columns(table: Table) -> list[int]:
    """The columns of states, by their headings."""
    words = table.header.profile.state
    known = {compact_heading(word) for word in (*words.heading, *words.is_posted, *words.is_void)}
    taken = set(table.header.columns.values())
    found = [
        place
        for place, heading in enumerate(table.header.headings[: table.body.shape[1]])
        if place not in taken and compact_heading(heading) in known
    ]
    return found[:_COLUMNS_MAX]


def _coded(table: Table, column: int) -> CodedTexts:
    coded = table.coded_column(column)
    if coded is not None:
        return coded
    codes, texts = pd.factorize(read_texts(table.body.iloc[:, column]))
    return CodedTexts(codes.astype(np.int32), tuple(map(str, texts)))


def _state(table: Table, column: int, written: str) -> RowState:
    """What a word says under its heading: 作废 anywhere, 否 under 是否记账, 是 under 作废."""
    words: States = table.header.profile.state
    heading, word = compact_heading(table.header.headings[column]), _plain(written)
    if word in map(_plain, words.void) or (_is(heading, words.is_void) and word in words.yes):
        return RowState.VOID
    if word in map(_plain, words.not_posted) or (
        _is(heading, words.is_posted) and word in words.no
    ):
        return RowState.NOT_POSTED
    return RowState.REVERSED if word in map(_plain, words.reversed) else RowState.USUAL


def _is(heading: str, words: tuple[str, ...]) -> bool:
    return heading in map(compact_heading, words)


def _plain(written: str) -> str:
    return simplified(written.strip("\t `'").strip()).lower()


def _word(table: Table, row: int) -> str:
    """What says so in a row."""
    for column in _columns(table):
        written = _coded(table, column)[row]
        if _state(table, column, written) != RowState.USUAL:
            heading = table.header.headings[column].strip()
            return f"{heading} {written.strip()}"
    raise AssertionError("a row with a state has a word for it")
