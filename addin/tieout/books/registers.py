"""What base data is kept: the lists of customers and of products, field by field.

A row is never changed: a change is a new row of the same code, and the newest counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Table

from tieout.books.schema import CUSTOMERS, PRODUCTS
from tieout.texts import Language, text

Kind = Literal["text", "number", "amount", "rate", "yes_no", "choice", "currency", "tax_number"]
Row = Mapping[str, object]
"""One version of a row, by the names of its fields."""


@dataclass(frozen=True)
class FieldRule:
    """One field: what it holds, whether it must be filled, which words it may have."""

    name: str
    kind: Kind = "text"
    required: bool = False
    choices: tuple[str, ...] = ()
    width: int = 14

    def heading(self, language: Language | None = None) -> str:
        """Its heading in a sheet."""
        return text(f"base_field.{self.name}", language)


@dataclass(frozen=True)
class Register:
    """A list of base data; `action` is its word in the trail, `sensitive` that its reading is kept there."""

    name: str
    table: Table
    action: str
    fields: tuple[FieldRule, ...]
    sensitive: bool = False

    def field(self, name: str) -> FieldRule | None:
        """The rule of a field."""
        return next((each for each in self.fields if each.name == name), None)


CUSTOMER_LIST = Register(
    "customers",
    CUSTOMERS,
    "customer",
    (
        FieldRule("code", required=True, width=10),
        FieldRule("name", required=True, width=28),
        FieldRule("aliases", width=22),
        FieldRule("contact"),
        FieldRule("telephone", width=16),
        FieldRule("email", width=22),
        FieldRule("address", width=30),
        FieldRule("tax_number", "tax_number", width=22),
        FieldRule("bank", width=22),
        FieldRule("bank_account", width=22),
        FieldRule("terms_days", "number", width=10),
        FieldRule("credit_limit_cents", "amount", width=14),
        FieldRule("currency", "currency", width=8),
        FieldRule("statement_language", "choice", choices=("zh", "en"), width=10),
        FieldRule("statement_kind", width=14),
        FieldRule("owner", width=12),
        FieldRule("customer_group", width=12),
        FieldRule("active", "yes_no", width=8),
    ),
    sensitive=True,
)
PRODUCT_LIST = Register(
    "products",
    PRODUCTS,
    "product",
    (
        FieldRule("code", required=True, width=12),
        FieldRule("name", required=True, width=28),
        FieldRule("specification", width=20),
        FieldRule("unit", width=8),
        FieldRule("price_cents", "amount", width=12),
        FieldRule("currency", "currency", width=8),
        FieldRule("tax_rate_bp", "rate", width=10),
        FieldRule("active", "yes_no", width=8),
    ),
)
REGISTERS: Mapping[str, Register] = {each.name: each for each in (CUSTOMER_LIST, PRODUCT_LIST)}
