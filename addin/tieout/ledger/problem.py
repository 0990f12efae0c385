"""What is wrong in their data: a value, never an exception; all of them at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tieout.texts import Language, text

BLOCKING = frozenset(
    {
        "not_an_amount",
        "letter_in_amount",
        "too_many_decimals",
        "unclear_amount",
        "rounded_amount",
        "too_many_digits",
        "several_amounts",
        "sign_unclear",
        "which_is_debit",
        "side_unclear",
        "accounts_unclear",
        "state_unclear",
        "sign_by_type",
        "percent_amount",
        "boolean_amount",
        "date_in_amount",
        "error_cell",
        "formula_without_value",
        "other_currency",
        "currency_unclear",
        "not_a_direction",
        "not_a_currency",
        "not_a_date",
        "item_lines",
        "unclosed_quote",
    }
)
"""Problems that keep an entry from being counted rightly."""


@dataclass(frozen=True)
class Problem:
    """One thing in a ledger that could not be read, or does not add up.

    `code` names a text `problem.<code>`; its fields are filled with `place` (sheet, line, heading),
    `found`, and the `values`. `line` and `column` are 1-based, 0 where there is none. A problem
    that `blocks` keeps an entry from being counted, so no total can be trusted until it is mended.
    """

    code: str
    sheet: str = ""
    line: int = 0
    column: int = 0
    heading: str = ""
    found: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    blocks: bool = False

    def sentence(self, language: Language | None = None) -> str:
        """Where, what was found, what was expected, what to do."""
        place = self.heading
        if self.sheet or self.line:
            place = text(
                "problem.place", language, sheet=self.sheet, line=self.line, heading=self.heading
            )
        values = {"place": place.strip(), "found": self.found, **self.values}
        return text(f"problem.{self.code}", language, **values)
