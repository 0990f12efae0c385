"""How does a person take or refuse what was suggested, one by one or many at once."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd
import xlwings as xw

from tieout.errors import TieoutError
from tieout.matching.causes import IN_PAIRS, Cause
from tieout.procedures.deciding import carried_out, cause_named
from tieout.procedures.desk import By, Desk, desk
from tieout.procedures.outcome import Outcome
from tieout.procedures.settling import settled, taken_apart
from tieout.procedures.ways import Way, ways_of
from tieout.progress import Progress, silent
from tieout.texts import Language, text
from tieout.workbook.decisions import KeptDecision


@dataclass(frozen=True)
class Which:
    """Which suggestions are meant (条件); every condition given must hold.

    `above` is a confidence, 0 to 1, reached or exceeded; `cause` one of the causes of differences, ""
    those that agree to the cent; `customer` as our books name them; `matches` numbers of matches.
    """

    above: float | None = None
    cause: Cause | str | None = None
    customer: str | None = None
    matches: Collection[int] | None = None

    @property
    def names_nothing(self) -> bool:
        """Whether no condition is given at all: every suggestion."""
        given = (self.above, self.cause, self.customer, self.matches)
        return all(one is None for one in given)


def accept(
    book: xw.Book,
    which: Which,
    *,
    note: str = "",
    who: str | None = None,
    preview: bool = False,
    language: Language | None = None,
    progress: Progress = silent,
) -> Outcome:
    """Accept the suggested matches that meet a condition, all as one action that is undone at once.

    A suggestion whose sides differ is accepted with the cause it was found with. What is ambiguous is
    never accepted so; see `choose`.
    """
    at, by = desk(book, language=language, progress=progress), By.now(who)
    found = suggested(at, which)
    why = note or text("decision.accepted", at.language)
    made = [_accepted(at, by, row["match"], row["cause"], why) for row in found.to_dict("records")]
    return carried_out(at, "accept", by, made, preview=preview)


def _accepted(at: Desk, by: By, match: int, cause: str, why: str) -> KeptDecision:
    return settled(at, by, *at.members(match), cause=Cause(cause) if cause else None, note=why)


def reject(
    book: xw.Book,
    which: Which,
    *,
    note: str = "",
    who: str | None = None,
    preview: bool = False,
    language: Language | None = None,
    progress: Progress = silent,
) -> Outcome:
    """Refuse the suggested or ambiguous matches that meet a condition; they are not found again."""
    at, by = desk(book, language=language, progress=progress), By.now(who)
    found = suggested(at, which, ("suggested", "ambiguous"))
    made = [taken_apart(at, int(match), by, note) for match in found["match"]]
    return carried_out(at, "reject", by, made, preview=preview)


def suggested(at: Desk, which: Which, states: tuple[str, ...] = ("suggested",)) -> pd.DataFrame:
    """The matches in some states that meet a condition; refused where there are none."""
    matches = at.result.matches
    mine = matches["state"].isin(states)
    if which.above is not None:
        mine &= matches["confidence"] >= which.above
    if which.cause is not None:
        cause = cause_named(which.cause, IN_PAIRS, "settle.no_such_reason")
        mine &= matches["cause"] == ("" if cause is None else cause.value)
    if which.customer is not None:
        mine &= matches["match"].isin(_of_customer(at, which.customer))
    if which.matches is not None:
        for number in which.matches:
            _known(at, number)
        mine &= matches["match"].isin(list(which.matches))
    if not mine.any():
        raise TieoutError("settle.nothing_suggested")
    return matches[mine]


def _of_customer(at: Desk, customer: str) -> list[int]:
    """The matches that hold an entry of a customer."""
    entries = at.result.entries
    rows = np.flatnonzero((entries["customer"].str.strip() == customer.strip()).to_numpy())
    return sorted(set(at.result.number_of_row[rows].tolist()) - {0})


def _known(at: Desk, match: int) -> None:
    if at.result.place_of(match) is None:
        last = int(at.result.match_numbers.max(initial=0))
        raise TieoutError("settle.no_such_match", match=match, last=last)


def ways(
    book: xw.Book, match: int, *, language: Language | None = None, progress: Progress = silent
) -> tuple[Way, ...]:
    """How the entries of an ambiguous match could settle each other, to choose one from."""
    at = desk(book, language=language, progress=progress)
    return _ways(at, match)


def choose(
    book: xw.Book,
    match: int,
    way: int,
    *,
    note: str = "",
    who: str | None = None,
    preview: bool = False,
    language: Language | None = None,
    progress: Progress = silent,
) -> Outcome:
    """Settle an ambiguous match in one of its `ways`, counted from 1."""
    at, by = desk(book, language=language, progress=progress), By.now(who)
    found = _ways(at, match)
    if not 1 <= way <= len(found):
        raise TieoutError("settle.no_such_way", match=match, found=way, count=len(found))
    why = note or text("decision.chosen", at.language)
    made = [
        settled(at, by, ours, theirs, cause=None, note=why) for ours, theirs in found[way - 1].parts
    ]
    return carried_out(at, "choose", by, made, preview=preview)


def _ways(at: Desk, match: int) -> tuple[Way, ...]:
    _known(at, match)
    if at.match(match)["state"] != "ambiguous":
        raise TieoutError("settle.not_ambiguous", match=match)
    return ways_of(at, match)
