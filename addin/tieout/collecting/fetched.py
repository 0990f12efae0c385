"""What did a source give: a table of cells as it came, its first row the names of the columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pandas as pd


@dataclass(frozen=True)
class Fetched:
    """One table, page or file; `sha256` is that of a file."""

    name: str
    cells: pd.DataFrame
    sha256: str = ""
    sheet: str = ""


def table_of(name: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> Fetched:
    """A table of values of a database or a JSON document, as cells."""
    cells = [list(columns), *([cell(value) for value in row] for row in rows)]
    return Fetched(name, pd.DataFrame(cells, dtype=object, columns=range(len(columns))))


def cell(value: object) -> object:
    """A value as a cell: amounts as written figures, never as a float; a moment as its day.

    >>> from datetime import datetime
    >>> cell(Decimal("1200.000")), cell(Decimal("1E+2")), cell(datetime(2026, 6, 1, 23, 59)), cell(True)
    ('1200.00', '100', '2026-06-01', 'True')
    """
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, Decimal):
        return figures(value)
    if isinstance(value, float):
        return None if value != value else figures(Decimal(repr(value)))
    if isinstance(value, date):  # and a moment, which is a date too
        return f"{value:%Y-%m-%d}"
    return str(value)


def figures(value: Decimal) -> str:
    """A decimal without zeros beyond the second decimal, which say nothing."""
    written = f"{value:f}"
    whole, point, places = written.partition(".")
    return written if not point else f"{whole}.{places.rstrip('0'):0<2}"


def flat(row: Mapping[str, object], above: str = "") -> dict[str, object]:
    """A JSON object without objects in it: {"buyer": {"name": …}} has buyer.name.

    >>> flat({"id": 1, "buyer": {"name": "Kern"}})
    {'id': 1, 'buyer.name': 'Kern'}
    """
    found: dict[str, object] = {}
    for name, value in row.items():
        if isinstance(value, dict):
            found |= flat(value, f"{above}{name}.")
        else:
            found[f"{above}{name}"] = value
    return found
