"""How are two ledgers reconciled, from where they lie to where the result lies."""

from datetime import datetime
from pathlib import Path

import xlwings as xw

from tieout.ledger.ledger import Ledger
from tieout.ledger.reading import read
from tieout.matching.engine import reconcile as matched
from tieout.matching.policy import Policy
from tieout.matching.reconciliation import Reconciliation
from tieout.matching.scope import narrowed
from tieout.progress import Progress, silent
from tieout.saving import whole_file
from tieout.texts import Language, current_language
from tieout.workbook.currencies import in_stated_currencies
from tieout.workbook.in_place import place_report, with_widths
from tieout.workbook.ledger_sheets import LedgerSheet, free_column, read_ledgers
from tieout.workbook.marks import columns_of, marked_sheet
from tieout.workbook.own_sheets import OwnSheets, own_sheets
from tieout.workbook.painting import write_workbook
from tieout.workbook.report import Report, sheet_names
from tieout.workbook.result_book import result_book, result_layouts
from tieout.workbook.state import noted


def reconcile(
    book: xw.Book,
    *,
    policy: Policy | None = None,
    ours_sheet: str | None = None,
    theirs_sheet: str | None = None,
    language: Language | None = None,
    progress: Progress = silent,
) -> Reconciliation:
    """Reconcile the two ledgers of an open workbook, and write what was found into it.

    No cell of a ledger is changed; what an earlier run wrote is replaced. Cancelling before the
    writing begins leaves everything as it was.
    """
    progress("reading", 0.0)
    own = own_sheets(book)
    ours, theirs = read_ledgers(book, own, ours_sheet, theirs_sheet)
    progress("matching", 0.0)
    result, given = _result(ours.ledger, theirs.ledger, policy, progress)
    language = language or current_language()
    names = sheet_names(language, {sheet.name for sheet in book.sheets} - own.result_names)
    report = _report(result, given, own, (ours, theirs), language, names)
    layouts = result_layouts(report, noted(report, own.noted("run"), datetime.now().astimezone()))
    progress("writing", 0.0)
    place_report(book, own, report, layouts)
    progress("writing", 1.0)
    return result


def reconcile_files(
    ours: Path,
    theirs: Path,
    target: Path | None,
    *,
    policy: Policy | None = None,
    ours_sheet: str | None = None,
    theirs_sheet: str | None = None,
    language: Language | None = None,
    progress: Progress = silent,
) -> Reconciliation:
    """Reconcile two plain files and write a new workbook, or none where `target` is None.

    The target is either the old file or the whole new one, never half.
    """
    progress("reading", 0.0)
    our_ledger = read(ours, ours_sheet)
    progress("reading", 0.5)
    their_ledger = read(theirs, theirs_sheet)
    progress("matching", 0.0)
    result, given = _result(our_ledger, their_ledger, policy, progress)
    if target is not None:
        progress("writing", 0.0)
        _write(result, given, target, language or current_language(), progress)
    progress("writing", 1.0)
    return result


def _result(
    ours: Ledger, theirs: Ledger, policy: Policy | None, progress: Progress
) -> tuple[Reconciliation, tuple[Ledger, Ledger]]:
    """What was found, and the ledgers as they went into it."""
    found = matched(*narrowed(ours, theirs), policy, progress=progress)
    return in_stated_currencies(found), (found.our_ledger, found.given_theirs)


def _report(
    result: Reconciliation,
    given: tuple[Ledger, Ledger],
    own: OwnSheets,
    ledgers: tuple[LedgerSheet, LedgerSheet],
    language: Language,
    names: dict[str, str],
) -> Report:
    """Where everything goes."""
    count = len(columns_of(result))
    our_marks, their_marks = (
        with_widths(
            marked_sheet(
                result, side, found.sheet.name, free_column(found, own, count), found.cells
            ),
            found.sheet,
            own,
        )
        for side, found in zip(("ours", "theirs"), ledgers, strict=True)
    )
    return Report(result, our_marks, their_marks, language, names, given)


def _write(
    result: Reconciliation,
    given: tuple[Ledger, Ledger],
    target: Path,
    language: Language,
    progress: Progress,
) -> None:
    layouts = result_book(result, given, language, datetime.now().astimezone())
    with whole_file(target) as beside:
        write_workbook(layouts, beside, language)
        progress("writing", 0.95)
