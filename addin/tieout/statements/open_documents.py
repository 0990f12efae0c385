"""What of each document is still open at a day: receipts settle what they name, else the oldest first."""

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd

from tieout.statements.one_side import AccountMovement

_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9\-_/.]{2,}")
OPENING_LINE = 0
"""What stands in place of a line for the opening balance."""


def open_documents(found: AccountMovement) -> pd.DataFrame:
    """What is open at the end of a movement; `open` adds up to its closing balance.

    line (0 for the opening balance), date (missing for it), due_date, type, reference, memo,
    original, settled, open; debits in the order of their dates, then receipts not applied.
    """
    lines = found.lines
    amounts = [found.opening, *lines["amount"].tolist()]
    references = ["", *lines["reference"].tolist()]
    left = list(amounts)
    for settling, settled in _named(amounts, references, ["", *lines["memo"].tolist()]):
        _settle(left, [settling], settled)
    unapplied = [row for row, cents in enumerate(left) if cents < 0]
    _settle(left, unapplied, [row for row, cents in enumerate(left) if cents > 0])
    return _frame(found, amounts, left)


def _named(
    amounts: list[int], references: list[str], memos: list[str]
) -> Iterable[tuple[int, list[int]]]:
    """Every credit with the debits it names, by its number or in its text."""
    debits: dict[str, list[int]] = {}
    for row, (cents, reference) in enumerate(zip(amounts, references, strict=True)):
        if cents > 0 and reference:
            debits.setdefault(reference.upper(), []).append(row)
    for row, cents in enumerate(amounts):
        if cents < 0:
            said = f"{references[row]} {memos[row]}".upper()
            named = dict.fromkeys([references[row].upper(), *_NUMBER.findall(said)])
            settled = [debit for name in named for debit in debits.get(name, ())]
            if settled:
                yield row, settled


def _settle(left: list[int], settling: list[int], debits: list[int]) -> None:
    """Take credits from debits in order, as far as either goes."""
    at = 0
    for credit in settling:
        while left[credit] < 0 and at < len(debits):
            taken = min(-left[credit], left[debits[at]])
            left[credit] += taken
            left[debits[at]] -= taken
            at += left[debits[at]] == 0


def _frame(found: AccountMovement, amounts: list[int], left: list[int]) -> pd.DataFrame:
    """What is left, debits first; the opening balance stands at place 0."""
    still = np.array(left, dtype=np.int64)
    places = np.flatnonzero(still)
    places = places[np.argsort(still[places] < 0, kind="stable")]
    original = np.array(amounts, dtype=np.int64)[places]
    # Place −1 of the lines is that of the opening, whose own values follow.
    lines = found.lines.reindex(places - 1)[
        ["line", "date", "due_date", "type", "reference", "memo"]
    ]
    opening = places == 0
    return lines.assign(
        line=np.where(opening, OPENING_LINE, lines["line"].fillna(0)).astype(np.int64),
        type=lines["type"].where(~opening, ""),
        reference=lines["reference"].where(~opening, ""),
        memo=lines["memo"].where(~opening, ""),
        original=original,
        settled=original - still[places],
        open=still[places],
    ).reset_index(drop=True)
