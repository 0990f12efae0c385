"""What did people decide in this workbook: records that are added, never changed, and the actions they belong to."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from pydantic import TypeAdapter

from tieout.matching.decision import Decision
from tieout.matching.known_row import KnownRow
from tieout.matching.policy import Policy
from tieout.workbook.carried import Carried
from tieout.workbook.made import check_made

FIRST = "reconcile"
"""The kind of the action that the results in a workbook begin with; they go with the first of it."""


@dataclass(frozen=True)
class KeptDecision:
    """A decision as it lies on the hidden sheet, with what its rows said when it was made.

    `number` counts all decisions from 1; `withdraws` are the numbers of those that it takes back.
    """

    number: int
    action: int
    decision: Decision
    ours: tuple[KnownRow, ...] = ()
    theirs: tuple[KnownRow, ...] = ()
    withdraws: tuple[int, ...] = ()


@dataclass(frozen=True)
class Action:
    """What somebody did at once, and can take back at once.

    `kind` names a text `action.<kind>`; `undoes` is the number of the action that it takes back;
    `policy_before` are the rules (JSON) that held before, where the action brought others, and
    `carried_before` what was carried in (JSON), where it carried in something else; `made` is what it put
    into the workbook (JSON), so that it can be taken out, or made again when a later one is taken back.
    """

    number: int
    kind: str
    who: str = ""
    when: datetime | None = None
    undoes: int | None = None
    policy_before: str = ""
    carried_before: str = ""
    made: str = ""


@dataclass(frozen=True)
class Kept:
    """Every action and every decision of a workbook, oldest first."""

    actions: tuple[Action, ...] = ()
    decisions: tuple[KeptDecision, ...] = ()

    @cached_property
    def withdrawn(self) -> frozenset[int]:
        """The decisions taken back; one that took another back may itself be taken back."""
        gone: set[int] = set()
        for kept in reversed(self.decisions):
            if kept.number not in gone:
                gone.update(kept.withdraws)
        return frozenset(gone)

    @cached_property
    def live(self) -> tuple[KeptDecision, ...]:
        """The decisions that hold."""
        return tuple(
            kept
            for kept in self.decisions
            if kept.number not in self.withdrawn and not kept.withdraws
        )

    @cached_property
    def standing(self) -> tuple[Action, ...]:
        """The actions that were not taken back, oldest first."""
        gone = {action.undoes for action in self.actions}
        return tuple(a for a in self.actions if a.undoes is None and a.number not in gone)

    @property
    def last_to_undo(self) -> Action | None:
        """The last action that was not taken back."""
        return self.standing[-1] if self.standing else None

    @property
    def begun(self) -> bool:
        """Whether the ledgers are reconciled: the run that began it was not taken back."""
        return any(action.kind == FIRST for action in self.standing)

    def until(self, number: int) -> "Kept":
        """What was kept when an action was done."""
        return Kept(
            tuple(action for action in self.actions if action.number <= number),
            tuple(kept for kept in self.decisions if kept.action <= number),
        )

    def of_action(self, number: int) -> tuple[KeptDecision, ...]:
        """The decisions of one action."""
        return tuple(kept for kept in self.decisions if kept.action == number)

    def with_action(self, action: Action, made: Iterable[KeptDecision]) -> "Kept":
        """One more action; its number and those of its decisions are given here."""
        number = len(self.actions) + 1
        decisions = tuple(
            replace(kept, number=place, action=number)
            for place, kept in enumerate(made, start=len(self.decisions) + 1)
        )
        return Kept((*self.actions, replace(action, number=number)), (*self.decisions, *decisions))


NOTHING_KEPT = Kept()


def action_values(action: Action) -> dict[str, object]:
    """An action for JSON."""
    return _given(
        number=action.number,
        kind=action.kind,
        who=action.who,
        at=_iso(action.when),
        undoes=action.undoes,
        policy_before=action.policy_before,
        carried_before=action.carried_before,
        made=action.made,
    )


def decision_values(kept: KeptDecision) -> dict[str, object]:
    """A decision for JSON."""
    made = kept.decision
    return _given(
        number=kept.number,
        action=kept.action,
        verdict=made.verdict,
        cause=None if made.cause is None else made.cause.value,
        who=made.who,
        at=_iso(made.when),
        why=made.why,
        ours=[row.as_values() for row in kept.ours],
        theirs=[row.as_values() for row in kept.theirs],
        withdraws=list(kept.withdraws),
    )


def action_from(written: str) -> Action:
    """An action from JSON, with the rules, the carried items and the sheet it may hold."""
    values = json.loads(written)
    action = _ACTION.validate_python({**values, "when": values.get("at")})
    if action.policy_before:
        Policy.model_validate_json(action.policy_before)
    if action.carried_before:
        Carried.from_json(action.carried_before)
    check_made(action.kind, action.made)
    return action


def decision_from(written: str) -> KeptDecision:
    """A decision from JSON."""
    values = json.loads(written)
    ours, theirs = (_ROWS.validate_python(values.get(side, ())) for side in ("ours", "theirs"))
    said = {name: values[name] for name in ("verdict", "who", "why", "cause") if name in values}
    marks = {
        "ours": [row.fingerprint for row in ours],
        "theirs": [row.fingerprint for row in theirs],
    }
    made = _DECISION.validate_python({**said, **marks, "when": values.get("at")})
    withdraws = _NUMBERS.validate_python(values.get("withdraws", ()))
    number, action = _NUMBERS.validate_python((values["number"], values["action"]))
    return KeptDecision(number, action, made, ours, theirs, withdraws)


_ACTION, _DECISION = TypeAdapter(Action), TypeAdapter(Decision)
_ROWS, _NUMBERS = TypeAdapter(tuple[KnownRow, ...]), TypeAdapter(tuple[int, ...])


def _given(**values: object) -> dict[str, object]:
    """What is empty is left out."""
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def _iso(moment: datetime | None) -> str:
    return "" if moment is None else moment.isoformat(timespec="seconds")
