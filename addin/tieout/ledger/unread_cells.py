"""Which amounts does a sheet show otherwise than it holds: percentages, formulas without a value."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from tieout.ledger.cleaning.amounts import Amounts
from tieout.ledger.row_amounts import RowAmounts
from tieout.ledger.table import AMOUNTS, Table


def unread_cells(table: Table, amounts: RowAmounts) -> RowAmounts:
    """Amounts with those cells marked as none."""
    parts, signed = dict(amounts.parts), amounts.signed
    for why, places in (
        ("formula_without_value", table.traits.uncalculated),
        ("percent_amount", table.traits.percent_cells),
    ):
        for meaning in [m for m in AMOUNTS if m in parts]:
            rows = _rows(table, places, table.header.columns[meaning])
            if len(rows):
                parts[meaning] = _marked(parts[meaning], rows, why)
                signed = _marked(signed, rows, why)
    return replace(amounts, parts=parts, signed=signed)


def _rows(table: Table, places: Sequence[tuple[int, int]], column: int) -> list[int]:
    """Rows of the body whose cell in a column is among the places."""
    rows = [line - table.line(0) for line, of in places if of == column + 1]
    return [row for row in rows if 0 <= row < len(table)]


def _marked(found: Amounts, rows: list[int], why: str) -> Amounts:
    given, bad = found.given.copy(), found.bad.copy()
    given[rows], bad[rows] = False, True
    reasons = found.reasons | dict.fromkeys(rows, why)
    return Amounts(np.where(given, found.cents, 0), given, bad, found.refunded, reasons)
