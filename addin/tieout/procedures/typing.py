"""What did people mean by what they typed into our columns: decisions, and what could not be taken."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tieout.ledger.currency import format_amount
from tieout.ledger.problem import Problem
from tieout.matching.causes import CAUSES, IN_PAIRS, OPEN_CAUSES, Cause
from tieout.procedures.desk import By, Desk
from tieout.procedures.marking import marked
from tieout.procedures.settling import taken_apart
from tieout.texts import text
from tieout.workbook.decisions import KeptDecision
from tieout.workbook.own_sheets import SIDES
from tieout.workbook.typed import TypedRow, typed_rows

Rows = Sequence[TypedRow]
SETTLING = tuple(cause.value for cause in IN_PAIRS)
WRITTEN_OFF = tuple(c.value for c in IN_PAIRS if CAUSES[c].nature == "judgement")
"""What may be chosen for an entry alone: it is settled with nothing, for this reason."""
NUMBER_MAX = 999_999
"""A larger number is no match number that the next ones should follow."""


@dataclass
class Meant:
    """What was meant so far (填写的判定): decisions, what was not taken, and rows already dealt with.

    `numbers` are the match numbers written beside entries that settle each other, by `side:fingerprint`.
    """

    decisions: list[KeptDecision] = field(default_factory=list)
    untaken: list[Problem] = field(default_factory=list)
    dealt_with: set[tuple[str, int]] = field(default_factory=set)
    numbers: dict[str, int] = field(default_factory=dict)

    def done(self, rows: Rows) -> None:
        """These rows need nothing more."""
        self.dealt_with |= {(row.side, row.place) for row in rows}

    def left(self, row: TypedRow) -> bool:
        """Whether nothing was done about a row yet."""
        return (row.side, row.place) not in self.dealt_with


def typed_decisions(at: Desk, by: By) -> Meant:
    """The decisions that people typed since the last run: match numbers first, then statuses."""
    snapshot = at.own.snapshot
    meant = Meant()
    if snapshot.empty:
        return meant
    rows = [
        row
        for side, ledger, marks in zip(SIDES, at.given, at.marks, strict=True)
        for row in typed_rows(at.own, side, ledger, marks, snapshot)
    ]
    if not any(row.status_typed or row.label_typed for row in rows):
        return meant
    _by_label(at, by, rows, meant)
    for row in rows:
        if row.status_typed and meant.left(row):
            _by_status(at, by, row, meant)
    return meant


def _by_label(at: Desk, by: By, rows: Rows, meant: Meant) -> None:
    """Every match number whose rows are not those of the last run."""
    now, before = _groups(rows, "label"), _groups(rows, "label_before")
    touched = {row.label for row in rows if row.label_typed} | {
        row.label_before for row in rows if row.label_typed
    }
    for label in sorted(touched - {""}):
        mine, had = now.get(label, []), before.get(label, [])
        if any(row.label_typed for row in mine):
            _settle_group(at, by, label, mine, meant)
        _take_apart(at, by, [row for row in had if not row.label], meant)


def _groups(rows: Rows, name: str) -> Mapping[str, list[TypedRow]]:
    groups: dict[str, list[TypedRow]] = defaultdict(list)
    for row in rows:
        groups[str(getattr(row, name))].append(row)
    return groups


def _places(rows: Rows) -> tuple[list[int], list[int]]:
    return (
        sorted(row.place for row in rows if row.side == "ours"),
        sorted(row.place for row in rows if row.side == "theirs"),
    )


def _settle_group(at: Desk, by: By, label: str, rows: Rows, meant: Meant) -> None:
    """The rows that carry one number settle each other, for a reason chosen beside one of them."""
    places = _places(rows)
    if any(at.members(match) == places for match in at.matches_of(*places)):
        return  # the same match under another number
    meant.done(rows)
    typed = next(row for row in rows if row.label_typed)
    currencies = at.currencies(*places)
    if len(currencies) > 1:
        meant.untaken.append(_problem(at, typed, "typed_currencies", "match", label))
        return
    ours, theirs = at.sums(*places)
    reasons = [row.meant for row in rows if row.status_typed and row.meant in SETTLING]
    if ours != theirs and not reasons:
        shown = format_amount(ours - theirs, currencies[0])
        meant.untaken.append(
            _problem(at, typed, "typed_reason_needed", "match", label, difference=shown)
        )
        return
    cause = Cause(reasons[0]) if ours != theirs else None
    meant.decisions.append(_accept(at, by, places, cause))
    if label.isdecimal() and 0 < int(label) <= NUMBER_MAX:
        marks = dict(zip(SIDES, at.marks, strict=True))
        meant.numbers |= {f"{row.side}:{marks[row.side][row.place]}": int(label) for row in rows}


def _take_apart(at: Desk, by: By, rows: Rows, meant: Meant) -> None:
    """The number was taken from some rows of a match: they do not belong together."""
    settled = [row for row in rows if meant.left(row)]
    meant.done(settled)
    for match in at.matches_of(*_places(settled)):
        meant.decisions.append(taken_apart(at, match, by, text("decision.typed", at.language)))


def _by_status(at: Desk, by: By, row: TypedRow, meant: Meant) -> None:
    """What a status chosen beside a line means for it, and for its match."""
    places = _places([row])
    match = next(iter(at.matches_of(*places)), 0)
    if not row.meant:
        meant.untaken.append(_problem(at, row, "typed_not_a_status"))
    elif row.meant == "confirmed":
        _confirm(at, by, row, match, meant)
    elif row.meant in OPEN_CAUSES:
        why = text("decision.typed", at.language)
        if match:
            meant.done(_rows_of(at, match))
        meant.decisions += marked(at, by, *places, cause=Cause(row.meant), note=why)
    elif row.meant in SETTLING:
        _settle_for(at, by, row, match, meant)
    else:
        meant.untaken.append(_problem(at, row, "typed_found_only"))


def _confirm(at: Desk, by: By, row: TypedRow, match: int, meant: Meant) -> None:
    if not match:
        meant.untaken.append(_problem(at, row, "typed_with_what"))
        return
    found = at.match(match)
    meant.done(_rows_of(at, match))
    if found["state"] == "ambiguous":
        meant.untaken.append(_problem(at, row, "typed_several_ways"))
    elif found["state"] == "suggested":
        cause = Cause(found["cause"]) if found["cause"] else None
        meant.decisions.append(_accept(at, by, at.members(match), cause))


def _settle_for(at: Desk, by: By, row: TypedRow, match: int, meant: Meant) -> None:
    """A reason for a difference: the row's match is accepted for it, an open entry written off."""
    places = at.members(match) if match else _places([row])
    ours, theirs = at.sums(*places)
    if match:
        meant.done(_rows_of(at, match))
    elif row.meant not in WRITTEN_OFF:
        meant.untaken.append(_problem(at, row, "typed_with_what"))
        return
    if match and at.match(match)["state"] == "ambiguous":
        meant.untaken.append(_problem(at, row, "typed_several_ways"))
    elif ours == theirs:
        meant.untaken.append(_problem(at, row, "typed_no_difference"))
    else:
        meant.decisions.append(_accept(at, by, places, Cause(row.meant)))


def _rows_of(at: Desk, match: int) -> list[TypedRow]:
    """The rows of a match, so that what was chosen beside one counts once."""
    return [
        TypedRow(side, place, 0, "", "", "", "", "")
        for side, places in zip(SIDES, at.members(match), strict=True)
        for place in places
    ]


def _accept(
    at: Desk, by: By, places: tuple[Sequence[int], Sequence[int]], cause: Cause | None
) -> KeptDecision:
    return at.decision("accept", *places, by, cause=cause, why=text("decision.typed", at.language))


def _problem(
    at: Desk, row: TypedRow, code: str, column: str = "status", found: str = "", **values: object
) -> Problem:
    return Problem(
        code,
        sheet=at.sheets[SIDES.index(row.side)].sheet.name,
        line=row.line,
        heading=text(f"workbook.column.{column}", at.language),
        found=found or row.status,
        values=values,
    )
