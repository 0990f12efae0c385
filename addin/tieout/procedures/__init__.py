"""The hallway: one function per procedure of an accountant."""

from tieout.procedures.carrying import carry_forward, open_items_of
from tieout.procedures.cleaning import cleaning_report
from tieout.procedures.clearing import clear
from tieout.procedures.listing import actions, decisions
from tieout.procedures.marking import mark, note
from tieout.procedures.reconciling import reconcile, reconcile_files, rerun
from tieout.procedures.rules import proposed, put_rules, rules
from tieout.procedures.settling import settle, split, unsettle
from tieout.procedures.statement_in_workbook import statement_in_workbook
from tieout.procedures.statements import issue_statements
from tieout.procedures.suggestions import Which, accept, choose, reject, ways
from tieout.procedures.undoing import undo, undoable

__all__ = [
    "Which",
    "accept",
    "actions",
    "carry_forward",
    "choose",
    "cleaning_report",
    "clear",
    "decisions",
    "issue_statements",
    "mark",
    "note",
    "open_items_of",
    "proposed",
    "put_rules",
    "reconcile",
    "reconcile_files",
    "reject",
    "rerun",
    "rules",
    "settle",
    "split",
    "statement_in_workbook",
    "undo",
    "undoable",
    "unsettle",
    "ways",
]
