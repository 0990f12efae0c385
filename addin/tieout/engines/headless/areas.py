"""Which cells does a list of addresses in a file cover, and what is left of it beside others."""

from collections.abc import Iterable

from openpyxl.worksheet.cell_range import MultiCellRange

from tieout.engines.shared.addresses import Area, between


def areas(reference: object) -> list[Area]:
    """The areas of a reference such as `A1:B2 D4`."""
    ranges = reference if isinstance(reference, MultiCellRange) else MultiCellRange(str(reference))
    return [
        between(cells.min_row, cells.min_col, cells.max_row, cells.max_col)
        for cells in sorted(ranges.ranges, key=lambda cells: (cells.min_row, cells.min_col))
    ]


def references(parts: Iterable[Area]) -> str:
    """Areas as a file lists them."""
    return " ".join(part.reference() for part in parts)


def touch(reference: object, area: Area) -> bool:
    """Whether a reference shares cells with an area."""
    return any(part.common(area) for part in areas(reference))


def without(reference: object, area: Area) -> list[Area]:
    """What is left of a reference beside an area."""
    return [rest for part in areas(reference) for rest in part.without(area)]
