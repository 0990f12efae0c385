"""How do values cross between Python and an engine: what Excel gives when it is read over COM."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, Final

from tieout.engines.shared.entering import ERRORS

ERROR_CODES: Final = dict(
    zip(
        ERRORS,
        (-2146826288, -2146826281, -2146826273, -2146826265, -2146826259, -2146826252, -2146826246),
        strict=True,
    )
)
"""What an error in a cell is when it is read: whole numbers, as all other numbers are floats."""
_ERROR_NAMES: Final = {code: name for name, code in ERROR_CODES.items()}
_EPOCH: Final = dt.datetime(1899, 12, 30)  # noqa: DTZ001  # cells know no time zones

Rows = list[list[Any]]


def moment(value: object) -> dt.datetime | None:
    """A date of a cell as a point in time; a time alone is one of the day before all days."""
    if isinstance(value, dt.datetime):
        return value
    if isinstance(value, dt.timedelta):
        return _EPOCH + value
    if isinstance(value, dt.time):
        return dt.datetime.combine(_EPOCH.date(), value)
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day)  # noqa: DTZ001
    return None


def given(rows: Rows) -> Any:
    """A block as Excel gives it: one cell alone as it is, more as rows."""
    if len(rows) == 1 and len(rows[0]) == 1:
        return rows[0][0]
    return tuple(map(tuple, rows))


def taken(value: Any) -> Rows | None:
    """A block as it is written; nothing where one value is meant for all cells."""
    if not isinstance(value, (list, tuple)):
        return None
    if value and not isinstance(value[0], (list, tuple)):
        return [list(value)]
    return value if isinstance(value, list) else list(value)


def clean(
    rows: Sequence[Sequence[Any]],
    date: Callable[..., Any],
    empty: Any,
    number: Callable[[float], Any] | None,
    error_as_text: bool,  # as xlwings calls it
) -> Rows:
    """Raw values as a user of xlwings wants them."""

    def one(value: Any) -> Any:
        kind = type(value)
        if kind is float:
            return value if number is None else number(value)
        if kind is str or kind is bool:
            return empty if value == "" else value
        if value is None:
            return empty
        if kind is int:
            return _ERROR_NAMES.get(value) if error_as_text else None
        if isinstance(value, dt.datetime):
            return value if date is dt.datetime else _date(value, date)
        return value

    return [[one(value) for value in row] for row in rows]


def prepared(value: Any, options: Any) -> Any:
    """One value on its way into a cell."""
    del options
    kind = type(value)
    if kind is str or kind is float or kind is int or kind is bool:
        return value if value == value else ""  # not a number
    if value is None:
        return ""
    if type(value).__name__ in ("NAType", "NaTType") or value != value:
        return ""
    return value


def _date(value: dt.datetime, builder: Callable[..., Any]) -> Any:
    return builder(
        year=value.year,
        month=value.month,
        day=value.day,
        hour=value.hour,
        minute=value.minute,
        second=value.second,
        microsecond=value.microsecond,
        tzinfo=None,
    )
