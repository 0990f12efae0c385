"""The passes, one file each, in the order they run: surest first, a row is used once."""

from collections.abc import Callable
from dataclasses import dataclass

from tieout.matching.findings import Findings
from tieout.matching.passes import amount_and_date, same_number, same_reference
from tieout.matching.policy import Policy
from tieout.matching.rows import Rows


@dataclass(frozen=True)
class Pass:
    """A pass (匹配轮次): its name, under which the texts `pass.<name>` stand, and what it finds."""

    name: str
    find: Callable[[Rows, Policy], Findings]


PASSES = (
    Pass("same_reference", same_reference.find),
    Pass("same_number", same_number.find),
    Pass("amount_and_date", amount_and_date.find),
)
