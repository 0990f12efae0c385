"""What does a sheet hold besides values: what is hidden, merged, shown as a percentage, not calculated."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SheetTraits:
    """Facts about a sheet that its values do not tell; lines and columns are 1-based.

    `uncalculated` are cells with a formula and no value, as (line, column); `percent_columns` show
    their numbers as percentages; `merged` are (first line, first column, last line, last column); `too_far` says that no memory holds all
    cells from the first to the last.
    """

    hidden_lines: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    uncalculated: tuple[tuple[int, int], ...] = ()
    percent_cells: tuple[tuple[int, int], ...] = ()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    epoch_1904: bool = False
    too_far: bool = False
