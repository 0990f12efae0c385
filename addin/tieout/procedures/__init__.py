"""The hallway: one function per procedure of an accountant."""

from tieout.procedures.clearing import clear
from tieout.procedures.reconciling import reconcile, reconcile_files
from tieout.procedures.statements import issue_statements, statement_in_workbook

__all__ = ["clear", "issue_statements", "reconcile", "reconcile_files", "statement_in_workbook"]
