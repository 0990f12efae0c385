"""How is the last action taken back, and the one before it, across closing and opening the workbook."""

import xlwings as xw

from tieout.errors import TieoutError
from tieout.matching.policy import Policy
from tieout.procedures.clearing import clear
from tieout.procedures.deciding import FIRST
from tieout.procedures.desk import By, Desk, desk, put_down
from tieout.procedures.outcome import Outcome, made
from tieout.progress import Progress, silent
from tieout.texts import Language
from tieout.workbook.carried import Carried
from tieout.workbook.decisions import Action
from tieout.workbook.own_sheets import own_sheets
from tieout.workbook.state import kept_in


def undo(
    book: xw.Book,
    *,
    steps: int = 1,
    who: str | None = None,
    language: Language | None = None,
    progress: Progress = silent,
) -> Outcome:
    """Take back the last actions that are not taken back yet, the newest first.

    Their decisions are withdrawn by new ones, and the ledgers reconciled as they are now, by the rules
    of before and with the open items that were carried in before. When the first run itself is taken back, everything of ours leaves the workbook.
    """
    if kept_in(own_sheets(book)).last_to_undo is None:
        raise TieoutError("settle.nothing_to_undo", file=book.name)
    at, by = desk(book, language=language, progress=progress), By.now(who)
    before = len(at.kept.decisions)
    undone: list[str] = []
    for _ in range(steps):
        last = at.kept.last_to_undo
        if last is None:
            break
        undone.append(last.kind)
        if last.kind == FIRST and last.number == 1:
            clear(book)
            return Outcome("undo", (), None, undone=tuple(undone))
        at = _without(at, last, by)
    report = put_down(at)
    decisions = made(at, at.kept.decisions[before:])
    return Outcome("undo", decisions, at.result, report.changes, undone=tuple(undone))


def _without(at: Desk, last: Action, by: By) -> Desk:
    """The desk with one action taken back."""
    numbers = [one.number for one in at.kept.of_action(last.number)]
    action = Action(0, "undo", by.who, by.when, undoes=last.number)
    withdrawal = [at.decision("withdraw", [], [], by, withdraws=numbers)] if numbers else []
    after = at.with_kept(at.kept.with_action(action, withdrawal))
    policy, carried = last.policy_before, last.carried_before
    if not policy and not carried:
        return after
    return after.on_terms(
        Policy.model_validate_json(policy) if policy else at.policy,
        Carried.from_json(carried) if carried else at.carried,
    )
