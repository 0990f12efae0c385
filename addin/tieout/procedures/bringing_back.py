"""How does what was cleared out of a workbook come back."""

from pathlib import Path

import xlwings as xw

from tieout.matching.policy import Policy
from tieout.procedures.cleaning import put_cleaning_back
from tieout.procedures.cleared import Cleared, cleared_of
from tieout.procedures.desk import By, desk, keep_copy, language_before, policy_before, put_down
from tieout.procedures.outcome import Outcome
from tieout.procedures.rules import put_rules_back
from tieout.procedures.statement_in_workbook import put_statement_back
from tieout.progress import Progress
from tieout.texts import Language, current_language
from tieout.workbook.decisions import Action, Kept
from tieout.workbook.made import MadeStatement, made_from
from tieout.workbook.noting import note_kept, put_state
from tieout.workbook.own_sheets import OwnSheets, own_sheets
from tieout.workbook.state import kept_in


def brought_back(
    book: xw.Book, by: By, language: Language | None, progress: Progress
) -> Outcome | None:
    """Undo the last clearing of this file; None where there was none, or it is too long ago.

    The ledgers are reconciled as they are now, by the decisions and rules of then. The clearing and its
    undoing are noted among the actions.
    """
    found = cleared_of(Path(book.fullname))
    if found is None:
        return None
    keep_copy(book)
    put_state(book, OwnSheets({}, {}), found.state, language or current_language())
    own = own_sheets(book)
    before = kept_in(own).with_action(Action(0, "clear", by.who, by.when), ())
    undoing = Action(0, "undo", by.who, by.when, undoes=len(before.actions))
    kept = before.with_action(undoing, ())
    if kept.begun:
        at = desk(book, language=language, progress=progress).with_kept(kept)
        report = put_down(at, beside=found.beside)
        _put_sheets_back(book, kept, found, report.language)
        return Outcome("undo", (), at.result, report.changes, undone=("clear",))
    said = language or language_before(own) or current_language()
    note_kept(book, own, kept, said)
    _put_sheets_back(book, kept, found, said)
    return Outcome("undo", (), None, undone=("clear",))


def _put_sheets_back(book: xw.Book, kept: Kept, found: Cleared, language: Language) -> None:
    """What is no part of a run, or was edited after it."""
    run = policy_before(own_sheets(book))
    if found.rules and (run is None or Policy.model_validate_json(found.rules) != run):
        put_rules_back(book, kept, found.rules, language)
    if not kept.begun:
        put_cleaning_back(book, kept)
    made = [action.made for action in kept.standing if action.kind == "statement"]
    for mark in dict.fromkeys(made_from(one, MadeStatement).mark for one in made):
        put_statement_back(book, kept, mark)
