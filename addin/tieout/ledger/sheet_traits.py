"""What does a sheet hold besides values: what is hidden, merged, shown as a percentage, not calculated."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class SheetTraits:
    """Facts about a sheet that its values do not tell; lines and columns are 1-based.

    `uncalculated` are cells with a formula and no value, as (line, column); `percent_columns` show
    their numbers as percentages; `merged` are (first line, first column, last line, last column);
    `errors` are cells that show an error such as #REF!, as (line, column, error);
    `too_far` says that no memory holds all cells from the first to the last, `cells_beyond` that some
    stand right of the columns that are read; `filled` counts the cells of a sheet so large that they matter.
    """

    hidden_lines: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    uncalculated: tuple[tuple[int, int], ...] = ()
    percent_cells: tuple[tuple[int, int], ...] = ()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    errors: tuple[tuple[int, int, str], ...] = ()
    epoch_1904: bool = False
    too_far: bool = False
    cells_beyond: bool = False
    filled: int = 0

    def facts(self) -> dict[str, Any]:
        """The traits as plain values, to be sent to another process."""
        return asdict(self)

    @staticmethod
    def of(facts: Mapping[str, Any]) -> "SheetTraits":
        """The traits that were sent as plain values."""
        return SheetTraits(**{name: _tuples(value) for name, value in facts.items()})


NO_TRAITS = SheetTraits()
"""A sheet of which nothing is known but its values."""


def _tuples(value: Any) -> Any:  # noqa: ANN401 (whatever JSON made a list of)
    return tuple(map(_tuples, value)) if isinstance(value, list) else value
