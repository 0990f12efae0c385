"""How do the sheets that actions put into a workbook leave it when those are taken back."""

from collections.abc import Sequence

import xlwings as xw

from tieout.procedures.cleaning import put_cleaning_back
from tieout.procedures.importing import take_out_import
from tieout.procedures.rules import put_rules_back
from tieout.procedures.statement_in_workbook import put_statement_back
from tieout.texts import Language
from tieout.workbook.decisions import FIRST, Action, Kept
from tieout.workbook.made import MadeStatement, made_from


def sheets_taken_out(
    book: xw.Book, left: Kept, gone: Sequence[Action], language: Language
) -> tuple[str, ...]:
    """Every sheet as the actions that are left made it; an imported one goes.

    `gone` has the newest action first. What comes back are the imported sheets that stay, as people
    have changed them or work on them.
    """
    for action in gone:
        if action.kind == "statement":
            put_statement_back(book, left, made_from(action.made, MadeStatement).mark)
    if not left.begun:  # a run writes both of these itself
        _rules_and_cleaning(book, left, gone, language)
    imported = [take_out_import(book, one) for one in gone if one.kind == "import"]
    return tuple(name for name in imported if name is not None)


def _rules_and_cleaning(
    book: xw.Book, left: Kept, gone: Sequence[Action], language: Language
) -> None:
    before = [action.policy_before for action in gone if action.kind in (FIRST, "rules")]
    if before:
        put_rules_back(book, left, before[-1], language)
    if any(action.kind in (FIRST, "cleaning") for action in gone):
        put_cleaning_back(book, left)
