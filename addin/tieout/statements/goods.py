"""What goods stand behind the documents: product, quantity, price, and whether they make the amount."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

import pandas as pd

from tieout.errors import TieoutError
from tieout.ledger.currency import decimals, format_amount
from tieout.ledger.ledger import COLUMNS as LEDGER_COLUMNS
from tieout.statements.balance_sentences import balance_sentence, movement_remark
from tieout.statements.fields import (
    Cell,
    Field,
    Fields,
    balance,
    date_column,
    money,
    money_column,
    nothing,
    text_column,
    words,
)
from tieout.statements.heading import StatementHeading, completed, heading_fields
from tieout.statements.one_side import AccountMovement, OneSide, dates_of, movement
from tieout.texts import Language, text

HEADINGS: dict[str, tuple[str, ...]] = {
    "product": ("商品名称", "货物名称", "品名", "产品名称", "商品", "product", "item", "goods"),
    "specification": ("规格型号", "商品规格", "规格", "型号", "specification", "spec", "model"),
    "unit": ("计量单位", "单位", "unit", "uom"),
    "quantity": ("数量", "quantity", "qty"),
    "price": ("含税单价", "单价", "unit price", "price"),
}
"""The headings under which the user's own columns are known, best first."""
COLUMNS = (
    "number",
    "date",
    "document",
    "product",
    "specification",
    "unit",
    "quantity",
    "price",
    "amount",
    "flag",
)


@dataclass(frozen=True)
class GoodsStatement:
    """The entries of one account with their goods.

    `lines` has date, reference, amount (minor units), product, specification, unit (texts), quantity
    and price (Decimal or None), and `off`: amount − quantity × price in minor units, None where
    either is missing. `movement` is that of the account over the period.
    """

    heading: StatementHeading
    currency: str
    lines: pd.DataFrame
    movement: AccountMovement


def goods_statement(side: OneSide, heading: StatementHeading) -> GoodsStatement:
    """The goods of one account over a period."""
    heading = completed(heading, side.account.customer, *dates_of([side.entries]))
    moved = movement(side, heading.begin, heading.end)
    lines = moved.lines
    columns = _columns(lines)
    currency = side.account.currency
    texts = {
        name: _texts(lines, columns.get(name)) for name in ("product", "specification", "unit")
    }
    quantity, price = (_numbers(lines, columns.get(name)) for name in ("quantity", "price"))
    off = [
        _off(amount, many, each, currency)
        for amount, many, each in zip(lines["amount"].tolist(), quantity, price, strict=True)
    ]
    made = {"quantity": quantity, "price": price, "off": off}
    found = lines[["date", "reference", "memo", "amount"]].assign(**texts)
    return GoodsStatement(
        heading,
        currency,
        found.assign(
            **{
                name: pd.Series(cells, index=found.index, dtype=object)
                for name, cells in made.items()
            }
        ),
        moved,
    )


def _columns(lines: pd.DataFrame) -> dict[str, str]:
    """The user's column of each meaning."""
    own = {
        str(name).strip().lower(): str(name)
        for name in lines.columns
        if name not in (*LEDGER_COLUMNS, "balance")
    }
    found = {
        meaning: next((own[word] for word in words if word in own), "")
        for meaning, words in HEADINGS.items()
    }
    found = {meaning: name for meaning, name in found.items() if name}
    if not {"product", "quantity"} & set(found):
        wanted = [words[0] for words in HEADINGS.values()]
        raise TieoutError(
            "statement.error.no_goods", wanted=wanted, found=list(own.values()) or "—"
        )
    return found


def _texts(lines: pd.DataFrame, column: str | None) -> list[str]:
    if column is None:
        return [""] * len(lines)
    return ["" if pd.isna(cell) else str(cell) for cell in lines[column]]


def _numbers(lines: pd.DataFrame, column: str | None) -> list[Decimal | None]:
    return [None] * len(lines) if column is None else [_number(cell) for cell in lines[column]]


def _number(cell: object) -> Decimal | None:
    """A quantity or price as written, thousands separators aside."""
    written = str(cell).replace(",", "").replace("，", "").strip()
    try:
        number = Decimal(written)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _off(cents: int, quantity: Decimal | None, price: Decimal | None, currency: str) -> int | None:
    """Amount − quantity × price, whichever sign the amount has."""
    if quantity is None or price is None:
        return None
    made = (quantity * price).scaleb(decimals(currency)).to_integral_value(ROUND_HALF_UP)
    return cents - int(made) if (cents < 0) == (made < 0) else cents + int(made)


def goods_fields(statement: GoodsStatement, language: Language) -> Fields:
    """Everything a template of a goods statement can show."""
    lines, currency = statement.lines, statement.currency
    flagged = sum(bool(off) for off in lines["off"])
    return Fields(
        values={
            **heading_fields(statement.heading, currency, language),
            **balance("opening", statement.movement.opening, currency, language),
            **balance("closing", statement.movement.closing, currency, language),
            "balance_sentence": words(
                balance_sentence(
                    statement.movement.closing, currency, statement.heading.end, language
                )
            ),
            "remark": words(movement_remark(statement.movement, currency, language)),
            "total": money(int(lines["amount"].sum()), currency),
            "flagged_count": Field(flagged, str(flagged)),
        },
        blocks={"goods_rows": _rows(statement, language)},
        places=decimals(currency),
    )


def _rows(statement: GoodsStatement, language: Language) -> dict[str, list[Cell]]:
    lines, currency = statement.lines, statement.currency
    if lines.empty:
        return nothing(COLUMNS, "product", language)
    product = lines["product"].where(lines["product"] != "", lines["memo"])
    return {
        "number": list(range(1, len(lines) + 1)),
        "date": date_column(lines["date"]),
        "document": text_column(lines["reference"]),
        "product": text_column(product),
        "specification": text_column(lines["specification"]),
        "unit": text_column(lines["unit"]),
        "quantity": [None if n is None else float(n) for n in lines["quantity"]],
        "price": [None if n is None else float(n) for n in lines["price"]],
        "amount": money_column(lines["amount"], currency),
        "flag": [_flag(off, currency, language) for off in lines["off"]],
    }


def _flag(off: int | None, currency: str, language: Language) -> str | None:
    if not off:
        return None
    return text("statement.goods_off", language, difference=format_amount(off, currency))
