"""What tells whether a statement is what was issued, and whether the ledger has changed since."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version

import openpyxl
import pandas as pd
from lxml import etree
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.worksheet.worksheet import Worksheet

from tieout.matching.policy import Policy
from tieout.statements.account import OneAccount
from tieout.statements.one_side import OneSide
from tieout.statements.package import NAMESPACE, parsed, serialised

NAME = "tieout_issued"
"""The hidden name in a workbook that carries its mark."""
REPLY = "reply_"
"""Names of cells that the customer fills in; what stands there is no part of the statement."""
FINGERPRINT_LENGTH = 10
"""How much of the hash of the entries is printed."""
_LENGTH = 32
_PROPERTIES = "docProps/core.xml"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_COLUMNS = ("date", "due_date", "type", "reference", "memo", "amount")


@dataclass(frozen=True)
class Mark:
    """What a statement carries of its origin; hashes are the first 32 hexadecimal digits of SHA-256."""

    number: str
    kind: str
    data_hash: str
    policy_hash: str
    content_hash: str
    version: str

    def __str__(self) -> str:
        return "|".join(
            (
                self.number,
                self.kind,
                self.data_hash,
                self.policy_hash,
                self.content_hash,
                self.version,
            )
        )


def mark_of(written: str) -> Mark | None:
    """A mark as it was written, or nothing where it is none.

    >>> mark_of("7|aging|a|b|c|0.1.0").kind, mark_of("no mark")
    ('aging', None)
    """
    parts = written.split("|")
    return Mark(*parts) if len(parts) == 6 else None


def digest(text: str) -> str:
    """The hash of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]


def data_hash(
    subject: OneSide | Sequence[OneSide] | OneAccount, begin: date | None, end: date | None
) -> str:
    """The hash of the entries a statement is made of: those up to its end, whatever their order."""
    if isinstance(subject, OneSide):
        return digest(json.dumps([str(begin), str(end), _side(subject, end)]))
    if isinstance(subject, OneAccount):
        sides = [_entries(subject.ours, None), _entries(subject.theirs, None)]
        balances = (
            subject.our_opening,
            subject.our_closing,
            subject.their_opening,
            subject.their_closing,
        )
        stated = [sorted(found.values()) for found in balances]
        return digest(json.dumps([subject.customer, subject.currency, *sides, stated]))
    return digest(json.dumps([str(begin), str(end), *sorted(_side(side, end) for side in subject)]))


def policy_hash(policy: Policy | None) -> str:
    """The hash of the rules a reconciliation followed; nothing for a statement that needs none."""
    return digest(policy.model_dump_json()) if policy is not None else ""


def program_version() -> str:
    """The version that makes the statement."""
    return version("tieout")


def content_hash(
    cells: Mapping[tuple[int, int], object], ignored: Sequence[tuple[int, int]] = ()
) -> str:
    """The hash of what stands on the sheet, however the file was saved since."""
    shown = {
        f"{row},{column}": _shown(value)
        for (row, column), value in cells.items()
        if (row, column) not in ignored
    }
    return digest(json.dumps({at: said for at, said in sorted(shown.items()) if said}))


def content_of(workbook: openpyxl.Workbook, sheet: Worksheet) -> str:
    """The content hash of a sheet, without what the customer filled in."""
    cells = {
        (cell.row, cell.column): cell.value
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    return content_hash(cells, list(reply_cells(workbook, sheet).values()))


def reply_cells(workbook: openpyxl.Workbook, sheet: Worksheet) -> dict[str, tuple[int, int]]:
    """Where the customer fills in, by what."""
    names = {**workbook.defined_names, **sheet.defined_names}
    places = {
        name.removeprefix(REPLY): _place(str(found.attr_text))
        for name, found in names.items()
        if name.startswith(REPLY)
    }
    return {name: place for name, place in places.items() if place}


def _place(reference: str) -> tuple[int, int] | None:
    cell = reference.rpartition("!")[2].replace("$", "")
    try:
        row, column = coordinate_to_tuple(cell)
    except ValueError:
        return None
    return row, column


def with_mark(parts: Mapping[str, bytes], mark: Mark) -> dict[str, bytes]:
    """The parts of a workbook that carries its mark in a hidden name."""
    root = parsed(parts["xl/workbook.xml"])
    names = root.find(f"{{{NAMESPACE}}}definedNames")
    if names is None:
        names = etree.Element(f"{{{NAMESPACE}}}definedNames")
        sheets = root.find(f"{{{NAMESPACE}}}sheets")
        assert sheets is not None, "a workbook has sheets"
        sheets.addnext(names)
    element = etree.SubElement(names, f"{{{NAMESPACE}}}definedName", name=NAME, hidden="1")
    element.text = '"' + str(mark).replace('"', "") + '"'
    return {**parts, "xl/workbook.xml": serialised(root), **_titled(parts, mark)}


def _titled(parts: Mapping[str, bytes], mark: Mark) -> dict[str, bytes]:
    """The title of the workbook, which a PDF of it has too: its number and fingerprint."""
    if _PROPERTIES not in parts:
        return {}
    root = parsed(parts[_PROPERTIES])
    title = root.find(_TITLE)
    if title is None:
        title = etree.SubElement(root, _TITLE)
    title.text = f"{mark.number} {mark.data_hash[:FINGERPRINT_LENGTH]}"
    return {_PROPERTIES: serialised(root)}


def marked_sheets(workbook: openpyxl.Workbook) -> list[tuple[Mark, Worksheet]]:
    """The statements in a workbook: one on its first sheet, or one on each."""
    found: list[tuple[Mark, Worksheet]] = []
    for at, sheet in enumerate(workbook.worksheets):
        name = sheet.defined_names.get(NAME) or (
            workbook.defined_names.get(NAME) if at == 0 else None
        )
        mark = mark_of(str(name.attr_text).strip('"')) if name is not None else None
        if mark is not None:
            found.append((mark, sheet))
    return found


def _side(side: OneSide, end: date | None) -> list[object]:
    return [*side.account, side.opening, side.opening_stated, _entries(side.entries, end)]


def _entries(entries: pd.DataFrame, end: date | None) -> list[str]:
    """Each entry as a text, sorted."""
    if end is not None:
        entries = entries[~(entries["date"] >= pd.Timestamp(end) + pd.Timedelta(days=1))]
    columns = [name for name in _COLUMNS if name in entries.columns]
    return sorted("\x1f".join(map(str, row)) for row in entries[columns].itertuples(index=False))


def _shown(value: object) -> str:
    """A cell's content, the same before it is written and after any program has saved it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (int, float)):
        return f"{value:.12g}"
    text = str(value).replace("\r\n", "\n")
    return text.upper().replace(" ", "") if text.startswith("=") else text
