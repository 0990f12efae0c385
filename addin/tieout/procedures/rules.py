"""How does an accountant see, check, edit and keep the rules a workbook is reconciled by."""

from pathlib import Path

import xlwings as xw

from tieout.errors import TieoutError
from tieout.matching.policy import Policy
from tieout.matching.policy_file import PolicyError, read_policy
from tieout.matching.presets import PRESET_NAMES, preset
from tieout.procedures.desk import By, desk, keep_copy, learned, policy_before
from tieout.progress import Progress, silent
from tieout.texts import Language, current_language
from tieout.workbook.decisions import Action, Kept
from tieout.workbook.in_place import remove_sheet
from tieout.workbook.made import MadeRules, made_as_json, made_from
from tieout.workbook.noting import note_action
from tieout.workbook.own_sheets import OwnSheets, own_sheets
from tieout.workbook.rules_place import (
    place_rules,
    policy_of,
    policy_of_workbook_file,
    with_rules,
)
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
    who: str | None = None,
    backup: bool = True,
) -> xw.Sheet:
    """Put the sheet 对账规则 into a workbook, to be edited before the next reconciliation; undo takes it out.

    Without a policy it shows the usual rules. A sheet that is there stays as people have edited it, unless
    a policy or a currency for it is given.
    """
    own = own_sheets(book)
    there = with_rules(book, own).sheets.get("rules")
    if there is not None and policy is None and not currency:
        return there
    shown, language = policy or policy_of(book, own) or Policy(), language or current_language()
    before = rules_now(book, own)
    if backup:
        keep_copy(book)
    by, made = By.now(who), made_as_json(MadeRules(currency))
    action = Action(0, "rules", by.who, by.when, policy_before=before, made=made)
    note_action(book, own, action, language)
    return place_rules(book, own, shown, language, currency)


def rules_now(book: xw.Book, own: OwnSheets) -> str:
    """The rules on their sheet, else of the last run, as JSON; "" where there are none."""
    try:
        found = policy_of(book, own)
    except PolicyError:  # what cannot be used is no state to come back to
        found = None
    found = found or policy_before(own)
    return "" if found is None else found.model_dump_json()


def put_rules_back(book: xw.Book, kept: Kept, before: str, language: Language) -> None:
    """The sheet as it was when rules (JSON) stood on it; away with it where there were none."""
    own = own_sheets(book)
    if before:
        made = [action.made for action in kept.standing if action.kind == "rules"]
        currency = made_from(made[-1], MadeRules).currency if made else ""
        place_rules(book, own, Policy.model_validate_json(before), language, currency)
    else:
        remove_sheet(book, own, "rules")


def rules_of_file(path: Path) -> Policy:
    """The policy of a TOML file, of the sheet 对账规则 in a workbook, or the preset of that name."""
    if str(path) in PRESET_NAMES and not path.exists():
        return preset(str(path))
    if path.suffix.lower() in WORKBOOKS:
        return policy_of_workbook_file(path)
    return read_policy(path)
