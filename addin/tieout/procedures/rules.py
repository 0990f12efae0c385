"""How does an accountant see, check, edit and keep the rules a workbook is reconciled by."""

from pathlib import Path

import xlwings as xw

from tieout.errors import TieoutError
from tieout.matching.policy import Policy
from tieout.matching.policy_file import read_policy
from tieout.procedures.desk import desk, learned
from tieout.progress import Progress, silent
from tieout.texts import Language, current_language
from tieout.workbook.own_sheets import own_sheets
from tieout.workbook.rules_place import place_rules, policy_of, policy_of_workbook_file
from tieout.workbook.rules_sheet import ProposedRule

WORKBOOKS = (".xlsx", ".xlsm", ".xls")


def rules(book: xw.Book) -> Policy:
    """The policy that the sheet 对账规则 of a workbook says, checked cell by cell."""
    policy = policy_of(book, own_sheets(book))
    if policy is None:
        raise TieoutError("rules.no_rules", file=book.name)
    return policy


def proposed(book: xw.Book, *, progress: Progress = silent) -> tuple[ProposedRule, ...]:
    """The rules that the decisions kept in a workbook imply, each with its effect; nothing is written."""
    return learned(desk(book, progress=progress))


def put_rules(
    book: xw.Book,
    policy: Policy | None = None,
    *,
    currency: str = "",
    language: Language | None = None,
) -> xw.Sheet:
    """Put the sheet 对账规则 into a workbook, to be edited before the next reconciliation.

    Without a policy it shows those of the sheet that is there, or else the usual ones.
    """
    own = own_sheets(book)
    shown = policy or policy_of(book, own) or Policy()
    return place_rules(book, own, shown, language or current_language(), currency)


def rules_of_file(path: Path) -> Policy:
    """The policy of a TOML file, or of the sheet 对账规则 in a workbook."""
    if path.suffix.lower() in WORKBOOKS:
        return policy_of_workbook_file(path)
    return read_policy(path)
