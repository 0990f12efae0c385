"""Which decisions has a workbook, what has become of each, and what could be undone."""

import xlwings as xw

from tieout.procedures.desk import desk
from tieout.workbook.decision_list import ListedDecision, listed_decisions
from tieout.workbook.decisions import Action
from tieout.workbook.own_sheets import own_sheets
from tieout.workbook.state import kept_in


def decisions(book: xw.Book) -> tuple[ListedDecision, ...]:
    """Every decision, oldest first, with its standing against the ledgers as they are now."""
    if not kept_in(own_sheets(book)).decisions:
        return ()
    at = desk(book)
    return listed_decisions(at.kept, at.followed, at.result, at.marks)


def actions(book: xw.Book) -> tuple[Action, ...]:
    """Every action, oldest first; those that were undone and the undoing are among them."""
    return kept_in(own_sheets(book)).actions
