"""How does a policy lie in a file: TOML, only what differs from its preset, every fault named at once."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import tomli_w
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from tieout.errors import TieoutError
from tieout.matching.pass_names import PASS_NAMES
from tieout.matching.policy import CustomerPolicy, Policy
from tieout.matching.presets import preset
from tieout.texts import Language, text


@dataclass(frozen=True)
class PolicyFault:
    """One rule that cannot be used: where it stands, what was found, and the text of what is expected."""

    rule: str
    found: str
    expected: str
    limit: str = ""

    def sentence(self, language: Language) -> str:
        """Where, found, expected."""
        key = self.expected if "." in self.expected else f"policy.expected.{self.expected}"
        expected = text(key, language, limit=self.limit)
        return text("policy.fault", language, rule=self.rule, found=self.found, expected=expected)


class PolicyError(TieoutError):
    """A policy file with rules that cannot be used; the message names all of them."""

    def __init__(self, file: str, faults: tuple[PolicyFault, ...]) -> None:
        super().__init__("policy.not_valid", file=file)
        self.faults = faults

    def message(self, language: Language) -> str:
        """The file, and a line a fault."""
        faults = (fault.sentence(language) for fault in self.faults)
        return "\n".join([super().message(language), *faults])


def read_policy(path: str | Path) -> Policy:
    """The policy of a TOML file; `preset` names the rules it starts from."""
    path = Path(path)
    rules = _rules_in(path)
    base = preset(str(rules.get("preset", "receivables")))
    usual = base.model_dump(exclude_unset=False)
    try:
        return Policy.model_validate({**usual, **rules})
    except ValidationError as error:
        faults = tuple(fault_of(found) for found in error.errors())
        raise PolicyError(path.name, faults) from None


def as_toml(policy: Policy) -> str:
    """The rules in which a policy differs from its preset."""
    usual = preset(policy.preset).model_dump(mode="json")
    rules = policy.model_dump(mode="json", exclude_none=True)
    rules["customers"] = {
        name: own.model_dump(mode="json", exclude_none=True)
        for name, own in policy.customers.items()
    }
    if policy.window is None:
        rules["window"] = False
    usual["window"] = usual["window"] or False
    differing = {name: rule for name, rule in rules.items() if rule != usual[name]}
    return tomli_w.dumps({"preset": policy.preset, **differing})


def _rules_in(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise TieoutError("policy.no_file", file=str(path)) from None
    except (IsADirectoryError, PermissionError, UnicodeDecodeError) as error:
        raise TieoutError("policy.unreadable", file=path.name, found=type(error).__name__) from None
    except tomllib.TOMLDecodeError as error:
        raise TieoutError("policy.not_toml", file=path.name, found=str(error)) from None


_EXPECTED = {
    "extra_forbidden": "known_rule",
    "greater_than_equal": "at_least",
    "less_than_equal": "at_most",
    "literal_error": "one_of",
    "bool_parsing": "yes_or_no",
    "bool_type": "yes_or_no",
    "decimal_parsing": "number",
    "decimal_type": "number",
    "string_type": "words",
    "tuple_type": "list",
    "dict_type": "table",
    "model_type": "table",
    "model_attributes_type": "table",
}


def fault_of(error: ErrorDetails) -> PolicyFault:
    """What is wrong with one rule, as pydantic found it."""
    rule = ".".join(str(part) for part in error["loc"])
    kind, values = error["type"], error.get("ctx", {})
    found = repr(error["input"]) if not isinstance(error["input"], dict) else "{…}"
    if kind == "value_error":
        expected = "passes" if rule == "passes" else "four_decimals"
        return PolicyFault(rule or "tolerance_percent", found, expected, ", ".join(PASS_NAMES))
    if kind == "extra_forbidden":
        return PolicyFault(rule, found, "known_rule", _near(str(error["loc"][-1]), rule))
    limit = values.get("ge", values.get("le", values.get("expected", "")))
    return PolicyFault(rule, found, _EXPECTED.get(kind, "whole_number"), str(limit))


def _near(name: str, rule: str) -> str:
    known = list(
        CustomerPolicy.model_fields if rule.startswith("customers.") else Policy.model_fields
    )
    return ", ".join(get_close_matches(name, known, n=2) or known)
