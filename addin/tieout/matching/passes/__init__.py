"""The passes, one file each, in the order they run: surest first, a row is used once."""

from collections.abc import Callable
from dataclasses import dataclass

from tieout.matching.findings import Findings
from tieout.matching.pass_names import PASS_NAMES
from tieout.matching.passes import (
    amount_alone,
    amount_and_date,
    both_name,
    differing,
    differing_by_date,
    exact_sum,
    named_in_text,
    reference_group,
    reversal,
    same_number,
    same_reference,
    similar_reference,
    subset_sum,
    whole_days_sum,
    within_tolerance,
)
from tieout.matching.policy import Policy
from tieout.matching.rows import Rows


@dataclass(frozen=True)
class Pass:
    """A pass (匹配轮次): its name, under which the texts `pass.<name>` stand, and what it finds."""

    name: str
    find: Callable[[Rows, Policy], Findings]


PASSES = (
    Pass("reversal", reversal.find),
    Pass("same_reference", same_reference.find),
    Pass("same_number", same_number.find),
    Pass("within_tolerance", within_tolerance.find),
    Pass("named_in_text", named_in_text.find),
    Pass("reference_group", reference_group.find),
    Pass("both_name", both_name.find),
    Pass("same_number_slipped", differing.find_slipped),
    Pass("similar_reference", similar_reference.find),
    Pass("amount_and_date", amount_and_date.find),
    Pass("amount_alone", amount_alone.find),
    Pass("reversal_by_date", reversal.find_by_date),
    Pass("same_number_far", same_number.find_far),
    Pass("same_number_differing", differing.find_same_number),
    Pass("both_name_differing", both_name.find_differing),
    Pass("exact_sum", exact_sum.find),
    Pass("whole_days_sum", whole_days_sum.find),
    Pass("subset_sum", subset_sum.find),
    Pass("named_differing", differing.find_named),
    Pass("similar_number_differing", differing.find_similar_number),
    Pass("differing_by_date", differing_by_date.find),
    Pass("unmarked_reversal", reversal.find_unmarked),
)
SURE_PASSES = (
    "reversal",
    "same_reference",
    "same_number",
    "within_tolerance",
    "named_in_text",
    "reference_group",
    "both_name",
)
"""Passes so sure that they need not know how often an amount occurs."""
ACROSS_ACCOUNTS = ("exact_sum", "subset_sum")
"""Passes that weigh all accounts together: what happens by accident, how much there is to search."""
assert tuple(step.name for step in PASSES) == PASS_NAMES, "a pass is named twice, or not at all"


def passes_of(policy: Policy) -> tuple[Pass, ...]:
    """The passes a policy runs, in its order."""
    by_name = {step.name: step for step in PASSES}
    return tuple(by_name[name] for name in policy.passes)
