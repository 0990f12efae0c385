"""How is the last action taken back, and the one before it, across closing and opening the workbook."""

from dataclasses import replace

import xlwings as xw

from tieout.errors import TieoutError
from tieout.matching.policy import Policy
from tieout.procedures.clearing import clear
from tieout.procedures.deciding import FIRST
from tieout.procedures.desk import By, Desk, desk, put_down
from tieout.procedures.outcome import Outcome, made
from tieout.progress import Progress, silent
from tieout.texts import Language
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
    of before. When the first run itself is taken back, everything of ours leaves the workbook.
    """
    if kept_in(own_sheets(book)).last_to_undo is None:
        raise TieoutError("settle.nothing_to_undo", file=book.name)
    at, by = desk(book, language=language, progress=progress), By.now(who)
    before = len(at.kept.decisions)
    for _ in range(steps):
        last = at.kept.last_to_undo
        if last is None:
            break
        if last.kind == FIRST and last.number == 1:
            clear(book)
            return Outcome("undo", (), None)
        at = _without(at, last, by)
    report = put_down(at)
    return Outcome("undo", made(at, at.kept.decisions[before:]), at.result, report.changes)


def _without(at: Desk, last: Action, by: By) -> Desk:
    """The desk with one action taken back."""
    numbers = [one.number for one in at.kept.of_action(last.number)]
    action = Action(0, "undo", by.who, by.when, undoes=last.number)
    withdrawal = [at.decision("withdraw", [], [], by, withdraws=numbers)] if numbers else []
    after = at.with_kept(at.kept.with_action(action, withdrawal))
    if not last.policy_before:
        return after
    return replace(after, policy=Policy.model_validate_json(last.policy_before))
