"""What goods does an entry concern: product, quantity, unit and price, read from the columns of its file.

What the file said stays with the entry word for word; goods are what it means. A quantity that is no
number, or has more than six decimals, is left out rather than rounded.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache

from sqlalchemy import Connection, select

from tieout.books.pen import Pen
from tieout.books.rows import Rows
from tieout.books.schema import GOODS
from tieout.ledger.currency import decimals, to_major
from tieout.texts import LANGUAGES, table, text

MILLIONTHS = 10**6
FIELDS = ("product", "quantity", "unit", "unit_price")


@dataclass(frozen=True)
class Goods:
    """The goods of an entry; quantity in its unit, unit price in major units of the entry's currency."""

    product: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    unit_price: Decimal | None = None

    def sentence(self) -> str:
        """Product, quantity, unit and price, as far as they are known."""
        times = "" if self.unit_price is None else f"× {self.unit_price:,f}"
        count = "" if self.quantity is None else f"{self.quantity:,f}"
        return " ".join(filter(None, (self.product, count, self.unit, times)))

    def value(self, currency: str) -> Decimal | None:
        """Quantity × price, rounded half away from zero as Excel does."""
        if self.quantity is None or self.unit_price is None:
            return None
        smallest = Decimal(1).scaleb(-decimals(currency))
        return (self.quantity * self.unit_price).quantize(smallest, ROUND_HALF_UP)


def goods_of_rows(rows: Rows) -> list[Goods | None]:
    """The goods each row concerns, None where it names none; what reverses an entry takes them back."""
    return [
        _goods(others, taken_back=undone is not None) if others else None
        for others, undone in zip(rows.others, rows.reverses, strict=True)
    ]


def add_goods(pen: Pen, first_entry: int, goods: Sequence[Goods | None]) -> None:
    """Keep the goods of entries just added, of which the first has this number."""
    found = [(first_entry + place, each) for place, each in enumerate(goods) if each is not None]
    if not found:
        return
    columns: list[list[object]] = [
        [number for number, _ in found],
        [each.product for _, each in found],
        [_millionths(each.quantity) for _, each in found],
        [each.unit for _, each in found],
        [_millionths(each.unit_price) for _, each in found],
    ]
    pen.add_columns(GOODS, columns)


def goods_of(connection: Connection, entries: Iterable[int]) -> Mapping[int, Goods]:
    """The goods of some entries, by entry."""
    names = ("entry", "product", "quantity_millionths", "unit", "unit_price_millionths")
    query = select(*(GOODS.c[name] for name in names)).where(GOODS.c.entry.in_(list(entries)))
    return {
        int(entry): Goods(str(product), _major(quantity), str(unit), _major(price))
        for entry, product, quantity, unit, price in connection.execute(query)
    }


def price_differs(rows: Rows, goods: Sequence[Goods | None]) -> Iterator[int]:
    """The lines whose quantity × price is not the amount, its sign aside."""
    for line, cents, currency, each in zip(
        rows.line, rows.cents, rows.currency, goods, strict=True
    ):
        value = each.value(currency) if each else None
        if value is not None and abs(value) != abs(to_major(cents, currency)):
            yield line


def _goods(others: str, *, taken_back: bool) -> Goods | None:
    said = json.loads(others)
    cells = {name: str(said[key]) for key in said if (name := _field(key))}
    quantity, price = _number(cells.get("quantity", "")), _number(cells.get("unit_price", ""))
    if quantity is None and price is None and not cells.get("product"):
        return None
    if taken_back and quantity is not None:
        quantity = -quantity
    return Goods(cells.get("product", ""), quantity, cells.get("unit", ""), price)


def _field(heading: str) -> str | None:
    return _headings().get(heading.strip().rstrip("*").strip().casefold())


@cache
def _headings() -> Mapping[str, str]:
    """Which field a heading means, in either language."""
    found: dict[str, str] = {}
    for name in FIELDS:
        for key in (f"goods_heading.{name}", f"form_field.{name}"):
            words = [word for each in LANGUAGES for word in table()[key][each].split("|")]
            found |= {word.strip().casefold(): name for word in words}
    return found


def _number(cell: str) -> Decimal | None:
    try:
        found = Decimal(cell.replace(",", "").replace("，", "").strip())
    except InvalidOperation:
        return None
    whole = found.is_finite() and found * MILLIONTHS == int(found * MILLIONTHS)
    return found if whole and abs(found) < MILLIONTHS**2 else None


def _millionths(amount: Decimal | None) -> int | None:
    return None if amount is None else int(amount * MILLIONTHS)


def _major(millionths: int | None) -> Decimal | None:
    return None if millionths is None else (Decimal(millionths) / MILLIONTHS).normalize()


def lines_said(lines: Sequence[int], most: int = 5) -> str:
    """Some lines by number, and how many more."""
    named = ", ".join(map(str, lines[:most]))
    more = len(lines) - most
    return f"{named} {text('posting.more', None, count=more)}" if more > 0 else named
