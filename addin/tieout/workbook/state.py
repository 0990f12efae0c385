"""What does the workbook remember of us: one plain hidden sheet of keys and values."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np
import pandas as pd
from pydantic import TypeAdapter

from tieout.errors import TieoutError
from tieout.matching.fingerprints import fingerprints
from tieout.workbook.carried import CARRIED, NOTHING_CARRIED, Carried
from tieout.workbook.changes import changes
from tieout.workbook.changes_section import changes_from
from tieout.workbook.decisions import (
    Kept,
    action_from,
    action_values,
    decision_from,
    decision_values,
)
from tieout.workbook.layout import Block, SheetLayout, Style, area
from tieout.workbook.match_numbers import NUMBERS, Numbers, numbers_from
from tieout.workbook.own_sheets import OwnSheets
from tieout.workbook.report import Report
from tieout.workbook.snapshot import COLUMNS, SNAPSHOT_COLUMN, snapshot_columns
from tieout.workbook.status import all_statuses

VERSION = "1"
CHOICES_COLUMN = 4
CONTINUED = "+"
"""The key of a row whose value goes on from the row above: a cell holds no more."""
VALUE_MAX = 16_000
"""Letters of one cell. Excel holds 32,767; LibreOffice 7.4 puts a line break after 16,366 where it opens a
cell of Chinese and Latin letters again that it has saved."""


def state_sheet(report: Report, runs: Sequence[str]) -> SheetLayout:
    """The hidden sheet: what was run on what, what people decided, and each row as it is now."""
    rows = state_rows(report, runs)
    choices: list[object] = list(all_statuses(report.language))
    blocks = [
        Block(1, 1, [[key for key, _ in rows], [value for _, value in rows]], [Style(), Style()]),
        Block(1, CHOICES_COLUMN, [choices], [Style()]),
    ]
    marked = snapshot_columns(report)
    if len(marked[0]):
        blocks.append(Block(1, SNAPSHOT_COLUMN, marked, [Style()] * len(marked)))
    return SheetLayout(
        name=report.names["state"],
        blocks=blocks,
        widths={1: 24, 2: 80, CHOICES_COLUMN: 24, SNAPSHOT_COLUMN + 2: 20},
        hidden=True,
        grid=True,
    )


def noted(report: Report, own: OwnSheets, now: datetime) -> list[str]:
    """The runs so far and this one, which is not noted again where it found what the last one found."""
    runs, last = own.noted("run"), last_run(own) or {}
    totals = {
        currency or "?": [total.ours, total.theirs, total.difference]
        for currency, total in report.result.totals_by_currency.items()
    }
    found = {
        "ours": _digest(fingerprints(report.given[0])),
        "theirs": _digest(fingerprints(report.given[1])),
        "policy": _digest([report.result.policy.model_dump_json()]),
        "open": len(report.result.open_items),
        "totals": totals,
        **({"decisions": len(report.kept.decisions)} if report.kept.decisions else {}),
    }
    if {name: last.get(name) for name in found} == found:
        return runs
    return [*runs, _json({"at": now.isoformat(timespec="seconds"), **found})]


def _digest(texts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]


def choices_area(language: str) -> str:
    """Where the statuses to choose from stand on the hidden sheet."""
    return area(
        1, CHOICES_COLUMN, len(all_statuses("zh" if language == "zh" else "en")), CHOICES_COLUMN
    )


def state_rows(report: Report, runs: Sequence[str]) -> list[tuple[str, str]]:
    """The keys and their values, in a fixed order."""
    policy = report.result.policy.model_dump_json()
    rows = [
        ("tieout", VERSION),
        ("language", report.language),
        ("policy", policy),
        ("policy_fingerprint", _digest([policy])),
        ("sheets", _json(report.names)),
    ]
    for ledger, sheet in report.sides:
        source = ledger.source
        rows += [
            (f"{sheet.side}.file", source.file),
            (f"{sheet.side}.sheet", sheet.name),
            (f"{sheet.side}.header_line", str(sheet.header_line)),
            (f"{sheet.side}.columns", _json(dict(source.columns))),
            (f"{sheet.side}.sign_rule", source.sign_rule),
            (f"{sheet.side}.first_column", str(sheet.first_column)),
            (f"{sheet.side}.our_columns", _json(list(sheet.columns))),
            (f"{sheet.side}.widths_before", _json(list(sheet.widths_before))),
        ]
    rows += [("run", run) for run in runs]
    if report.numbers.given_up or report.numbers.last > len(report.result.matches):
        rows.append((NUMBERS, report.numbers.as_json()))
    if report.carried.source:
        rows.append((CARRIED, report.carried.as_json()))
    if not report.changes.nothing:
        rows.append(("changes", report.changes.as_json()))
    rows += [("action", _json(action_values(action))) for action in report.kept.actions]
    rows += [("decision", _json(decision_values(kept))) for kept in report.kept.decisions]
    return [part for key, value in rows for part in in_cells(key, value)]


def in_cells(key: str, value: str) -> list[tuple[str, str]]:
    """A value in as many cells as it needs."""
    parts = [value[at : at + VALUE_MAX] for at in range(0, len(value), VALUE_MAX)] or [""]
    return [(key if place == 0 else CONTINUED, part) for place, part in enumerate(parts)]


def kept_in(own: OwnSheets) -> Kept:
    """Every action and decision that the workbook remembers."""
    actions, decisions = own.read("action", action_from), own.read("decision", decision_from)
    _check_numbers(own, "action", [action.number for action in actions])
    _check_numbers(own, "decision", [decision.number for decision in decisions])
    return Kept(tuple(actions), tuple(decisions))


def _check_numbers(own: OwnSheets, what: str, found: Sequence[int]) -> None:
    """None is gone: a decision that is not there any more would be dropped in silence."""
    if list(found) != list(range(1, len(found) + 1)):
        numbers = ", ".join(map(str, found))
        raise TieoutError(
            "workbook.lost_notes", sheet=own.sheets["state"].name, what=what, found=numbers
        )


def carried_in(own: OwnSheets) -> Carried:
    """What was carried into a workbook; nothing where nothing was."""
    found = own.read(CARRIED, Carried.from_json)
    return found[0] if found else NOTHING_CARRIED


def last_run(own: OwnSheets) -> Mapping[str, object] | None:
    """What the last run noted of itself; None before the first."""
    runs = own.read("run", _RUN.validate_json)
    return runs[-1] if runs else None


def numbers_before(own: OwnSheets) -> Numbers:
    """The numbers as the last run left them; none before the first."""
    rows = own.snapshot
    rows = rows[rows["match"] > 0]
    of_entry = pd.Series(
        rows["match"].to_numpy(np.int64), index=rows["side"] + ":" + rows["fingerprint"]
    )
    kept = [*own.read(NUMBERS, numbers_from), Numbers()][0]
    last = max(kept.last, int(of_entry.max()) if len(of_entry) else 0)
    return Numbers(of_entry, last, kept.given_up)


def with_changes(report: Report, own: OwnSheets, *, ran_anew: bool) -> Report:
    """The report with what changed since the last run; where that found the same, what it said then."""
    if ran_anew:
        now = pd.DataFrame(dict(zip(COLUMNS, snapshot_columns(report), strict=True)))
        return replace(report, changes=changes(own.snapshot, now))
    noted_then = own.read("changes", changes_from)
    return replace(report, changes=noted_then[0]) if noted_then else report


_RUN = TypeAdapter(dict[str, object])


def _json(value: Mapping[str, object] | Sequence[object]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
