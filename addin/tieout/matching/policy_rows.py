"""How does a policy stand on a sheet: a row a rule, with its value and what it means."""

from dataclasses import dataclass

from pydantic import BaseModel

from tieout.matching.policy import Policy
from tieout.texts import table


@dataclass(frozen=True)
class PolicyRow:
    """One rule: its name in a policy file, its value as it stands there, and what it means."""

    name: str
    value: str
    meaning_zh: str
    meaning_en: str


def policy_rows(policy: Policy) -> list[PolicyRow]:
    """Every rule, those of single customers last.

    >>> policy_rows(Policy())[1]
    PolicyRow(name='tolerance_cents', value='100', meaning_zh='容差：差额不超过此数（分）视为尾差', meaning_en='Tolerance: a difference up to this (minor units) is rounding')
    """
    rows = []
    for name in Policy.model_fields:
        value = getattr(policy, name)
        if name == "customers":
            continue
        rows.append(_row(name, _written(value), name))
    for customer, own in policy.customers.items():
        for name in sorted(own.model_fields_set):
            value = getattr(own, name)
            rows.append(_row(f"customers.{customer}.{name}", _written(value), name))
    return rows


def _row(name: str, value: str, rule: str) -> PolicyRow:
    meaning = table()[f"policy.{rule}"]
    return PolicyRow(name, value, meaning["zh"], meaning["en"])


def _written(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, BaseModel):
        return ", ".join(f"{name} = {part}" for name, part in value.model_dump().items())
    if isinstance(value, dict):
        return ", ".join(f"{name} = {part}" for name, part in value.items()) or "-"
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "-"
    return str(value)
