"""How are the numbers that one side writes in its own way read as the other side has them: in the same words."""

from tieout.matching.codes_in_digits import with_codes_in_digits
from tieout.matching.lone_amounts import LoneAmounts
from tieout.matching.parts_in_order import with_parts_in_order
from tieout.matching.rows import Rows
from tieout.matching.short_numbers import with_short_numbers_in_full

WRITINGS = (with_codes_in_digits, with_parts_in_order, with_short_numbers_in_full)


def with_full_numbers(rows: Rows) -> Rows:
    """The same rows, with numbers as the other side writes them, where the ledgers tell that they are the same."""
    alone = None
    for in_one_writing in WRITINGS:
        alone = alone or LoneAmounts.of(rows)
        before, rows = rows, in_one_writing(rows, alone)
        if rows is not before:
            alone = None
    return rows
