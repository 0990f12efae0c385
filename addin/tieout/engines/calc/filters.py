"""Which rows does a filter show in LibreOffice."""

from typing import Any

from tieout.engines.calc.structs import enum, struct, typed
from tieout.engines.shared.unsupported import Speaking

_OPERATORS = {
    "equal_to": 2,
    "not_equal_to": 3,
    "greater_than": 4,
    "greater_than_or_equal": 5,
    "less_than": 6,
    "less_than_or_equal": 7,
}
"""com.sun.star.sheet.FilterOperator2"""
_PAIRS = {
    "between": ("greater_than_or_equal", "less_than_or_equal", "AND"),
    "not_between": ("less_than", "greater_than", "OR"),
}


class AutoFilter(Speaking):
    """The filter over a range, its first row being headings."""

    __slots__ = ("range",)
    ENGINE = "calc"

    def __init__(self, range_: Any) -> None:
        self.range = range_

    def apply_values(self, field: int, values: list[str]) -> None:
        """Shows rows with one of these values."""
        self._apply([_field(field, "equal_to", value, "OR") for value in values])

    def apply_comparison(self, field: int, operator: str, value1: Any, value2: Any) -> None:
        """Shows rows whose values compare so."""
        if operator in _PAIRS:
            first, second, connection = _PAIRS[operator]
            self._apply(
                [_field(field, first, value1, "AND"), _field(field, second, value2, connection)]
            )
        else:
            self._apply([_field(field, operator, value1, "AND")])

    def clear(self, field: int | None = None) -> None:
        """Shows all rows again."""
        del field
        self._apply([])

    def _apply(self, fields: list[Any]) -> None:
        cells = self.range.native
        wanted = cells.createFilterDescriptor(True)
        wanted.ContainsHeader = True
        wanted.setFilterFields2(
            typed("[]com.sun.star.sheet.TableFilterField2", tuple(fields)).value
        )
        cells.filter(wanted)


def _field(field: int, operator: str, value: Any, connection: str) -> Any:
    try:
        number: float | None = float(value)
    except (TypeError, ValueError):
        number = None
    return struct(
        "sheet.TableFilterField2",
        Connection=enum("sheet.FilterConnection", connection),
        Field=field - 1,
        Operator=_OPERATORS[operator]
        if value is not None
        else (0 if operator == "equal_to" else 1),
        IsNumeric=number is not None,
        NumericValue=number or 0.0,
        StringValue="" if value is None else str(value),
    )
