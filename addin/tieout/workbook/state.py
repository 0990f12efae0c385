"""What does the workbook remember of us: one plain hidden sheet of keys and values."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from tieout.matching.fingerprints import fingerprints
from tieout.workbook.layout import Block, SheetLayout, Style, area
from tieout.workbook.report import Report
from tieout.workbook.status import all_statuses

VERSION = "1"
CHOICES_COLUMN, FINGERPRINTS_COLUMN = 4, 6


def state_sheet(report: Report, runs: Sequence[str]) -> SheetLayout:
    """The hidden sheet: what was run on what, where our columns are, and each row's fingerprint."""
    rows = state_rows(report, runs)
    choices: list[object] = list(all_statuses(report.language))
    blocks = [
        Block(1, 1, [[key for key, _ in rows], [value for _, value in rows]], [Style(), Style()]),
        Block(1, CHOICES_COLUMN, [choices], [Style()]),
    ]
    marked = _fingerprints(report)
    if len(marked[0]):
        blocks.append(Block(1, FINGERPRINTS_COLUMN, marked, [Style()] * len(marked)))
    return SheetLayout(
        name=report.names["state"],
        blocks=blocks,
        widths={1: 24, 2: 80, CHOICES_COLUMN: 24, FINGERPRINTS_COLUMN + 2: 20},
        hidden=True,
        grid=True,
    )


def noted(report: Report, runs: Sequence[str], now: datetime) -> list[str]:
    """The runs so far and this one, which is not noted again where it found what the last one found."""
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
    }
    last = json.loads(runs[-1]) if runs else {}
    if {name: last.get(name) for name in found} == found:
        return list(runs)
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
    return rows + [("run", run) for run in runs]


def _json(value: Mapping[str, object] | Sequence[object]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _fingerprints(report: Report) -> list[list[object]]:
    """Side, line, fingerprint and match of every entry."""
    columns: list[list[object]] = [[], [], [], []]
    for (ledger, sheet), found, given in zip(
        report.sides, (report.result.ours, report.result.theirs), report.given, strict=True
    ):
        columns[0] += [sheet.side] * len(ledger)
        columns[1] += ledger.entries["line"].tolist()
        columns[2] += fingerprints(given)
        columns[3] += found["match"].tolist()
    return columns
