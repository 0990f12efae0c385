"""How is a decision carried out: kept, the ledgers reconciled by it, and what that changed said."""

from collections.abc import Collection, Sequence

from tieout.errors import TieoutError
from tieout.matching.causes import Cause
from tieout.procedures.desk import Bilingual, By, Desk, put_down
from tieout.procedures.outcome import Outcome, made
from tieout.texts import LANGUAGES
from tieout.workbook.decisions import Action, KeptDecision

FIRST = "reconcile"
"""The action that a workbook begins with; undoing it clears the workbook."""


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
    """The desk of a workbook whose first action is noted."""
    if at.kept.actions:
        return at
    return at.with_kept(at.kept.with_action(Action(0, FIRST, by.who, by.when), ()))


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
