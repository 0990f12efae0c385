"""Are both ledgers one and the same: a file chosen twice agrees with itself and proves nothing."""

from dataclasses import replace

from tieout.ledger.ledger import COLUMNS, Ledger
from tieout.ledger.problem import Problem


def noticed(ours: Ledger, theirs: Ledger) -> Ledger:
    """Their ledger, with a notice where every entry is the same, line by line, as in ours."""
    columns = list(COLUMNS)
    if not len(ours) or not ours.entries[columns].equals(theirs.entries[columns]):
        return theirs
    notice = Problem("same_ledger", sheet=theirs.source.sheet, found=_named(ours, theirs))
    return replace(theirs, problems=(*theirs.problems, notice))


def _named(ours: Ledger, theirs: Ledger) -> str:
    """Both names, or the one they share.

    >>> from tieout.ledger.from_frame import from_frame
    >>> import pandas as pd
    >>> ledger = from_frame(pd.DataFrame({"date": ["2026-01-31"], "amount": ["12.30"]}))
    >>> noticed(ledger, ledger).problems[0].sentence("en")
    'Both ledgers are the same (–). Check that one file was not chosen twice.'
    """
    names = dict.fromkeys(ledger.source.file for ledger in (ours, theirs))
    return " = ".join(name for name in names if name) or "–"
