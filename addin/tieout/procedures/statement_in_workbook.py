"""How does the two-sided statement of an account come into the workbook of both ledgers, and out again."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import xlwings as xw

from tieout.errors import TieoutError
from tieout.ledger.ledger import Account
from tieout.matching.policy import Policy
from tieout.procedures.desk import By, desk, keep_copy
from tieout.progress import Progress, silent
from tieout.statements.heading import StatementHeading
from tieout.statements.two_sided import TwoSidedStatement, two_sided_statement
from tieout.statements.writing import two_sided_template
from tieout.texts import Language, current_language
from tieout.workbook.decisions import Action, Kept
from tieout.workbook.made import MadeStatement, made_as_json, made_from
from tieout.workbook.noting import note_action
from tieout.workbook.own_sheets import own_sheets
from tieout.workbook.statement_sheet import put_statement, statement_mark, statement_sheets


def statement_in_workbook(
    book: xw.Book,
    heading: StatementHeading | None = None,
    *,
    account: Account | None = None,
    policy: Policy | None = None,
    template: Path | None = None,
    language: Language | None = None,
    who: str | None = None,
    progress: Progress = silent,
) -> xw.Sheet:
    """Put the two-sided statement of an account into the workbook that has both ledgers; undo takes it out."""
    said = language or current_language()
    named = None if template is None else str(template)
    asked = MadeStatement("", heading, account, policy, named, said)
    statement = _statement(book, asked, None, progress)
    progress("writing", 0.0)
    keep_copy(book)
    by, made = By.now(who), made_as_json(replace(asked, mark=statement_mark(statement)))
    action = Action(0, "statement", by.who, by.when, made=made)
    note_action(book, own_sheets(book), action, said)
    sheet = _put(book, statement, asked)
    progress("writing", 1.0)
    return sheet


def _statement(
    book: xw.Book, asked: MadeStatement, kept: Kept | None, progress: Progress = silent
) -> TwoSidedStatement:
    """The statement by the decisions so far, or by those that were kept at another time."""
    at = desk(book, policy=asked.policy, progress=progress)
    if kept is not None:
        at = at.with_kept(kept)
    return two_sided_statement(at.result, asked.heading, asked.account)


def _put(book: xw.Book, statement: TwoSidedStatement, asked: MadeStatement) -> xw.Sheet:
    template = Path(asked.template) if asked.template else two_sided_template(asked.language)
    return put_statement(book, statement, template, asked.language)


def put_statement_back(book: xw.Book, kept: Kept, mark: str) -> None:
    """The statement of an account as it was last made, by the decisions of then; away with it if it never was."""
    earlier = [action for action in kept.standing if action.kind == "statement"]
    made = [
        (action, asked)
        for action in earlier
        if (asked := made_from(action.made, MadeStatement)).mark == mark
    ]
    if made:
        action, asked = made[-1]
        with suppress(TieoutError):  # ledgers or template are gone
            _put(book, _statement(book, asked, kept.until(action.number)), asked)
            return
    for sheet in statement_sheets(book, mark):
        sheet.delete()
