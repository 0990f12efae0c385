"""Which columns has the form in which entries are typed; writing and reading it go by the same."""

from collections.abc import Mapping
from dataclasses import dataclass

FIRST_ROW = 4
"""The row below the headings, from 0."""
LISTS = "tieout_lists"
"""The hidden sheet with what can be chosen."""
AMOUNT = '#,##0.00;[Red]-#,##0.00;"-"'

FormRow = Mapping[str, object]
"""One row of a form, by the names of its columns."""


@dataclass(frozen=True)
class FormColumn:
    """One column; `made` where a formula fills it."""

    name: str
    width: int
    number_format: str = "@"
    required: bool = False
    made: bool = False


COLUMNS: tuple[FormColumn, ...] = (
    FormColumn("date", 12, "yyyy-mm-dd", required=True),
    FormColumn("type", 10, required=True),
    FormColumn("customer", 28, required=True),
    FormColumn("reference", 16),
    FormColumn("memo", 26),
    FormColumn("product", 18),
    FormColumn("quantity", 10, "#,##0.####"),
    FormColumn("unit", 8),
    FormColumn("unit_price", 12, "#,##0.00##"),
    FormColumn("amount", 14, AMOUNT, required=True),
    FormColumn("currency", 11),
    FormColumn("due_date", 12, "yyyy-mm-dd"),
    FormColumn("effect", 14, AMOUNT, made=True),
    FormColumn("check", 34, made=True),
)
