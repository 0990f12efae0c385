"""How do the open items of a closed reconciliation become the opening open items of the next."""

from collections.abc import Mapping

import xlwings as xw

from tieout.errors import TieoutError
from tieout.matching.policy import Policy
from tieout.matching.reconciliation import Reconciliation
from tieout.procedures.desk import By, Desk, desk
from tieout.procedures.reconciling import reconcile
from tieout.procedures.typing import typed_decisions
from tieout.progress import Progress, silent
from tieout.texts import Language
from tieout.workbook.carried import Carried, carried_entries, carried_from
from tieout.workbook.state import last_run


def open_items_of(closed: xw.Book, *, progress: Progress = silent) -> Carried:
    """What a reconciled workbook hands on; it is only read, and refused where it was changed since."""
    at = desk(closed, progress=progress)
    run = last_run(at.own)
    if run is None:
        raise TieoutError("carried.not_reconciled", file=closed.name)
    if not _as_noted(at, run) or typed_decisions(at, By.now(None)).decisions:
        raise TieoutError("carried.changed", file=closed.name)
    return carried_from(at.result, closed.name)


def carry_forward(
    closed: xw.Book,
    book: xw.Book,
    *,
    policy: Policy | None = None,
    ours_sheet: str | None = None,
    theirs_sheet: str | None = None,
    language: Language | None = None,
    who: str | None = None,
    backup: bool = True,
    progress: Progress = silent,
) -> Reconciliation:
    """Reconcile a workbook with the open items of a closed one, which stays as it is.

    They are matched when the other side books them; what stays open keeps its date and where it was
    first open. Carrying again replaces what was carried before. The rules of the closed workbook hold
    unless a policy is given or the workbook has its own.
    """
    if closed.fullname == book.fullname:
        raise TieoutError("carried.same", file=book.name)
    return reconcile(
        book,
        policy=policy,
        ours_sheet=ours_sheet,
        theirs_sheet=theirs_sheet,
        language=language,
        who=who,
        carried=open_items_of(closed),
        backup=backup,
        progress=progress,
    )


def still_open(result: Reconciliation) -> tuple[int, int]:
    """How many carried items are matched now, and how many are still open."""
    sides = ((result.our_ledger, result.ours), (result.their_ledger, result.theirs))
    matches = [
        match
        for ledger, found in sides
        for match in found.loc[carried_entries(ledger).index, "match"].tolist()
    ]
    return sum(match > 0 for match in matches), sum(match == 0 for match in matches)


def _as_noted(at: Desk, run: Mapping[str, object]) -> bool:
    """Whether the workbook still gives what its last run found."""
    totals = {
        currency or "?": [total.ours, total.theirs, total.difference]
        for currency, total in at.result.totals_by_currency.items()
    }
    return run.get("totals") == totals and run.get("open") == len(at.result.open_items)
