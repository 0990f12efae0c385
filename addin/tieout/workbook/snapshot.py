"""What stood beside each line after the last run: to tell what people typed and what has changed since."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import xlwings as xw

from tieout.ledger.ledger import Ledger
from tieout.matching.causes import Cause
from tieout.matching.fingerprints import fingerprints, said_by
from tieout.workbook.changes import BETWEEN, SAID, SAID_PATTERN
from tieout.workbook.marks import say_problems
from tieout.workbook.report import Report
from tieout.workbook.status import STATES

SNAPSHOT_COLUMN = 6
"""Where it begins on the hidden sheet."""
COLUMNS = ("side", "line", "fingerprint", "match", "status", "reason", "said")
"""`status` is the state, or the cause where there is one; `reason` a number made of the sentence."""

SIDES = ("ours", "theirs")
STATUSES = (*STATES, *(cause.value for cause in Cause))


def snapshot_columns(report: Report) -> list[list[object]]:
    """The COLUMNS, one line an entry, ours first."""
    columns: list[list[object]] = [[] for _ in COLUMNS]
    sides = zip(report.sides, (report.result.ours, report.result.theirs), report.given, strict=True)
    for (ledger, sheet), found, given in sides:
        cause, state = found["cause"], found["state"]
        plain = (cause == "") | (state == "ambiguous")
        for column, values in zip(
            columns,
            (
                [sheet.side] * len(ledger),
                ledger.entries["line"].tolist(),
                fingerprints(given),
                found["match"].tolist(),
                state.where(plain, cause).tolist(),
                reason_numbers(_reasons(report, ledger, found)).tolist(),
                said_by(ledger.entries, SAID, BETWEEN).to_pylist(),
            ),
            strict=True,
        ):
            column += values
    return columns


def _reasons(report: Report, ledger: Ledger, found: pd.DataFrame) -> Sequence[object]:
    """The sentences beside the entries as they are written."""
    lines = ledger.entries["line"].tolist()
    reasons = found[f"reason_{report.language}"].tolist()
    if ledger.problems:
        places = {line: place for place, line in enumerate(lines)}
        say_problems(reasons, ledger, places, report.language)
    return reasons


def reason_numbers(reasons: Sequence[object]) -> np.ndarray:
    """A number for each sentence, the same on every machine; 0 where there is none.

    >>> reason_numbers(["both 12.00", None]).tolist()
    [3933198892, 0]
    """
    texts = np.array(["" if text is None else str(text).strip() for text in reasons], dtype=object)
    found = pd.util.hash_array(texts, categorize=False) & np.uint64(0xFFFFFFFF)
    return np.where(texts == "", 0, found).astype(np.int64)


def read_snapshot(state: xw.Sheet | None, first_column: int = SNAPSHOT_COLUMN) -> pd.DataFrame:
    """The COLUMNS as the last run left them; empty before the first run."""
    if state is None:
        return pd.DataFrame(columns=list(COLUMNS))
    last = state.used_range.last_cell
    if last.column < first_column + len(COLUMNS) - 1:
        return pd.DataFrame(columns=list(COLUMNS))
    rows = (
        state.range((1, first_column), (last.row, first_column + len(COLUMNS) - 1))
        .options(ndim=2)
        .value
    )
    frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    frame = frame[frame["side"].notna() & frame["fingerprint"].notna()]
    numbers = {
        name: frame[name].astype(float).astype(np.int64) for name in ("line", "match", "reason")
    }
    frame = frame.assign(**numbers, said=frame["said"].fillna("").astype(str))
    _check(frame)
    return frame.reset_index(drop=True)


def _check(frame: pd.DataFrame) -> None:
    """Raises ValueError where something stands there that no run writes."""
    said = frame["said"]
    sayable = pc.match_substring_regex(pa.array(said, pa.large_string()), SAID_PATTERN)
    right = (
        frame["side"].isin(SIDES)
        & frame["status"].isin(STATUSES)
        & ((said == "") | sayable.to_numpy(zero_copy_only=False))
    )
    if not right.all():
        raise ValueError(f"{int((~right).sum())} lines are not as they were written")
