"""Worksheet functions over both ledgers of an account: what differs, what matches, and why."""

from decimal import Decimal

import numpy as np
import pandas as pd

from tieout.excel.cells import (
    NOT_FOUND,
    Cell,
    CellError,
    Cells,
    Result,
    Table,
    amounts_of,
    error_in,
    shown,
)
from tieout.excel.ledgers import (
    LedgerRange,
    Side,
    ledger_of,
    only_currency,
    policy_of,
    reconciled,
)
from tieout.ledger.currency import decimals, format_amount
from tieout.ledger.from_frame import from_frame
from tieout.ledger.ledger import Ledger
from tieout.matching.causes import Cause
from tieout.matching.coded import encode
from tieout.matching.engine import reconcile
from tieout.matching.reconciliation import Reconciliation
from tieout.matching.references import digits
from tieout.texts import current_language, text
from tieout.workbook.balances import balances_of
from tieout.workbook.status import cause_status, statuses

_DIFFERENCES = (
    "side",
    "line",
    "date",
    "reference",
    "memo",
    "amount",
    "difference",
    "cause",
    "reason",
)
_OPEN = ("side", "line", "date", "reference", "memo", "amount", "cause", "turn", "reason")


def differences(
    ours: LedgerRange,
    theirs: LedgerRange,
    tolerance: float | None = None,
    window: int | None = None,
) -> Table:
    """Every difference, one a row; they add up to ours minus theirs, openings included where stated."""
    result = reconciled(ours, theirs, tolerance, window)
    currency = only_currency(tuple(result.totals_by_currency))
    rows = [*_opening_difference(result, currency), *_differing_entries(result)]
    return [_headings(_DIFFERENCES), *rows] if rows else [[text("excel.no_differences")]]


def matches(ours: LedgerRange, theirs: LedgerRange, side: str | None = None) -> Table:
    """Match number and state of each row of a range, to stand beside it."""
    result = reconciled(ours, theirs)
    which = side_named(side)
    found = _side(result, which)
    rows: list[list[Result]] = [["", ""] for _ in (ours if which == "ours" else theirs).cells.rows]
    header = _ledger(result, which).source.header_line
    rows[header - 1] = [text("workbook.column.match"), text("workbook.column.status")]
    status = statuses(found, current_language())
    for line, match, word in zip(found["line"], found["match"], status, strict=True):
        rows[line - 1] = [int(match) or "", str(word)]
    return rows


def statuses_of(reference: Cells, amount: Cells, theirs: LedgerRange) -> Table:
    """Whether entries stand in their ledger: the status of each reference with its amount."""
    if [len(row) for row in reference.rows] != [len(row) for row in amount.rows]:
        raise CellError("excel.shapes", references=_shape(reference), amounts=_shape(amount))
    ledger = ledger_of(theirs, "theirs")
    currency = only_currency(ledger.currencies)
    references = [cell for row in reference.rows for cell in row]
    cents = amounts_of([cell for row in amount.rows for cell in row], decimals(currency))
    asked = _asked(references, cents, currency)
    found = dict(zip(asked["line"], _statuses_among(asked, ledger), strict=True))
    flat: list[Result] = [
        error_in(cell) or (amount if isinstance(amount, CellError) else found.get(place, ""))
        for place, (cell, amount) in enumerate(zip(references, cents, strict=True), start=1)
    ]
    width = len(reference.rows[0])
    return [flat[start : start + width] for start in range(0, len(flat), width)]


def explanations(
    ours: LedgerRange, theirs: LedgerRange, row: Cells, side: str | None = None
) -> Table:
    """Why a row of a range matched or stayed open, in a sentence."""
    result = reconciled(ours, theirs)
    which = side_named(side)
    found, ledger = _side(result, which), _ledger(result, which)
    rows_max = len((ours if which == "ours" else theirs).cells.rows)
    reasons = dict(zip(found["line"], found[f"reason_{current_language()}"], strict=True))
    aside = {each.line: text(f"set_aside.{each.why}") for each in ledger.set_aside}

    def sentence(cell: Cell) -> Result:
        if cell in (None, ""):
            return ""
        line = _whole(cell)
        if line is None or not 1 <= line <= rows_max:
            raise CellError("excel.row", code=NOT_FOUND, found=shown(cell), rows=rows_max)
        if line in reasons:
            return str(reasons[line])
        return text("excel.no_entry", row=line, why=aside.get(line, text("excel.above_entries")))

    return row.each(sentence)


def open_items(ours: LedgerRange, theirs: LedgerRange, side: str | None = None) -> Table:
    """What is in no match, with its cause and whose turn it is."""
    items = reconciled(ours, theirs).open_items
    if side is not None:
        items = items[items["side"] == side_named(side)]
    if not len(items):
        return [[text("workbook.open.none")]]
    turns = [text(f"turn.{turn}") for turn in items["turn"]]
    shown = zip(*_entry_columns(items), items["cause"], turns, _reasons(items), strict=True)
    return [
        _headings(_OPEN),
        *([*entry, _cause(cause), turn, why] for *entry, cause, turn, why in shown),
    ]


def adjusted(ours: LedgerRange, theirs: LedgerRange) -> Table:
    """余额调节表: both balances, what the other side has booked alone, and whether they then agree."""
    result = reconciled(ours, theirs)
    currency = only_currency(tuple(result.totals_by_currency))
    balances, only = balances_of(result, currency), _booked_alone(result)
    whole = balances.opening_difference is not None
    start = [
        (side.closing or 0) if whole else side.movement for side in (balances.ours, balances.theirs)
    ]
    end = [start[0] + sum(only["theirs"]), start[1] + sum(only["ours"])]
    inside = _inside_matches(result)
    opening = balances.opening_difference or 0
    left = end[0] - end[1] - opening - sum(inside.values())
    rows: list[list[int | str | None]] = [
        [_said("closing" if whole else "movement"), *start],
        [_said("plus_theirs"), only["theirs"][0], None],
        [_said("less_theirs"), only["theirs"][1], None],
        [_said("plus_ours"), None, only["ours"][0]],
        [_said("less_ours"), None, only["ours"][1]],
        [_said("adjusted" if whole else "adjusted_movement"), *end],
        [_said("difference"), end[0] - end[1], None],
        *_of_which(opening, inside),
        [_said("unexplained"), left, None],
    ]
    verdict = (
        _said("agrees")
        if end[0] == end[1]
        else _said("differs", difference=format_amount(end[0] - end[1], currency))
    )
    money = [[row[0], *(_major(cell, currency) for cell in row[1:])] for row in rows]
    head = [_said("title"), text("side.ours"), text("side.theirs")]
    return [head, *money, [verdict, "", ""]]


def _of_which(opening: int, inside: dict[str, int]) -> list[list[int | str | None]]:
    found: list[list[int | str | None]] = [[_said("opening"), opening, None]] if opening else []
    return [*found, *([_said("inside", cause=word), cents, None] for word, cents in inside.items())]


def side_named(side: str | None) -> Side:
    """Which side a word means: ours or theirs, 我方 or 对方; ours where there is none."""
    word = (side or "ours").strip().lower()
    if word in ("ours", "our", "我方", "我方账", "1"):
        return "ours"
    if word in ("theirs", "their", "对方", "对方账", "2"):
        return "theirs"
    raise CellError("excel.side", found=side)


def _side(result: Reconciliation, side: Side) -> pd.DataFrame:
    return result.ours if side == "ours" else result.theirs


def _ledger(result: Reconciliation, side: Side) -> Ledger:
    return result.our_ledger if side == "ours" else result.their_ledger


def _headings(names: tuple[str, ...]) -> list[str]:
    return [text(f"excel.column.{name}") for name in names]


def _said(name: str, **values: object) -> str:
    return text(f"excel.adjusted.{name}", None, **values)


def _major(cents: int | str | None, currency: str) -> Result:
    return "" if cents is None or isinstance(cents, str) else cents / 10 ** decimals(currency)


def _opening_difference(result: Reconciliation, currency: str) -> list[list[Result]]:
    """The openings' difference, where both sides state theirs and they differ."""
    cents = balances_of(result, currency).opening_difference
    if not cents:
        return []
    off, cause = cents / 10 ** decimals(currency), Cause.OPENING
    name = text("workbook.result.opening")
    return [["", "", "", "", name, "", off, _cause(cause), cause.action()]]


def _differing_entries(result: Reconciliation) -> list[list[Result]]:
    """The entries that carry a difference: open ones, and the first of each match that differs."""
    found = pd.concat([result.ours, result.theirs], ignore_index=True)
    differing = np.flatnonzero(found["difference"].to_numpy(np.int64) != 0)
    entries, found = result.entries.iloc[differing], found.iloc[differing]
    off = _majors(found["difference"], entries["currency"])
    status = statuses(found, current_language())  # what is ambiguous has no cause yet
    words = {cause: _cause(cause) for cause in found["cause"].unique()}
    causes = [words[cause] or str(word) for cause, word in zip(found["cause"], status, strict=True)]
    shown = zip(*_entry_columns(entries), off, causes, _reasons(found), strict=True)
    return [list(row) for row in shown]


def _entry_columns(entries: pd.DataFrame) -> list[list[Result]]:
    """Side, line, date, reference, narration, amount."""
    sides = {side: text(f"side.{side}") for side in ("ours", "theirs")}
    return [
        [sides[side] for side in entries["side"]],
        entries["line"].tolist(),
        entries["date"].dt.strftime("%Y-%m-%d").fillna("").tolist(),
        entries["reference"].tolist(),
        entries["memo"].tolist(),
        _majors(entries["amount"], entries["currency"]),
    ]


def _majors(cents: pd.Series, currencies: pd.Series) -> list[float]:
    """Amounts as cells hold them, each in the decimals of its currency."""
    units = {currency: 10 ** decimals(currency) for currency in currencies.unique()}
    pairs = zip(cents.tolist(), currencies.tolist(), strict=True)
    return [amount / units[currency] for amount, currency in pairs]


def _reasons(frame: pd.DataFrame) -> list[str]:
    return [str(reason) for reason in frame[f"reason_{current_language()}"]]


def _cause(cause: str) -> str:
    return cause_status(Cause(cause), current_language()) if cause else ""


def _shape(block: Cells) -> str:
    return f"{len(block.rows)} × {len(block.rows[0])}"


def _whole(cell: Cell) -> int | None:
    if isinstance(cell, str) and cell.strip().isdecimal():
        return int(cell)
    if isinstance(cell, bool) or not isinstance(cell, int | float) or cell != int(cell):
        return None
    return int(cell)


def _asked(
    references: list[Cell], cents: list[int | CellError | None], currency: str
) -> pd.DataFrame:
    """The entries asked for, as a ledger's frame; those without an amount are left out."""
    unit = Decimal(1).scaleb(-decimals(currency))
    asked = [
        (line, None, shown(reference), amount * unit, currency)
        for line, (reference, amount) in enumerate(zip(references, cents, strict=True), start=1)
        if isinstance(amount, int) and not error_in(reference)
    ]
    return pd.DataFrame(
        asked, columns=["line", "date", "reference", "amount", "currency"], dtype=object
    )


def _statuses_among(asked: pd.DataFrame, theirs: Ledger) -> list[str]:
    if not len(asked):
        return []
    wanted = from_frame(asked.astype({"line": np.int64}))
    policy = policy_of(None, None, only_currency(theirs.currencies))
    found = reconcile(wanted, _likely(wanted, theirs), policy).ours
    status = statuses(found, current_language())
    missing = text("excel.not_in_theirs")
    return [
        missing if match == 0 else str(word)
        for match, word in zip(found["match"], status, strict=True)
    ]


def _likely(wanted: Ledger, theirs: Ledger) -> Ledger:
    """Their entries that have the number or the amount of one asked for: no other can settle it."""
    both = encode([wanted.entries["reference"], theirs.entries["reference"]]).map(digits)
    asked, have = both.codes[: len(wanted)], both.codes[len(wanted) :]
    numbered = np.isin(have, asked[both.given[: len(wanted)]]) & both.given[len(wanted) :]
    amounts = np.abs(theirs.entries["amount"].to_numpy(np.int64))
    same = np.isin(amounts, np.abs(wanted.entries["amount"].to_numpy(np.int64)))
    entries = theirs.entries[numbered | same].reset_index(drop=True)
    return Ledger(entries, theirs.source)


def _booked_alone(result: Reconciliation) -> dict[str, tuple[int, int]]:
    """What each side has booked alone, minor units: increases and decreases."""
    amounts = {
        side: result.open_items.loc[result.open_items["side"] == side, "amount"].to_numpy(np.int64)
        for side in ("ours", "theirs")
    }
    return {
        side: (int(cents[cents > 0].sum()), int(cents[cents < 0].sum()))
        for side, cents in amounts.items()
    }


def _inside_matches(result: Reconciliation) -> dict[str, int]:
    """Differences inside matches by cause, minor units."""
    found = result.matches[result.matches["difference"] != 0]
    by_cause = found.groupby("cause", sort=False)["difference"].sum()
    return {
        _cause(str(cause)) or _said("no_cause"): int(cents) for cause, cents in by_cause.items()
    }
