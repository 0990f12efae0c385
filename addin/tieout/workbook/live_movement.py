"""Which formula gives the movement of a ledger from the cells of its own sheet, if one does."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from tieout.ledger.currency import decimals, to_major
from tieout.ledger.ledger import Ledger
from tieout.texts import Language
from tieout.workbook.carried import carried_sum, own_entries
from tieout.workbook.layout import Formula, quoted
from tieout.workbook.marks import MarkedSheet
from tieout.workbook.status import aside_status

DIRECTIONS_MAX = 6


def movement_cell(
    ledger: Ledger, sheet: MarkedSheet, currency: str, language: Language
) -> Formula | float:
    """The movement in one currency: live where the sheet's own cells add up to what was read.

    Amounts typed as text, in 万元 or in several signs do not; there it is the number read. What was
    carried into the ledger is added as a number, as it stands in no cell of it.
    """
    whole, ledger = ledger, own_entries(ledger)
    cents, places = ledger.movement(currency), decimals(currency)
    carried = carried_sum(whole, currency)
    number = (cents + carried) / 10**places
    several = "currency" in sheet.columns
    summed = _summed(ledger, sheet.cells, currency if several else None)
    if summed is None:
        return number
    terms, total = summed
    sign = 1 if round(total * 10**places) == cents else -1
    if round(sign * total * 10**places) != cents or (cents == 0 and len(ledger) == 0):
        return number
    kept = f"{sheet.lines('status')},{quoted('<>' + aside_status(language))}"
    if several:
        kept += f",{sheet.lines('currency')},{quoted(currency)}"
    parts = "".join(
        _term(sheet, sign * weight, column, word, kept) for weight, column, word in terms
    )
    more = f"{to_major(carried, currency):+f}" if carried else ""
    return Formula(f"=ROUND({parts.removeprefix('+')}{more},{places})", number, elsewhere=True)


Term = tuple[int, int, tuple[int, str] | None]
"""How often a column counts, which, and the direction (column, word) it is kept to."""


def _term(
    sheet: MarkedSheet, weight: int, column: int, word: tuple[int, str] | None, kept: str
) -> str:
    only = f",{sheet.lines_of(word[0])},{quoted(word[1])}" if word else ""
    times = f"{abs(weight)}*" if abs(weight) > 1 else ""
    return f"{'-' if weight < 0 else '+'}{times}SUMIFS({sheet.lines_of(column)},{kept}{only})"


def _summed(
    ledger: Ledger, cells: pd.DataFrame, currency: str | None
) -> tuple[list[Term], float] | None:
    """The terms that could give the movement, and what they give now."""
    columns = ledger.source.columns
    if cells.empty:
        return None
    lines = ledger.entries["line"].to_numpy(np.int64)
    if currency is not None:
        lines = lines[(ledger.entries["currency"] == currency).to_numpy()]
    rows = cells.iloc[lines - 1]
    if ledger.source.sign_rule == "debit_credit":
        terms: list[Term] = [
            (weight, columns[name] + 1, None)
            for weight, name in ((1, "debit"), (-1, "credit"))
            if name in columns
        ]
        return terms, sum(w * float(_numbers(rows, c).sum()) for w, c, _ in terms)
    amount = columns["amount"] + 1
    whole: Term = (1, amount, None)
    if ledger.source.sign_rule in ("signed", "balance"):
        return [whole], float(_numbers(rows, amount).sum())
    return _by_direction(rows, whole, columns, ledger, currency)


def _by_direction(
    rows: pd.DataFrame,
    whole: Term,
    columns: Mapping[str, int],
    ledger: Ledger,
    currency: str | None,
) -> tuple[list[Term], float] | None:
    """The sum of all amounts less twice what stands under the words of the other direction."""
    amounts = _numbers(rows, whole[1])
    entries = ledger.entries
    if currency is not None:
        entries = entries[entries["currency"] == currency]
    turned = np.sign(entries["amount"].to_numpy()) * np.sign(amounts) < 0
    words = rows.iloc[:, columns["direction"]].astype(object)
    other = [str(word) for word in words[turned].dropna().unique()]
    if len(other) > DIRECTIONS_MAX:
        return None
    terms = [whole, *((-2, whole[1], (columns["direction"] + 1, word)) for word in other)]
    lowered = words.astype(str).str.lower()
    total = float(amounts.sum()) - 2 * sum(
        float(amounts[(lowered == word.lower()).to_numpy()].sum()) for word in other
    )
    return terms, total


def _numbers(rows: pd.DataFrame, column: int) -> np.ndarray:
    """The numbers of a column as a sum in a sheet sees them: texts count nothing."""
    return np.array(
        [
            float(cell) if isinstance(cell, (int, float)) and cell == cell else 0.0
            for cell in rows.iloc[:, column - 1]
        ]
    )
