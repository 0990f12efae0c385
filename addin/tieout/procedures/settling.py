"""How does a person say which entries settle each other, and take that apart again."""

from collections.abc import Collection, Sequence

import xlwings as xw

from tieout.errors import TieoutError
from tieout.ledger.currency import format_amount
from tieout.matching.causes import IN_PAIRS, Cause
from tieout.procedures.deciding import carried_out, cause_named, choices
from tieout.procedures.desk import By, Desk, Places, desk
from tieout.procedures.outcome import Outcome
from tieout.progress import Progress, silent
from tieout.texts import Language
from tieout.workbook.decisions import KeptDecision

REASONS = IN_PAIRS
"""Why settled entries may differ: a person chooses one of these."""


def settle(
    book: xw.Book,
    ours: Collection[int] = (),
    theirs: Collection[int] = (),
    *,
    reason: Cause | str | None = None,
    note: str = "",
    who: str | None = None,
    preview: bool = False,
    language: Language | None = None,
    progress: Progress = silent,
) -> Outcome:
    """Match the entries on some lines of one or both sheets with each other, any number with any.

    A `reason` (a cause, or its word) is required where they do not add up to nothing. A preview shows
    the difference and requires none.
    """
    at, by = desk(book, language=language, progress=progress), By.now(who)
    places = selected(at, ours, theirs)
    cause = cause_named(reason, REASONS, "settle.no_such_reason")
    made = settled(at, by, *places, cause=cause, note=note, preview=preview)
    return carried_out(at, "settle", by, [made], preview=preview)


def settled(
    at: Desk,
    by: By,
    ours: Places,
    theirs: Places,
    *,
    cause: Cause | None,
    note: str,
    preview: bool = False,
) -> KeptDecision:
    """The decision that entries settle each other; refused where they cannot, or a reason lacks."""
    currencies = at.currencies(ours, theirs)
    if len(currencies) > 1:
        raise TieoutError("settle.currencies", currencies=list(currencies))
    our_sum, their_sum = at.sums(ours, theirs)
    if our_sum != their_sum and cause is None and not preview:
        amounts = (our_sum - their_sum, our_sum, their_sum)
        said = [format_amount(cents, currencies[0]) for cents in amounts]
        raise TieoutError(
            "settle.reason_needed",
            difference=said[0],
            ours=said[1],
            theirs=said[2],
            reasons=choices(REASONS),
        )
    kept_cause = cause if our_sum != their_sum else None
    return at.decision("accept", ours, theirs, by, cause=kept_cause, why=note)


def unsettle(
    book: xw.Book,
    ours: Collection[int] = (),
    theirs: Collection[int] = (),
    *,
    note: str = "",
    who: str | None = None,
    preview: bool = False,
    language: Language | None = None,
    progress: Progress = silent,
) -> Outcome:
    """Take apart every match that the entries on some lines are in.

    One that a person decided is withdrawn, and what was found before comes back; one that was found is
    rejected, and not found again.
    """
    at, by = desk(book, language=language, progress=progress), By.now(who)
    matches = at.matches_of(*selected(at, ours, theirs))
    if not matches:
        raise TieoutError("settle.not_in_a_match")
    made = [taken_apart(at, match, by, note) for match in matches]
    return carried_out(at, "unsettle", by, made, preview=preview)


def taken_apart(at: Desk, match: int, by: By, note: str = "") -> KeptDecision:
    """The decision that takes a match apart."""
    decided = decision_of(at, match)
    members = at.members(match)
    if decided is not None:
        return at.decision("withdraw", *members, by, why=note, withdraws=[decided.number])
    return at.decision("reject", *members, by, why=note)


def decision_of(at: Desk, match: int) -> KeptDecision | None:
    """The decision that made a match, None where it was found."""
    numbers = at.result.decisions["match"].tolist()
    return next(
        (kept for kept, made in zip(at.kept.live, numbers, strict=True) if made == match), None
    )


def split(
    book: xw.Book,
    ours: Collection[int] = (),
    theirs: Collection[int] = (),
    *,
    reason: Cause | str | None = None,
    note: str = "",
    who: str | None = None,
    preview: bool = False,
    language: Language | None = None,
    progress: Progress = silent,
) -> Outcome:
    """Make two matches of one: the entries on some lines, and the rest of their match.

    Each part has to add up, or `reason` says why not; a single entry that is left over stays open.
    """
    at, by = desk(book, language=language, progress=progress), By.now(who)
    parts = _parts(at, *selected(at, ours, theirs))
    cause = cause_named(reason, REASONS, "settle.no_such_reason")
    made = [
        settled(at, by, *part, cause=cause, note=note, preview=preview)
        for part in parts
        if len(part[0]) + len(part[1]) > 1
    ]
    alone = [
        at.decision("reject", *part, by, why=note)
        for part in parts
        if len(part[0]) + len(part[1]) == 1
    ]
    return carried_out(at, "split", by, [*made, *alone], preview=preview)


def _parts(at: Desk, ours: Places, theirs: Places) -> list[tuple[Places, Places]]:
    """What is selected of a match, and its rest."""
    matches = at.matches_of(ours, theirs)
    if not matches:
        raise TieoutError("settle.not_in_a_match")
    if len(matches) > 1:
        raise TieoutError("settle.several_matches", matches=", ".join(map(str, matches)))
    members = at.members(matches[0])
    rest = [
        sorted(set(all_) - set(some)) for all_, some in zip(members, (ours, theirs), strict=True)
    ]
    if not rest[0] and not rest[1]:
        raise TieoutError("settle.whole_match")
    return [(ours, theirs), (rest[0], rest[1])]


def selected(
    at: Desk, ours: Collection[int], theirs: Collection[int]
) -> tuple[Sequence[int], Sequence[int]]:
    """The entries on the lines selected."""
    if not ours and not theirs:
        raise TieoutError("settle.nothing_selected")
    return at.places("ours", ours), at.places("theirs", theirs)
