"""What are columns called that may have no heading: by their heading, else by their letter."""

from collections.abc import Iterable, Sequence

from tieout.ledger.sheet_extent import column_letters


def letters(count: int) -> tuple[str, ...]:
    """The letters of the first columns.

    >>> letters(3)
    ('A', 'B', 'C')
    """
    return tuple(column_letters(place + 1) for place in range(count))


def names_of(headings: Sequence[str], places: Iterable[int]) -> list[str]:
    """The heading of each column, its letter where it has none."""
    found = list(places)
    named = letters(max(found, default=-1) + 1)
    return [headings[place] if headings[place] else named[place] for place in found]
