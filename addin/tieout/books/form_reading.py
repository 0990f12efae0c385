"""What was typed in a form: its entries as a frame, and every problem with its cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import cast

import pandas as pd

from tieout.books.entry import BALANCE_SIGNS, EntryType, known_type
from tieout.books.form_columns import COLUMNS
from tieout.books.register_values import WrongValue, as_text
from tieout.books.sheet_cells import headings_of
from tieout.errors import TieoutError
from tieout.ledger.currency import decimals
from tieout.ledger.problem import Problem
from tieout.texts import LANGUAGES, text

HEADING_ROWS_MAX = 12
LATER = "unit"
"""The column that forms of the first release do not have."""
GOODS = ("product", "quantity", "unit", "unit_price")
"""Kept with the entry beside its own fields."""
GOODS_DECIMALS = 6


@dataclass(frozen=True)
class Known:
    """What a form is checked against: the currency of each customer by name and alias, closed periods."""

    customers: Mapping[str, str]
    closed: frozenset[str]


def read_form(
    sheet: str, rows: Sequence[Sequence[object]], known: Known, file: str
) -> tuple[pd.DataFrame, list[Problem]]:
    """The entries of a filled form, as a frame a ledger can be made of, and every problem."""
    first, places = _headings(rows, file)
    found: list[dict[str, object]] = []
    problems: list[Problem] = []
    for line, cells in enumerate(rows[first + 1 :], first + 2):
        typed = {
            name: cells[at] if at < len(cells) else None
            for name, at in places.items()
            if name not in ("effect", "check")
        }
        if not any(str(cell if cell is not None else "").strip() for cell in typed.values()):
            continue
        row, wrong = _read_row(typed, known)
        problems += [
            Problem(
                f"form_{why}",
                sheet=sheet,
                line=line,
                heading=text(f"form_field.{name}"),
                found=_shown(typed.get(name)),
                values=values,
                blocks=True,
            )
            for name, why, values in wrong
        ]
        found.append({"line": line, **row})
    return pd.DataFrame(found), problems


_Wrong = tuple[str, str, Mapping[str, object]]


def _read_row(typed: Mapping[str, object], known: Known) -> tuple[dict[str, object], list[_Wrong]]:
    """The values of a row, and what is wrong in it: column, why, and what belongs to it."""
    wrong: list[_Wrong] = [
        (column.name, "missing", {})
        for column in COLUMNS
        if column.required and not _shown(typed.get(column.name))
    ]
    wrong += [
        (name, "long_number", {}) for name in typed if isinstance(_text(typed, name), WrongValue)
    ]
    if wrong:
        return {}, wrong
    row: dict[str, object] = {
        name: str(_text(typed, name)) for name in ("customer", "reference", "memo")
    }
    kind = known_type(str(_text(typed, "type")))
    if kind not in BALANCE_SIGNS:
        wrong.append(("type", "not_a_type", {}))
    customer = str(row["customer"])
    if known.customers and customer not in known.customers:
        wrong.append(("customer", "unknown_customer", {}))
    currency = str(_text(typed, "currency")).upper() or known.customers.get(customer, "")
    for name in ("date", "due_date"):
        row[name] = _day(typed.get(name))
        if row[name] is None and _shown(typed.get(name)):
            wrong.append((name, "not_a_date", {}))
    if isinstance(row["date"], date) and f"{row['date']:%Y-%m}" in known.closed:
        wrong.append(("date", "period_closed", {}))
    amount, found = _amounts(typed, decimals(currency))
    wrong += found
    if wrong or amount is None:
        return {}, wrong
    sign = BALANCE_SIGNS[cast("EntryType", kind)] or 1
    goods = {text(f"form_field.{name}"): str(_text(typed, name)) for name in GOODS}
    return row | {"type": kind, "currency": currency, "amount": amount * sign, **goods}, wrong


def _amounts(typed: Mapping[str, object], places: int) -> tuple[Decimal | None, list[_Wrong]]:
    """The amount of a row, which is quantity × price where both are there."""
    found = {name: _number(typed, name) for name in ("quantity", "unit_price", "amount")}
    wrong: list[_Wrong] = [
        (name, "not_an_amount", {})
        for name, value in found.items()
        if value is None and _shown(typed.get(name))
    ]
    amount, quantity, price = found["amount"], found["quantity"], found["unit_price"]
    if amount is None:
        return None, wrong
    if amount == 0:
        wrong.append(("amount", "zero", {}))
    if amount != round(amount, places):
        wrong.append(("amount", "too_many_decimals", {"places": places}))
    wrong += [
        (name, "too_many_decimals", {"places": GOODS_DECIMALS})
        for name, value in (("quantity", quantity), ("unit_price", price))
        if value is not None and value != round(value, GOODS_DECIMALS)
    ]
    if quantity is not None and price is not None:
        # As the sheet rounds: half away from zero.
        product = (quantity * price).quantize(Decimal(1).scaleb(-places), rounding="ROUND_HALF_UP")
        if product != amount:
            wrong.append(("amount", "product_differs", {"product": f"{product:,}"}))
    return amount, wrong


def heading_line(rows: Sequence[Sequence[object]], file: str) -> int:
    """The row of a form's headings, from 1."""
    return _headings(rows, file)[0] + 1


def _headings(rows: Sequence[Sequence[object]], file: str) -> tuple[int, dict[str, int]]:
    names = {
        text(f"form_field.{each.name}", language): each.name
        for each in COLUMNS
        for language in LANGUAGES
    }
    needed = {each.name for each in COLUMNS if not each.made} - {LATER}
    for line, cells in enumerate(rows[:HEADING_ROWS_MAX]):
        places = headings_of(cells, names)
        if needed <= places.keys():
            return line, places
    raise TieoutError("books.not_a_form", file=file)


def _text(typed: Mapping[str, object], name: str) -> str | WrongValue:
    try:
        return as_text(typed.get(name))
    except WrongValue as wrong:
        return wrong


def _number(typed: Mapping[str, object], name: str) -> Decimal | None:
    try:
        found = Decimal(str(_text(typed, name)).replace(",", "").replace("，", ""))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _day(cell: object) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    try:
        return date.fromisoformat(str(cell).strip().replace("/", "-"))
    except ValueError:
        return None


def _shown(cell: object) -> str:
    return "" if cell is None else str(cell).strip()
