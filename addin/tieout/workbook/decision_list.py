"""What has become of each decision: in force, taken back, or resting on a row that changed or went."""

from collections.abc import Sequence
from dataclasses import dataclass

from tieout.ledger.currency import format_amount
from tieout.matching.decision import Standing
from tieout.matching.following import Followed, FollowedRow
from tieout.matching.known_row import KnownRow
from tieout.matching.reconciliation import Reconciliation
from tieout.texts import Language, text
from tieout.workbook.decisions import Kept, KeptDecision

RESTS_ON_NOTHING: tuple[Standing, ...] = ("rows_missing", "row_changed", "currencies_differ")
"""A person has to decide again."""


@dataclass(frozen=True)
class ListedDecision:
    """A decision with its standing, the lines its rows have today (0 = none), and its match (0 = none)."""

    kept: KeptDecision
    standing: Standing
    our_lines: tuple[int, ...]
    their_lines: tuple[int, ...]
    match: int = 0
    changed: tuple[FollowedRow, ...] = ()

    @property
    def to_decide_again(self) -> bool:
        """Whether it could not be applied."""
        return self.standing in RESTS_ON_NOTHING

    def said_of_changes(self, language: Language) -> str:
        """What its rows were and are, where they are not what they were."""
        return " ".join(_said(row, language) for row in self.changed)


def listed_decisions(
    kept: Kept,
    followed: Sequence[Followed],
    result: Reconciliation,
    marks: tuple[Sequence[str], Sequence[str]],
) -> tuple[ListedDecision, ...]:
    """Every decision, oldest first; `followed` are the live ones, as they went into the result.

    `marks` are the fingerprints of both ledgers.
    """
    live = {one.number: place for place, one in enumerate(kept.live)}
    matches = result.decisions["match"].tolist()
    lines = _lines(result, marks)
    listed = []
    for one in kept.decisions:
        if one.number not in live:
            standing: Standing = "withdrawn" if one.number in kept.withdrawn else "in_force"
            listed.append(ListedDecision(one, standing, *_old_lines(one, lines)))
            continue
        place = live[one.number]
        today = followed[place]
        ours, theirs = (
            tuple(known.get(mark, 0) for mark in named)
            for known, named in zip(
                lines, (today.decision.ours, today.decision.theirs), strict=True
            )
        )
        listed.append(
            ListedDecision(
                one,
                _standing(result.decided.standing[place], today),
                ours,
                theirs,
                match=int(matches[place]),
                changed=today.changed,
            )
        )
    return tuple(listed)


def _standing(found: Standing, today: Followed) -> Standing:
    amounts = any(row.how == "amount" for row in today.rows)
    return "row_changed" if found == "rows_missing" and amounts else found


def _lines(
    result: Reconciliation, marks: tuple[Sequence[str], Sequence[str]]
) -> tuple[dict[str, int], dict[str, int]]:
    ledgers = result.our_ledger, result.their_ledger
    ours, theirs = (
        dict(zip(known, ledger.entries["line"].tolist(), strict=True))
        for known, ledger in zip(marks, ledgers, strict=True)
    )
    return ours, theirs


def _old_lines(
    one: KeptDecision, lines: tuple[dict[str, int], dict[str, int]]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    ours, theirs = (
        tuple(known.get(row.fingerprint, 0) for row in rows)
        for known, rows in zip(lines, (one.ours, one.theirs), strict=True)
    )
    return ours, theirs


def _said(row: FollowedRow, language: Language) -> str:
    side = text(f"side.{row.side}", language)
    now = "" if row.now is None else row_said(row.now, language)
    line = 0 if row.now is None else row.now.line
    return text(
        f"decision.row_{row.how}",
        language,
        side=side,
        before=row_said(row.before, language),
        now=now,
        line=line,
    )


def row_said(row: KnownRow, language: Language) -> str:
    """An entry as people name it: date, reference, narration, amount."""
    amount = format_amount(row.amount, row.currency)
    parts = (row.date, row.reference, row.memo, amount)
    return ("，" if language == "zh" else ", ").join(part for part in parts if part)
