"""How are two ledgers reconciled, from where they lie to where the result lies."""

import os
import tempfile
from pathlib import Path

from tieout.ledger.reading import read
from tieout.matching.engine import reconcile as matched
from tieout.matching.policy import Policy
from tieout.matching.reconciliation import Reconciliation
from tieout.matching.scope import narrowed
from tieout.progress import Progress, silent
from tieout.texts import Language, current_language
from tieout.workbook.currencies import in_stated_currencies
from tieout.workbook.painting import write_workbook
from tieout.workbook.result_book import result_book


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
    result = in_stated_currencies(matched(*narrowed(our_ledger, their_ledger), policy))
    if target is not None:
        progress("writing", 0.0)
        _write(result, target, language or current_language(), progress)
    progress("writing", 1.0)
    return result


def _write(result: Reconciliation, target: Path, language: Language, progress: Progress) -> None:
    layouts = result_book(result, language)
    handle, name = tempfile.mkstemp(prefix=".tieout-", suffix=".xlsx", dir=target.parent)
    os.close(handle)
    beside = Path(name)
    try:
        write_workbook(layouts, beside, language)
        progress("writing", 0.95)
        with beside.open("rb") as written:
            os.fsync(written.fileno())
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
