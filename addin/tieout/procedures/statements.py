"""How are statements of the ledgers in an open workbook issued, as files beside it."""

from datetime import datetime
from pathlib import Path

import xlwings as xw

from tieout.ledger.ledger import Ledger
from tieout.matching.engine import reconcile as matched
from tieout.matching.policy import Policy
from tieout.matching.reconciliation import Reconciliation
from tieout.matching.scope import narrowed
from tieout.procedures.desk import desk
from tieout.progress import Progress, silent
from tieout.statements.issuing import Issue, issue
from tieout.statements.order import StatementOrder
from tieout.statements.printed import add_printed
from tieout.workbook.currencies import in_stated_currencies


def issue_statements(
    book: xw.Book,
    order: StatementOrder,
    folder: Path,
    *,
    issued_by: str,
    policy: Policy | None = None,
    progress: Progress = silent,
) -> Issue:
    """Issue statements of the ledgers in an open workbook."""
    result = reconciled_ledgers(book, policy=policy, progress=progress)
    return issue(result, order, folder, issued_at=now(), issued_by=issued_by, progress=progress)


def reconciled_ledgers(
    book: xw.Book,
    *,
    policy: Policy | None = None,
    ours_sheet: str | None = None,
    theirs_sheet: str | None = None,
    progress: Progress = silent,
) -> Reconciliation:
    """Both ledgers of a workbook, reconciled by its rules and decisions; nothing is written into it."""
    return desk(
        book,
        policy=policy,
        ours_sheet=ours_sheet,
        theirs_sheet=theirs_sheet,
        progress=progress,
    ).result


def reconciled(
    ours: Ledger, theirs: Ledger, policy: Policy | None = None, progress: Progress = silent
) -> Reconciliation:
    """Two ledgers, reconciled in the currencies they state."""
    aliases = policy.aliases if policy else {}
    both = narrowed(ours, theirs, aliases)
    return in_stated_currencies(matched(*both, policy, progress=progress))


def print_in_excel(app: xw.App, workbooks: list[Path], progress: Progress = silent) -> list[Path]:
    """A PDF beside each workbook, printed by the running Excel."""
    made = []
    for at, file in enumerate(workbooks):
        progress("printing", at / len(workbooks))
        book = app.books.open(file, read_only=True)
        try:
            book.to_pdf(file.with_suffix(".pdf"), show=False)
        finally:
            book.close()
        made.append(file.with_suffix(".pdf"))
    add_printed(workbooks, made)
    progress("printing", 1.0)
    return made


def now() -> str:
    """The time that a register keeps, to the second, with its zone."""
    return datetime.now().astimezone().isoformat(timespec="seconds")
