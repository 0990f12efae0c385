"""Which rows are no entries though no word of the usual ones says so: notes, signatures, silent sums."""

import re
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from tieout.ledger.aside import Aside, Reasons, with_reason
from tieout.ledger.row_amounts import RowAmounts
from tieout.ledger.table import PROBLEMS_MAX, Table

_CANDIDATES_MAX = 5000
_SUMMED_MIN = 2
_SUMMED = (
    [Aside.ENTRY],
    [Aside.ENTRY, Aside.OPENING],
    [Aside.ENTRY, Aside.OPENING, Aside.CLOSING],
)
_NOTE_LENGTH_MIN = 20
_SUM = re.compile(
    r"(小计|合计|汇总|总计|共计|sub-? ?total|total)\s*[:：]?$|^(sub-? ?total|total)\b",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"[^\d:：]{1,14}[:：].{0,30}")


def silent_rows(
    table: Table, aside: Reasons, amounts: RowAmounts, texts: Mapping[str, pd.Series]
) -> Reasons:
    """Rows that say nothing of themselves: a note without an amount, a total without a word."""
    signed = amounts.signed
    neutral = table.header.profile.direction.neutral
    if neutral and table.column("direction") is not None:
        moved = table.texts("direction").str.lower().isin(neutral).to_numpy()
        aside = with_reason(aside, moved, Aside.NEUTRAL)
    aside = with_reason(aside, ~signed.given & ~signed.bad, Aside.NO_AMOUNT)
    aside = with_reason(aside, _notes(table, amounts), Aside.NO_AMOUNT)
    return _without_sums(table, aside, amounts, texts)


def _notes(table: Table, amounts: RowAmounts) -> npt.NDArray[np.bool_]:
    """A sentence in the column of amounts and nothing in any other, or a row of signatures."""
    note = np.zeros(len(table), dtype=bool)
    for row in np.flatnonzero(amounts.signed.bad)[:PROBLEMS_MAX]:
        if amounts.signed.given[row]:
            continue
        cells = [str(cell).strip() for cell in table.body.iloc[int(row)].dropna()]
        sentence = len(cells) == 1 and len(cells[0]) > _NOTE_LENGTH_MIN
        note[row] = sentence or all(map(_SIGNATURE.fullmatch, filter(None, cells)))
    return note


def _without_sums(
    table: Table, aside: Reasons, amounts: RowAmounts, texts: Mapping[str, pd.Series]
) -> Reasons:
    """Rows without date and number that add up what stands above them, or say that they do."""
    rows, says = _candidates(table, aside, amounts, texts)
    aside, start = aside.copy(), 0
    for row in rows[:_CANDIDATES_MAX].tolist():
        if says[row] or any(
            _adds_up(aside, amounts, begin, row) for begin in dict.fromkeys((start, 0))
        ):
            aside[row] = Aside.TOTAL
            start = row + 1
    return aside


def _candidates(
    table: Table, aside: Reasons, amounts: RowAmounts, texts: Mapping[str, pd.Series]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Rows with an amount and without date and number, and which of those call themselves a sum."""
    rows = np.flatnonzero((texts["reference"] == "").to_numpy(bool) & amounts.signed.given)
    rows = rows[aside[rows] == Aside.ENTRY]
    dates = table.cells_of("date").iloc[rows]
    undated = dates.isna().to_numpy() | (dates.astype(str).str.strip() == "").to_numpy(bool)
    if len(rows) <= _CANDIDATES_MAX:
        undated |= np.array(
            [isinstance(c, str) and bool(_SUM.search(c)) for c in dates], dtype=bool
        )
    rows = rows[undated]
    says, wordless = np.zeros(len(table), dtype=bool), np.zeros(len(table), dtype=bool)
    first = table.body.iloc[:, 0]
    for row in rows[:_CANDIDATES_MAX].tolist():
        words = [str(texts[name].iloc[row]) for name in ("memo", "type", "customer")]
        own = first.iloc[row]
        words.append(own.strip() if isinstance(own, str) else "")
        says[row] = any(map(_SUM.search, words))
        wordless[row] = not any(words)
    return rows[(says | wordless)[rows]], says


def _adds_up(aside: Reasons, amounts: RowAmounts, start: int, row: int) -> bool:
    """Every amount of a row is the sum of the entries above it, of the balances among them as well."""
    if (aside[start:row] == Aside.ENTRY).sum() < _SUMMED_MIN:
        return False
    return any(
        all(
            int(part.cents[row]) == int(part.cents[start:row][summed].sum())
            for part in amounts.parts.values()
            if part.given[row]
        )
        for kinds in _SUMMED
        for summed in [np.isin(aside[start:row], kinds)]
    )
