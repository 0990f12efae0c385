"""Which amounts stand beside those that were read and were not counted: foreign ones, balances, another side."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from tieout.ledger.cleaning.amounts import Amounts, amount_cells, read_amounts
from tieout.ledger.cleaning.currencies import currency_code
from tieout.ledger.cleaning.texts import cell_text
from tieout.ledger.currency import UNSTATED
from tieout.ledger.heading_columns import is_unknown, speaks_of_foreign
from tieout.ledger.problem import Problem
from tieout.ledger.row_amounts import RowAmounts
from tieout.ledger.row_currencies import sheet_currency
from tieout.ledger.table import Table

_CURRENCIES_MAX = 20
_LOCAL = "CNY"
_ROWS_ASKED_MAX = 1000


def unread_amounts(table: Table, amounts: RowAmounts, entry: np.ndarray) -> list[Problem]:
    """What was read, and what stands beside it."""
    return [
        *_foreign(table),
        *_balances(table, amounts, entry),
        *_one_side(table, amounts),
    ]


def _foreign(table: Table) -> list[Problem]:
    """Amounts in the local currency were read, and the same stand beside them in another."""
    if table.column("currency") is not None:
        return []
    taken = set(table.header.columns.values())
    beside = [
        place
        for place, heading in enumerate(table.header.headings[: table.body.shape[1]])
        if place not in taken and speaks_of_foreign(heading) and _has_amounts(table, place)
    ]
    currencies = _other_currencies(table, taken) if beside else []
    if not currencies:
        return []
    named = tuple(table.header.headings[place] for place in beside)
    meaning = next(m for m in ("amount", "debit", "credit") if table.column(m) is not None)
    return [table.problem("foreign_beside", -1, meaning, named, currencies=currencies)]


def _has_amounts(table: Table, place: int) -> bool:
    found = read_amounts(amount_cells(table.body.iloc[:, place]), 2)
    return bool((found.cents != 0).any())


def _other_currencies(table: Table, taken: set[int]) -> list[str]:
    """The currencies of a column that names nothing else and was not read, the local one left out."""
    local = sheet_currency(table) or _LOCAL
    for place in set(range(table.body.shape[1])) - taken:
        texts = {
            cell_text(cell).strip()
            for cell in table.body.iloc[:, place].dropna().unique()[:_CURRENCIES_MAX]
        }
        codes = {currency_code(text) for text in texts if text}
        if codes and None not in codes and codes != {UNSTATED}:
            return sorted({str(code) for code in codes} - {local})
    return []


def _balances(table: Table, amounts: RowAmounts, entry: np.ndarray) -> list[Problem]:
    """Cells of the running balance that are no amounts, so that no balance was checked there."""
    if amounts.balance is None:
        return []
    rows = np.flatnonzero(amounts.balance.bad & entry)
    if not len(rows):
        return []
    found = cell_text(table.cells_of("balance").iloc[int(rows[0])]).strip()
    return [table.problem("not_a_balance", int(rows[0]), "balance", found, count=len(rows))]


def _one_side(table: Table, amounts: RowAmounts) -> list[Problem]:
    """A column of debits or of credits alone: the other side may stand under a heading nobody knows.

    It surely does where dated rows have no amount but under such a heading; that must be answered first.
    """
    sides = {"debit", "credit"} & amounts.parts.keys()
    if len(sides) != 1 or "amount" in amounts.parts:
        return []
    side = next(iter(sides))
    found = table.problem(f"only_{side}s", -1, side, table.heading(side))
    unread = set(range(table.body.shape[1])) - set(table.header.columns.values())
    unknown = [
        place
        for place in sorted(unread)
        if is_unknown(table.header.headings[place], table.header.profile)
    ]
    return [replace(found, blocks=stands_elsewhere(table, amounts.parts[side], unknown))]


def stands_elsewhere(table: Table, part: Amounts, places: Sequence[int]) -> bool:
    """Whether rows with a day and no amount have one in one of the columns, which were not read."""
    if table.column("date") is None:
        return False
    rows = np.flatnonzero(~part.given & table.cells_of("date").notna().to_numpy())[:_ROWS_ASKED_MAX]
    return any(
        bool((read_amounts(amount_cells(cells), 2).cents != 0).any())
        for place in places
        if len(cells := table.body.iloc[rows, place].reset_index(drop=True))
    )
