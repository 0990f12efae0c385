"""What are the passes called, in the order they run: surest first, a row is used once."""

PASS_NAMES = (
    "reversal",
    "same_reference",
    "same_number",
    "within_tolerance",
    "named_in_text",
    "reference_group",
    "both_name",
    "same_number_slipped",
    "similar_reference",
    "amount_and_date",
    "amount_alone",
    "reversal_by_date",
    "same_number_far",
    "same_number_differing",
    "both_name_differing",
    "exact_sum",
    "whole_days_sum",
    "subset_sum",
    "named_differing",
    "similar_number_differing",
    "differing_by_date",
    "unmarked_reversal",
)
DECISION = "decision"
"""What a person decided goes before every pass."""
