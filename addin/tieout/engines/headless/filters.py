"""Which rows does a filter show: the filter of an openpyxl sheet, its arrows and hidden rows."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from openpyxl.worksheet.filters import CustomFilter, CustomFilters, FilterColumn, Filters
from xlwings.base_classes import empty_autofilter_criteria

from tieout.engines.headless.areas import areas
from tieout.engines.headless.native import Native
from tieout.engines.headless.rules import OPERATORS
from tieout.engines.shared.addresses import Area
from tieout.engines.shared.shown import shown_text
from tieout.engines.shared.unsupported import Speaking, UnsupportedError

_BACK = {file: name for name, file in OPERATORS.items()}
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "equal": lambda a, b: a == b,
    "notEqual": lambda a, b: a != b,
    "greaterThan": lambda a, b: a > b,
    "lessThan": lambda a, b: a < b,
    "greaterThanOrEqual": lambda a, b: a >= b,
    "lessThanOrEqual": lambda a, b: a <= b,
}
_PAIRS = {
    "between": ("greaterThanOrEqual", "lessThanOrEqual", True),
    "not_between": ("lessThan", "greaterThan", False),
}


class AutoFilter(Speaking):
    """The filter over a range, its first row being headings."""

    __slots__ = ("range",)
    ENGINE = "headless"

    def __init__(self, range_: Any) -> None:
        self.range = range_

    @property
    def _filter(self) -> Any:
        return self.range.sheet.native.auto_filter

    @property
    def criteria(self) -> list[dict[str, Any]]:
        """What every column is filtered by."""
        by_field = {column.colId + 1: column for column in self._filter.filterColumn}
        return [
            _criterion(field, by_field.get(field))
            for field in range(1, self.range.area.columns + 1)
        ]

    def apply_values(self, field: int, values: list[str]) -> None:
        """Shows rows with one of these values."""
        self._set(field, FilterColumn(colId=field - 1, filters=Filters(filter=list(values))))

    def apply_comparison(self, field: int, operator: str, value1: Any, value2: Any) -> None:
        """Shows rows whose values compare so."""
        if operator in _PAIRS:
            first, second, both = _PAIRS[operator]
            parts = [CustomFilter(first, _stored(value1)), CustomFilter(second, _stored(value2))]
        else:
            both, parts = False, [CustomFilter(OPERATORS[operator], _stored(value1))]
        custom = CustomFilters(_and=both, customFilter=parts)
        self._set(field, FilterColumn(colId=field - 1, customFilters=custom))

    def clear(self, field: int | None = None) -> None:
        """Shows the rows again: of one column, or all, the arrows staying."""
        kept = [c for c in self._filter.filterColumn if field is not None and c.colId != field - 1]
        self._filter.filterColumn = kept
        self._show()

    def _set(self, field: int, column: Native) -> None:
        if self.range.table is not None:
            raise UnsupportedError("headless", "Table.autofilter")
        self._filter.ref = self._filter.ref or self.range.area.reference()
        others = [c for c in self._filter.filterColumn if c.colId != field - 1]
        self._filter.filterColumn = sorted([*others, column], key=lambda c: c.colId)
        self._show()

    def _show(self) -> None:
        sheet = self.range.sheet
        if not self._filter.ref:
            return
        area = areas(self._filter.ref)[0]
        body = Area(area.row + 1, area.column, area.rows - 1, area.columns)
        formats: dict[int, str] = {}
        for row, values in zip(
            range(body.row, body.last_row + 1), sheet.at(body).values_rows(), strict=True
        ):
            shown = all(
                _passes(column, values[column.colId], formats)
                for column in self._filter.filterColumn
            )
            if not shown or row in sheet.native.row_dimensions:
                sheet.native.row_dimensions[row].hidden = not shown
        sheet.touched()


def _passes(column: Native, value: Any, formats: dict[int, str]) -> bool:
    del formats
    if column.filters is not None:
        texts = {str(text).lower() for text in column.filters.filter}
        if value is None or value == "":
            return bool(column.filters.blank) or "" in texts
        return shown_text(value, "General").lower() in texts
    if column.customFilters is not None:
        results = [_compares(part, value) for part in column.customFilters.customFilter]
        return all(results) if column.customFilters._and else any(results)
    return True


def _compares(part: Native, value: Any) -> bool:
    operator, wanted = part.operator or "equal", part.val
    if wanted in (None, "", " "):
        return (value in (None, "")) == (operator == "equal")
    try:
        number = float(wanted)
    except ValueError:
        own = "" if value is None else shown_text(value, "General")
        return _COMPARE[operator](own.lower(), str(wanted).lower())
    own_number = _number(value)
    return operator == "notEqual" if own_number is None else _COMPARE[operator](own_number, number)


def _number(value: Any) -> float | None:
    if isinstance(value, dt.datetime):
        return (value - dt.datetime(1899, 12, 30)) / dt.timedelta(days=1)  # noqa: DTZ001
    return value if isinstance(value, float) else None


def _stored(value: Any) -> str:
    if value is None:
        return " "
    if isinstance(value, dict):
        moment = dt.datetime.fromisoformat(value["value"])
        return str(_number(moment))
    return str(value)


def _criterion(field: int, column: Native) -> dict[str, Any]:
    if column is None:
        return empty_autofilter_criteria(field)
    if column.filters is not None:
        return {**empty_autofilter_criteria(field, "values"), "values": list(column.filters.filter)}
    if column.customFilters is None:
        return empty_autofilter_criteria(field, "unknown")
    parts = column.customFilters.customFilter
    found = empty_autofilter_criteria(field, "comparison")
    if len(parts) == 1:
        found |= {"operator": _BACK.get(parts[0].operator or "equal"), "value1": parts[0].val}
    else:
        name = "between" if column.customFilters._and else "not_between"
        found |= {"operator": name, "value1": parts[0].val, "value2": parts[1].val}
    return found
