"""Which rules do repeated decisions imply: proposed with what they would change, off until turned on."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from tieout.ledger.currency import format_amount, to_major
from tieout.matching.causes import Cause
from tieout.matching.policy import CustomerPolicy, Policy
from tieout.matching.reconciliation import Reconciliation
from tieout.texts import Language, text
from tieout.workbook.rules_sheet import ProposedRule

DECISIONS_MIN = 2
"""An alias needs so many decisions; a tolerance, a window and a habit one more, for they are vaguer."""
PROPOSED_MAX = 5
WINDOW_DAYS_MAX = 92
"""A wider window would bring together what a quarter keeps apart."""
ENTRIES_MAX = 100_000
"""Entries of both sides up to which the effect of every proposal is tried out."""

Rerun = Callable[[Policy], Reconciliation]
"""The same ledgers and decisions by another policy."""


@dataclass(frozen=True)
class Accepted:
    """What a person accepted that differs from what the rules would say: one decision.

    Minor units; `our_reference` and `their_reference` are "" unless one entry settles one, and then
    their dates are `days` apart.
    """

    our_customer: str
    their_customer: str
    difference: int
    cause: Cause | None
    our_reference: str
    their_reference: str
    currency: str
    days: int | None = None


@dataclass(frozen=True)
class Learned:
    """A rule that decisions imply, and the policy with it."""

    rule: ProposedRule
    policy: Policy


def proposed_rules(result: Reconciliation, rerun: Rerun) -> tuple[ProposedRule, ...]:
    """The rules that the decisions of a reconciliation imply, each with how many matches would change."""
    decided = accepted_pairs(result)
    if len(decided) < DECISIONS_MIN:
        return ()
    found = [one for finder in FINDERS for one in finder(decided, result.policy)][:PROPOSED_MAX]
    tried = len(result.rows) <= ENTRIES_MAX
    return tuple(
        replace(one.rule, effect=_changed(result, rerun(one.policy)) if tried else None)
        for one in found
    )


def accepted_pairs(result: Reconciliation) -> list[Accepted]:
    """The acceptances in force, as far as rules can be learned from them."""
    return [_accepted(result, number, rows.tolist()) for number, rows in result.decided.accepted]


def _accepted(result: Reconciliation, number: int, rows: Sequence[int]) -> Accepted:
    entries, count = result.entries, len(result.our_ledger)
    ours = entries.iloc[[row for row in rows if row < count]]
    theirs = entries.iloc[[row for row in rows if row >= count]]
    single = len(ours) == len(theirs) == 1
    return Accepted(
        our_customer=_one(ours["customer"].unique().tolist()),
        their_customer=_one(theirs["customer"].unique().tolist()),
        difference=int(ours["amount"].sum() - theirs["amount"].sum()),
        cause=result.given_decisions[number].cause,
        our_reference=str(ours["reference"].iloc[0]) if single else "",
        their_reference=str(theirs["reference"].iloc[0]) if single else "",
        currency=_one(entries.iloc[list(rows)]["currency"].unique().tolist()),
        days=_days_apart(ours["date"].iloc[0], theirs["date"].iloc[0]) if single else None,
    )


def _days_apart(one: pd.Timestamp, other: pd.Timestamp) -> int | None:
    return None if pd.isna(one) or pd.isna(other) else abs((one - other).days)


def _one(names: Sequence[Any]) -> str:
    return str(names[0]) if len(names) == 1 else ""


def _aliases(decided: Sequence[Accepted], policy: Policy) -> Iterator[Learned]:
    """People matched entries of one customer of theirs with one of ours, again and again."""
    seen: dict[str, list[str]] = defaultdict(list)
    for one in decided:
        if one.our_customer and one.their_customer and one.our_customer != one.their_customer:
            seen[one.their_customer].append(one.our_customer)
    for theirs, ours in seen.items():
        if len(ours) < DECISIONS_MIN or len(set(ours)) > 1 or theirs in policy.aliases:
            continue
        values = {"count": len(ours), "theirs": theirs, "ours": ours[0]}
        rule = _proposed(f"aliases.{theirs}", ours[0], "alias", values)
        more = {**policy.aliases, theirs: ours[0]}
        yield Learned(rule, policy.model_copy(update={"aliases": more}))


def _tolerances(decided: Sequence[Accepted], policy: Policy) -> Iterator[Learned]:
    """People accepted differences as rounding that are beyond the tolerance, again and again."""
    seen: dict[tuple[str, str], list[int]] = defaultdict(list)
    for one in decided:
        allowed = policy.of_customer(one.our_customer).tolerance_cents
        if one.cause == Cause.ROUNDING and abs(one.difference) > allowed:
            seen[one.our_customer, one.currency].append(abs(one.difference))
    for (customer, currency), differences in seen.items():
        if len(differences) <= DECISIONS_MIN:
            continue
        cents = max(differences)
        values = {"count": len(differences), "amount": format_amount(cents, currency)}
        shown = float(to_major(cents, currency))
        yield _agreed(policy, customer, "tolerance_cents", cents, shown, "tolerance", values)


def _windows(decided: Sequence[Accepted], policy: Policy) -> Iterator[Learned]:
    """People matched the same amounts further apart than the date window reaches, again and again."""
    seen: dict[str, list[int]] = defaultdict(list)
    for one in decided:
        now = policy.of_customer(one.our_customer)
        if one.difference or one.days is None or now.window is not None:
            continue
        if now.window_days < one.days <= WINDOW_DAYS_MAX:
            seen[one.our_customer].append(one.days)
    for customer, days in seen.items():
        if len(days) <= DECISIONS_MIN:
            continue
        values = {"count": len(days), "days": max(days)}
        yield _agreed(policy, customer, "window_days", max(days), max(days), "window", values)


def _agreed(
    policy: Policy,
    customer: str,
    rule: str,
    value: int,
    shown: object,
    key: str,
    values: Mapping[str, object],
) -> Learned:
    """A rule with one customer, or for all where entries name none."""
    name = f"customers.{customer}.{rule}" if customer else rule
    proposed = _proposed(
        name, shown, key, {**values, "customer": f" “{customer}”" if customer else ""}
    )
    if not customer:
        return Learned(proposed, policy.model_copy(update={rule: value}))
    own = policy.customers.get(customer, CustomerPolicy()).model_dump(exclude_unset=True)
    agreed = {**policy.customers, customer: CustomerPolicy(**{**own, rule: value})}
    return Learned(proposed, policy.model_copy(update={"customers": agreed}))


def _habits(decided: Sequence[Accepted], policy: Policy) -> Iterator[Learned]:
    """One side adds the same beginning or end to the other's number, again and again."""
    seen: dict[str, set[str]] = defaultdict(set)
    for one in decided:
        part = added_part(one.our_reference, one.their_reference)
        if part and part not in policy.ignored_in_references:
            seen[part].add(min(one.our_reference, one.their_reference, key=len))
    for part, references in seen.items():
        if len(references) <= DECISIONS_MIN:
            continue
        parts = (*policy.ignored_in_references, part)
        values = {"count": len(references), "part": part}
        rule = _proposed("ignored_in_references", ", ".join(parts), "habit", values)
        yield Learned(rule, policy.model_copy(update={"ignored_in_references": parts}))


FINDERS = (_aliases, _tolerances, _windows, _habits)


def added_part(one: str, other: str) -> str:
    """What one of two references has before or after the other, "" where that is not all.

    >>> added_part("FP1001", "FP1001-01"), added_part("HT/77", "77"), added_part("A1", "A2")
    ('-01', 'HT/', '')
    """
    shorter, longer = sorted((one.strip(), other.strip()), key=len)
    if not shorter or len(longer) == len(shorter):
        return ""
    if longer.upper().startswith(shorter.upper()):
        return longer[len(shorter) :]
    return longer[: -len(shorter)] if longer.upper().endswith(shorter.upper()) else ""


def _proposed(name: str, value: object, key: str, values: dict[str, object]) -> ProposedRule:
    def said(language: Language) -> str:
        return text(f"learned.{key}", language, **values)

    return ProposedRule(name, value, said("zh"), said("en"))


def _changed(before: Reconciliation, after: Reconciliation) -> int:
    """How many matches there would be that are not there now, or not as sure."""
    return len(_matches(after) - _matches(before))


def _matches(result: Reconciliation) -> set[tuple[tuple[int, ...], tuple[int, ...], str]]:
    found = result.matches
    return {
        (tuple(ours), tuple(theirs), state)
        for ours, theirs, state in zip(found["ours"], found["theirs"], found["state"], strict=True)
    }
