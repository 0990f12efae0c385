"""How is a decision carried out: kept, the ledgers reconciled by it, and what that changed said."""

from collections.abc import Collection, Sequence

from tieout.errors import TieoutError
from tieout.matching.causes import Cause
from tieout.procedures.desk import Bilingual, By, Desk, policy_before, put_down
from tieout.procedures.outcome import Outcome, made
from tieout.procedures.rules import rules_now
from tieout.texts import LANGUAGES
from tieout.workbook.decisions import FIRST, Action, KeptDecision
from tieout.workbook.state import carried_in


def carried_out(
    at: Desk, kind: str, by: By, decisions: Sequence[KeptDecision], *, preview: bool
) -> Outcome:
    """Keep the decisions as one action, reconcile by them and write; a preview writes nothing."""
    said = made(at, decisions)
    if preview:
        return Outcome(kind, said, None, done=False)
    after = begun(at, by).deciding(kind, by, decisions)
    report = put_down(after)
    kept = after.kept.of_action(len(after.kept.actions))
    return Outcome(kind, made(at, kept), after.result, report.changes)


def begun(at: Desk, by: By) -> Desk:
    """The desk with the first run noted, and whatever other rules or open items came in since the last.

    Each is an action of its own, so that it can be undone.
    """
    if not at.kept.begun:
        before = rules_now(at.book, at.own)
        first = Action(0, FIRST, by.who, by.when, policy_before=before)
        at = at.with_kept(at.kept.with_action(first, ()))
    policy, carried = policy_before(at.own), carried_in(at.own)
    rules = "" if policy in (None, at.policy) else policy.model_dump_json()
    items = "" if carried == at.carried else carried.as_json()
    if not rules and not items:
        return at
    kind = "carry" if items else FIRST
    action = Action(0, kind, by.who, by.when, policy_before=rules, carried_before=items)
    return at.with_kept(at.kept.with_action(action, ()))


def cause_named(named: Cause | str | None, known: Collection[Cause], refusal: str) -> Cause | None:
    """A cause by its value, or by its word in either language; None where none is named."""
    if named is None or named == "":
        return None
    wanted = str(named).strip().lower()
    for cause in known:
        if wanted in {cause.value, *(cause.word(language).lower() for language in LANGUAGES)}:
            return cause
    listed = "marks" if refusal == "settle.no_such_mark" else "reasons"
    raise TieoutError(refusal, found=named, **{listed: choices(known)})


def choices(known: Collection[Cause]) -> Bilingual:
    """Causes to choose from, each with its word and its value."""
    zh, en = (
        [f"{cause.word(language)} ({cause.value})" for cause in known] for language in LANGUAGES
    )
    return Bilingual("、".join(zh), ", ".join(en))
