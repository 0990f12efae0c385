"""What is the amount of each row: debit less credit, signed, or by its direction word."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from tieout.at_once import all_at_once
from tieout.ledger.cleaning.amounts import Amounts, mark_of, no_amounts, read_amounts
from tieout.ledger.cleaning.coded_texts import CodedTexts
from tieout.ledger.cleaning.simplified import simplified
from tieout.ledger.cleaning.units import shift_of
from tieout.ledger.cleaning.written_amount import DecimalMark
from tieout.ledger.currency import decimals
from tieout.ledger.ledger import SignRule
from tieout.ledger.problem import Problem
from tieout.ledger.table import PROBLEMS_MAX, Table

_OF_EACH = re.compile(r"due|outstanding|open|remaining|未[收付核]|剩余|欠", re.IGNORECASE)
"""What a balance of one document is called."""
_LETTERS = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "S": "5", "B": "8"})


@dataclass(frozen=True)
class RowAmounts:
    """The amount of each row, debits positive; the columns it comes from; the running balance.

    `words` is 1 where the row's direction word says debit, −1 credit, 0 neither or none.
    """

    signed: Amounts
    parts: Mapping[str, Amounts]
    balance: Amounts | None
    words: npt.NDArray[np.int64]
    rule: SignRule


def row_amounts(table: Table, currencies: CodedTexts) -> RowAmounts:
    """Read the amount columns and the balance, and put the sign rule to them."""
    mark = mark_of(list(table.amount_cells.values()))
    read = [partial(_column, table, meaning, currencies, mark) for meaning in table.amount_cells]
    parts = dict(zip(table.amount_cells, all_at_once(*read, rows=len(table)), strict=True))
    balance = parts.pop("balance", None)
    words = _words(table)
    rule = _rule(table, parts, balance, words)
    signed = _signed(parts, words, rule, len(table))
    balance = _turned(table, balance, words, rule)
    if _OF_EACH.search(table.heading("balance")):
        balance = _running(balance, signed)
    return RowAmounts(signed, parts, balance, words, rule)


def amount_problems(
    table: Table, amounts: RowAmounts, currencies: CodedTexts, entry: npt.NDArray[np.bool_]
) -> list[Problem]:
    """The cells that are no amounts, and the directions that are none."""
    problems = [
        _bad_amount(table, int(row), meaning, found.reasons[int(row)], currencies[row])
        for meaning, found in amounts.parts.items()
        for row in np.flatnonzero(found.bad & entry)[:PROBLEMS_MAX]
    ]
    if amounts.rule == "direction":
        lost = entry & (amounts.words == 0) & (amounts.parts["amount"].cents != 0)
        words = table.texts("direction") if lost.any() else pd.Series(dtype=object)
        problems += [
            table.problem("not_a_direction", row, "direction", words.iloc[row])
            for row in np.flatnonzero(lost)[:PROBLEMS_MAX]
        ]
    return problems


def unit_shift(table: Table, meaning: str) -> int:
    """Digits by which a column is written larger than in its currency: 4 under 万元."""
    return shift_of(table.heading(meaning)) or table.preamble.unit_shift


def _column(table: Table, meaning: str, currencies: CodedTexts, mark: DecimalMark) -> Amounts:
    column, shift = table.amount_cells[meaning], unit_shift(table, meaning)
    places = {currency: decimals(currency) for currency in currencies.used()}
    if len(set(places.values())) <= 1:
        return read_amounts(column, next(iter(places.values()), 2), shift=shift, mark=mark)
    found = no_amounts(len(column.cells))
    for place in set(places.values()):
        rows = np.flatnonzero(currencies.among([c for c in places if places[c] == place]))
        some = read_amounts(column.cells.iloc[rows], place, shift=shift, mark=mark)
        found.cents[rows], found.given[rows] = some.cents, some.given
        found.bad[rows], found.refunded[rows] = some.bad, some.refunded
        found.reasons.update({int(rows[row]): why for row, why in some.reasons.items()})
    return found


def _words(table: Table) -> npt.NDArray[np.int64]:
    """What the direction word of each row says."""
    if table.column("direction") is None:
        return np.zeros(len(table), dtype=np.int64)
    return _signs(table, "direction")


def _signs(table: Table, meaning: str) -> npt.NDArray[np.int64]:
    known = table.header.profile.direction
    signs = dict.fromkeys(known.debit, 1) | dict.fromkeys(known.credit, -1)
    coded = table.coded(meaning)
    codes, words = (
        (coded.codes, coded.texts) if coded else pd.factorize(table.texts(meaning).to_numpy(object))
    )
    return np.array(
        [signs.get(simplified(str(word)).lower(), 0) for word in words], dtype=np.int64
    )[codes]


def _rule(
    table: Table,
    parts: Mapping[str, Amounts],
    balance: Amounts | None,
    words: npt.NDArray[np.int64],
) -> SignRule:
    if "amount" not in parts:
        return "debit_credit"
    if table.column("direction") is None:
        return "signed"
    if balance is not None and _direction_of_balance(parts["amount"], balance, words):
        return "signed"
    return "direction"


def _direction_of_balance(amount: Amounts, balance: Amounts, words: npt.NDArray[np.int64]) -> bool:
    """The word beside a balance is the balance's own where only so the balance adds up."""
    rows = np.flatnonzero(amount.given & balance.given)
    step = np.diff(balance.cents[rows] * np.where(words[rows] < 0, -1, 1))
    as_written = int((np.abs(step) == np.abs(amount.cents[rows[1:]])).sum())
    own = np.abs(np.diff(balance.cents[rows])) == np.abs(amount.cents[rows[1:]])
    turning = (amount.cents < 0).any()
    return bool(turning and as_written == len(step) and as_written >= int(own.sum()) and len(step))


def _signed(
    parts: Mapping[str, Amounts], words: npt.NDArray[np.int64], rule: SignRule, count: int
) -> Amounts:
    if rule == "debit_credit":
        debit, credit = (parts.get(side) or no_amounts(count) for side in ("debit", "credit"))
        return Amounts(
            debit.cents - credit.cents,
            debit.given | credit.given,
            debit.bad | credit.bad,
            debit.refunded | credit.refunded,
            credit.reasons | debit.reasons,
        )
    amount = parts["amount"]
    if rule == "direction":
        return replace(amount, cents=np.where(words < 0, -amount.cents, amount.cents))
    return amount


def _turned(
    table: Table, balance: Amounts | None, words: npt.NDArray[np.int64], rule: SignRule
) -> Amounts | None:
    """The balance with the sign its direction word gives it."""
    if balance is None or not {"direction", "balance_direction"} & table.header.columns.keys():
        return balance
    if table.column("balance_direction") is not None:
        words = _signs(table, "balance_direction")
    elif rule == "direction":
        return balance
    return replace(balance, cents=np.where(words < 0, -balance.cents, balance.cents))


def _running(balance: Amounts | None, signed: Amounts) -> Amounts | None:
    """The balance, none where it is what is left of each row itself: what is due of each invoice."""
    if balance is None:
        return None
    rows = np.flatnonzero(balance.given & signed.given)
    own = balance.cents[rows] == signed.cents[rows]
    return None if len(rows) > 1 and own.all() else balance


def _bad_amount(table: Table, row: int, meaning: str, why: str, currency: str) -> Problem:
    found = str(table.cells_of(meaning).iloc[row]).strip()
    return table.problem(
        why, row, meaning, found, decimals=decimals(currency), meant=found.translate(_LETTERS)
    )
