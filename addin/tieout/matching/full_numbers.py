"""How are the numbers that one side writes in its own way read as the other side has them: in the same words."""

from tieout.matching.lone_amounts import LoneAmounts
from tieout.matching.parts_in_order import with_parts_in_order
from tieout.matching.rows import Rows
from tieout.matching.short_numbers import with_short_numbers_in_full


def with_full_numbers(rows: Rows) -> Rows:
    """The same rows, with numbers as the other side writes them, where the ledgers tell that they are the same."""
    alone = LoneAmounts.of(rows)
    in_order = with_parts_in_order(rows, alone)
    if in_order is not rows:
        alone = LoneAmounts.of(in_order)
    return with_short_numbers_in_full(in_order, alone)
