"""The hallway: one function per procedure of an accountant."""

from tieout.procedures.reconciling import reconcile, reconcile_files
from tieout.procedures.statements import issue_statements, statement_in_workbook

__all__ = ["issue_statements", "reconcile", "reconcile_files", "statement_in_workbook"]
