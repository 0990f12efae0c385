"""Which rules stand on the sheet 对账规则, in which order, and what kind of value each has."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from tieout.matching.pass_names import PASS_NAMES
from tieout.matching.policy import Policy
from tieout.matching.presets import PRESET_NAMES
from tieout.texts import LANGUAGES, Language, table, text

Kind = Literal[
    "amount", "percent", "days", "basis_points", "yes_no", "side", "list", "points", "order", "preset", "currency", "words"
]  # fmt: skip

CUSTOMERS, ALIASES, PROPOSED = "[customers]", "[aliases]", "[proposed]"
"""The marks in front of the tables of the sheet, as in a policy file."""
TABLES = (CUSTOMERS, ALIASES, PROPOSED)
TABLE_ENDS = "↑"
AMOUNTS_IN = "amounts_in"
STEP = "passes."


@dataclass(frozen=True)
class RuleRow:
    """One rule of the sheet: its name there, the kind of its value, and whether it may be empty."""

    name: str
    kind: Kind
    may_be_empty: bool = False

    def meaning(self, language: Language) -> str:
        """What it rules, in words."""
        if self.kind == "order":
            return text(f"pass.{self.name.removeprefix(STEP)}.name", language)
        own = f"rules.meaning.{self.name.replace('.', '_')}"
        return text(own if own in table() else f"policy.{self.name}", language)

    def short(self, language: Language) -> str:
        """What it rules, as the heading of a column."""
        return text(f"rules.short.{self.name.replace('.', '_')}", language)


GENERAL = (
    RuleRow("preset", "preset"),
    RuleRow(AMOUNTS_IN, "currency"),
    RuleRow("tolerance_cents", "amount"),
    RuleRow("tolerance_percent", "percent"),
    RuleRow("tolerance_cap_cents", "amount", may_be_empty=True),
    RuleRow("window_days", "days"),
    RuleRow("window.anchor", "side", may_be_empty=True),
    RuleRow("window.days_before", "days", may_be_empty=True),
    RuleRow("window.days_after", "days", may_be_empty=True),
    RuleRow("across_months", "yes_no"),
    RuleRow("reference_window_days", "days"),
    RuleRow("reversal_window_days", "days"),
    RuleRow("group_window_days", "days"),
    RuleRow("ignored_in_references", "words", may_be_empty=True),
    RuleRow("tax_percents", "list"),
    RuleRow("fee_basis_points", "basis_points"),
    RuleRow("fee_max_cents", "amount"),
    RuleRow("fee_on_receipts_only", "yes_no"),
    RuleRow("payments_are_credits", "yes_no"),
    RuleRow("cutoff_days", "days"),
    RuleRow("open_days_max", "days"),
    RuleRow("weights.date", "points"),
    RuleRow("weights.memo", "points"),
)
PASS_ROWS = tuple(RuleRow(f"{STEP}{name}", "order", may_be_empty=True) for name in PASS_NAMES)
OF_CUSTOMER = (
    RuleRow("tolerance_cents", "amount"),
    RuleRow("tolerance_percent", "percent"),
    RuleRow("tolerance_cap_cents", "amount"),
    RuleRow("window_days", "days"),
    RuleRow("window.anchor", "side"),
    RuleRow("window.days_before", "days"),
    RuleRow("window.days_after", "days"),
    RuleRow("reference_window_days", "days"),
    RuleRow("group_window_days", "days"),
    RuleRow("fee_max_cents", "amount"),
)
"""What can be agreed with one customer, a column each."""


def rule_values(policy: Policy) -> dict[str, object]:
    """The value of every general rule and pass by its name on the sheet; a pass has its place.

    >>> rule_values(Policy())["window_days"], rule_values(Policy())["passes.reversal"]
    (10, 1)
    """
    window = policy.window
    flat = {
        **{name: getattr(policy, name) for name in Policy.model_fields},
        **{f"window.{part}": getattr(window, part, None) for part in WINDOW_PARTS},
        "weights.date": policy.weights.date,
        "weights.memo": policy.weights.memo,
        **{f"{STEP}{name}": place for place, name in enumerate(policy.passes, start=1)},
    }
    return {row.name: flat.get(row.name) for row in (*GENERAL, *PASS_ROWS)}


WINDOW_PARTS = ("anchor", "days_before", "days_after")


def preset_words(language: Language) -> dict[str, str]:
    """The presets by name, each in one or two words.

    >>> preset_words("zh")["bank"], preset_words("en")["bank"]
    ('银行', 'Bank')
    """
    return {name: re.split("[：:]", text(f"preset.{name}", language))[0] for name in PRESET_NAMES}


def spoken(words: Mapping[str, str]) -> dict[str, str]:
    """What is meant by each way to write it, whatever the language, lower case.

    >>> spoken({"yes": "rules.yes", "no": "rules.no"})["是"]
    'yes'
    """
    written = {text(key, lang).lower(): name for lang in LANGUAGES for name, key in words.items()}
    return {**written, **{name: name for name in words}}


YES_NO = {"yes": "rules.yes", "no": "rules.no"}
SIDE_WORDS = {"ours": "rules.ours", "theirs": "rules.theirs"}
