"""How is the last action taken back, and the one before it, across closing and opening the workbook."""

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from pathlib import Path

import xlwings as xw

from tieout.errors import TieoutError
from tieout.matching.decision import Decision
from tieout.matching.policy import Policy
from tieout.procedures.bringing_back import brought_back
from tieout.procedures.cleared import cleared_of, forget_cleared
from tieout.procedures.desk import By, desk, keep_copy, language_before, put_down
from tieout.procedures.outcome import Outcome, made
from tieout.procedures.taking_out import sheets_taken_out
from tieout.progress import Progress, silent
from tieout.texts import Language, current_language
from tieout.workbook.carried import Carried
from tieout.workbook.decisions import Action, Kept, KeptDecision
from tieout.workbook.in_place import remove_everything, remove_run
from tieout.workbook.noting import note_kept
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
    of before and with the open items that were carried in before. The results leave the workbook with
    their first run, a sheet with the action that put it there, everything of ours with the last action.
    Where everything was cleared, it comes back.
    """
    own, by = own_sheets(book), By.now(who)
    kept = kept_in(own)
    gone = kept.standing[::-1][:steps]
    if not gone:
        back = brought_back(book, by, language, progress) if own.nothing else None
        if back is None:
            raise TieoutError("settle.nothing_to_undo", file=book.name)
        return back
    left = reduce(lambda now, action: _noted(now, action, by), gone, kept)
    said = language or language_before(own) or current_language()
    if left.begun:
        outcome = _run_again(book, left, gone, said, progress)
    else:
        keep_copy(book)
        remove_run(book, own)
        note_kept(book, own_sheets(book), left, said)
        outcome = Outcome("undo", (), None)
    stay = sheets_taken_out(book, left, gone, said)
    if not left.standing:
        _emptied(book, left)
    kinds = tuple(action.kind for action in gone)
    return replace(outcome, undone=kinds, stay=stay, emptied=not left.standing)


def undoable(book: xw.Book) -> Action | None:
    """What undo would take back, None where there is nothing; of a clearing it is not known who and when."""
    own = own_sheets(book)
    last = kept_in(own).last_to_undo
    if last is None and own.nothing and cleared_of(Path(book.fullname)) is not None:
        return Action(0, "clear")
    return last


def _noted(kept: Kept, action: Action, by: By) -> Kept:
    """One action taken back: noted, and its decisions withdrawn."""
    numbers = tuple(one.number for one in kept.of_action(action.number))
    undoing = Action(0, "undo", by.who, by.when, undoes=action.number)
    withdrawal = KeptDecision(
        0, 0, Decision("withdraw", (), (), by.who, by.when), withdraws=numbers
    )
    return kept.with_action(undoing, [withdrawal] if numbers else [])


def _run_again(
    book: xw.Book, left: Kept, gone: Sequence[Action], language: Language, progress: Progress
) -> Outcome:
    """The ledgers reconciled by what is left."""
    rules = [action.policy_before for action in gone if action.policy_before]
    items = [action.carried_before for action in gone if action.carried_before]
    at = desk(
        book,
        policy=Policy.model_validate_json(rules[-1]) if rules else None,
        carried=Carried.from_json(items[-1]) if items else None,
        language=language,
        progress=progress,
    )
    before = len(at.kept.decisions)
    at = at.with_kept(left)
    report = put_down(at)
    return Outcome("undo", made(at, left.decisions[before:]), at.result, report.changes)


def _emptied(book: xw.Book, left: Kept) -> None:
    """Nothing of what people did is left, so nothing of ours is."""
    remove_everything(book, own_sheets(book))
    if any(action.kind == "clear" for action in left.actions):
        forget_cleared(Path(book.fullname))
