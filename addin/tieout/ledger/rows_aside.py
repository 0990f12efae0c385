"""Which rows of a sheet say that they are no entries: openings, totals, page carry-overs, blanks."""

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow.compute as pc

from tieout.ledger.aside import Aside, Reasons, aside_by, with_reason
from tieout.ledger.bare_balances import told_balances
from tieout.ledger.cleaning.simplified import simplified
from tieout.ledger.cleaning.texts import arrow_texts, cell_text
from tieout.ledger.entry_states import RowState, row_states
from tieout.ledger.heading_columns import compact_heading
from tieout.ledger.said_rows import said_rows
from tieout.ledger.table import AMOUNTS, Table


def reasons_aside(table: Table) -> tuple[Reasons, npt.NDArray[np.int64]]:
    """Why each row below the headings is set aside, as far as the row says it itself; and which may be balances."""
    reasons, unclear = told_balances(table, *said_rows(table))
    reasons[_repeats(table)] = Aside.REPEATED_HEADER
    for rule in table.header.profile.aside:
        marked = _ruled(table, rule.heading, rule.values)
        reasons = with_reason(reasons, marked, aside_by(rule.why))
    reasons = with_reason(reasons, row_states(table) == RowState.VOID, Aside.VOID)
    reasons[_blank(table)] = Aside.BLANK
    return reasons, unclear


def _repeats(table: Table) -> list[int]:
    """Rows with the headings again, at the top of a printed page."""
    meaning, amount = next((m, c) for m in AMOUNTS if (c := table.column(m)) is not None)
    if table.amount_cells[meaning].exact is not None:
        return []
    headings = [compact_heading(text) for text in table.header.headings]
    given = [column for column, heading in enumerate(headings) if heading]
    same_text = (table.body.iloc[:, amount] == table.header.headings[amount]).fillna(False)
    repeated = []
    for row in np.flatnonzero(same_text.to_numpy(bool)).tolist():
        texts = [cell_text(table.body.iloc[row, column]) for column in given]
        same = [compact_heading(t) == headings[c] for t, c in zip(texts, given, strict=True)]
        if sum(same) * 2 > len(given):
            repeated.append(row)
    return repeated


def _ruled(table: Table, heading: str, values: tuple[str, ...]) -> npt.NDArray[np.bool_]:
    """Rows that a profile sets aside by what stands under one heading."""
    for column, text in enumerate(table.header.headings):
        if compact_heading(text) == compact_heading(heading):
            cells = table.body.iloc[:, column].map(lambda c: str(c or "").strip("\t `").strip())
            known = {value.lower() for value in values}
            return cells.map(lambda cell: simplified(cell).lower()).isin(known).to_numpy()
    return np.zeros(len(table), dtype=bool)


def _blank(table: Table) -> npt.NDArray[np.int64]:
    """Blank rows; column by column, looking only at the rows that are blank so far."""
    rows = np.arange(len(table))
    for column in range(table.body.shape[1]):
        if not len(rows):
            break
        coded = table.coded_column(column) if column == 0 else None
        if coded is not None:
            rows = np.flatnonzero(coded.among([t for t in coded.texts if not t.strip()]))
            continue
        cells = table.body.iloc[:, column]
        some = cells if len(rows) == len(cells) else cells.iloc[rows]
        empty = some.isna().to_numpy()
        rows = rows[empty | _spaces(some, empty)]
    return rows


def _spaces(cells: pd.Series, empty: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Cells with nothing but spaces."""
    if isinstance(cells.dtype, pd.StringDtype):
        texts = pc.utf8_trim_whitespace(arrow_texts(cells))
        return pc.fill_null(pc.equal(texts, ""), True).to_numpy(zero_copy_only=False)
    return np.array([isinstance(c, str) and not c.strip() for c in cells], dtype=bool) & ~empty
