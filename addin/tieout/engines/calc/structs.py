"""How are the small values of UNO made: properties, addresses, enumerations, lengths."""

from typing import Any

from tieout.engines.calc.bridge import load_uno
from tieout.engines.shared.addresses import Area, between

HUNDREDTHS_PER_POINT = 2540 / 72
"""LibreOffice measures in hundredths of a millimetre."""


def struct(name: str, **fields: Any) -> Any:
    """A structure, its fields set."""
    made = load_uno().createUnoStruct(f"com.sun.star.{name}")
    for field, value in fields.items():
        setattr(made, field, value)
    return made


def enum(kind: str, value: str) -> Any:
    """A value of an enumeration."""
    return load_uno().Enum(f"com.sun.star.{kind}", value)


def properties(**named: Any) -> tuple[Any, ...]:
    """Named values, as most calls take them."""
    return tuple(
        struct("beans.PropertyValue", Name=name, Value=value) for name, value in named.items()
    )


def typed(kind: str, value: Any) -> Any:
    """A value of which the type is said."""
    return load_uno().Any(kind, value)


def range_address(sheet_index: int, area: Area) -> Any:
    """An area as UNO says it."""
    return struct(
        "table.CellRangeAddress",
        Sheet=sheet_index,
        StartColumn=area.column - 1,
        StartRow=area.row - 1,
        EndColumn=area.last_column - 1,
        EndRow=area.last_row - 1,
    )


def area_of(address: Any) -> Area:
    """The area of what UNO says."""
    return between(
        address.StartRow + 1, address.StartColumn + 1, address.EndRow + 1, address.EndColumn + 1
    )


def hundredths(points: float) -> int:
    """A length as LibreOffice takes it."""
    return round(points * HUNDREDTHS_PER_POINT)


def points(length: float) -> float:
    """A length in points."""
    return round(length / HUNDREDTHS_PER_POINT, 2)
