"""How are two ledgers reconciled, from where they lie to where the result lies."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import xlwings as xw

from tieout.ledger.ledger import Ledger
from tieout.ledger.reading import read
from tieout.ledger.with_headings import lacks_headings, with_headings
from tieout.matching.engine import reconcile as matched
from tieout.matching.policy import Policy
from tieout.matching.presets import usual_policy
from tieout.matching.reconciliation import Reconciliation
from tieout.matching.scope import narrowed
from tieout.procedures.deciding import begun
from tieout.procedures.desk import By, desk, put_down
from tieout.procedures.outcome import Outcome, made
from tieout.procedures.typing import typed_decisions
from tieout.progress import Progress, silent
from tieout.saving import whole_file
from tieout.texts import Language, current_language
from tieout.workbook.carried import NOTHING_CARRIED, Carried, with_carried
from tieout.workbook.carried_marks import carried_marks
from tieout.workbook.currencies import in_stated_currencies
from tieout.workbook.layout import SheetLayout
from tieout.workbook.painting import write_workbook
from tieout.workbook.result_book import result_book


def reconcile(
    book: xw.Book,
    *,
    policy: Policy | None = None,
    ours_sheet: str | None = None,
    theirs_sheet: str | None = None,
    language: Language | None = None,
    who: str | None = None,
    carried: Carried | None = None,
    backup: bool = True,
    progress: Progress = silent,
) -> Reconciliation:
    """Reconcile the two ledgers of an open workbook, and write what was found into it; see `rerun`."""
    found = rerun(
        book,
        policy=policy,
        ours_sheet=ours_sheet,
        theirs_sheet=theirs_sheet,
        language=language,
        who=who,
        carried=carried,
        backup=backup,
        progress=progress,
    ).result
    assert found is not None, "a run always finds something"
    return found


def rerun(
    book: xw.Book,
    *,
    policy: Policy | None = None,
    ours_sheet: str | None = None,
    theirs_sheet: str | None = None,
    language: Language | None = None,
    who: str | None = None,
    carried: Carried | None = None,
    backup: bool = True,
    progress: Progress = silent,
) -> Outcome:
    """Reconcile the two ledgers of an open workbook for the first time or again, and say what changed.

    No cell of a ledger is changed; what an earlier run wrote is replaced. What people decided holds, and
    what they typed into our columns becomes decisions first. Where no policy is given, the sheet
    对账规则 of the workbook holds, or that of the last run. Cancelling before the writing begins leaves
    everything as it was. A copy of the file is kept before the first change, unless the workbook is saved
    elsewhere (`backup` False).
    """
    by = By.now(who)
    at = desk(
        book,
        policy=policy,
        ours_sheet=ours_sheet,
        theirs_sheet=theirs_sheet,
        language=language or current_language(),
        carried=carried,
        progress=progress,
    )
    meant = typed_decisions(at, by)
    after = begun(at, by).deciding("typed", by, meant.decisions)
    after = replace(after, numbers_written=meant.numbers)
    report = put_down(after, meant.untaken, backup=backup)
    typed = after.kept.decisions[len(at.kept.decisions) :]
    return Outcome(
        "reconcile", made(after, typed), after.result, report.changes, tuple(meant.untaken)
    )


def reconcile_files(
    ours: Path,
    theirs: Path,
    target: Path | None,
    *,
    policy: Policy | None = None,
    ours_sheet: str | None = None,
    theirs_sheet: str | None = None,
    language: Language | None = None,
    carried: Carried = NOTHING_CARRIED,
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
    rules = policy or carried.policy or usual_policy(our_ledger, their_ledger)
    result, given = _result(our_ledger, their_ledger, rules, carried, progress)
    if target is not None:
        if lacks_headings(our_ledger) or lacks_headings(their_ledger):
            # Our columns need a line for their headings; what is given back keeps the lines of the files.
            placed = [with_headings(each, language) for each in (our_ledger, their_ledger)]
            shown, given = _result(placed[0], placed[1], rules, carried, progress)
        else:
            shown = result
        progress("writing", 0.0)
        layouts = result_book(
            shown, given, language or current_language(), datetime.now().astimezone(), carried
        )
        _write(layouts, target, language or current_language(), progress)
    progress("writing", 1.0)
    return result


def _result(
    ours: Ledger, theirs: Ledger, policy: Policy, carried: Carried, progress: Progress
) -> tuple[Reconciliation, tuple[Ledger, Ledger]]:
    """What was found, and the ledgers as they went into it."""
    both = with_carried(*narrowed(ours, theirs, policy.aliases), carried, policy)
    found = matched(*both, policy, decisions=carried_marks(*both), progress=progress)
    return in_stated_currencies(found), (found.our_ledger, found.given_theirs)


def _write(
    layouts: Sequence[SheetLayout], target: Path, language: Language, progress: Progress
) -> None:
    with whole_file(target) as beside:
        write_workbook(layouts, beside, language)
        progress("writing", 0.95)
