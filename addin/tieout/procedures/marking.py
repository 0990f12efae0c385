"""How does a person say what an open item is: in dispute, timing, theirs to correct; or leave a note."""

from collections.abc import Collection

import xlwings as xw

from tieout.errors import TieoutError
from tieout.matching.causes import OPEN_CAUSES, Cause
from tieout.procedures.deciding import carried_out, cause_named, choices
from tieout.procedures.desk import By, Desk, Places, desk
from tieout.procedures.outcome import Outcome
from tieout.procedures.settling import selected, taken_apart
from tieout.progress import Progress, silent
from tieout.texts import Language
from tieout.workbook.decisions import KeptDecision

MARKS = OPEN_CAUSES
"""What an open item can be marked as."""


def mark(
    book: xw.Book,
    ours: Collection[int] = (),
    theirs: Collection[int] = (),
    *,
    as_cause: Cause | str,
    note: str = "",
    who: str | None = None,
    preview: bool = False,
    language: Language | None = None,
    progress: Progress = silent,
) -> Outcome:
    """Say why the entries on some lines are open.

    The mark holds while an entry is open: once the other side books it, it is matched like any other.
    An entry that is in a match now is taken out of it.
    """
    at, by = desk(book, language=language, progress=progress), By.now(who)
    places = selected(at, ours, theirs)
    cause = cause_named(as_cause, MARKS, "settle.no_such_mark")
    if cause is None:
        raise TieoutError("settle.no_such_mark", found="", marks=choices(MARKS))
    made = marked(at, by, *places, cause=cause, note=note)
    return carried_out(at, "mark", by, made, preview=preview)


def marked(
    at: Desk, by: By, ours: Places, theirs: Places, *, cause: Cause, note: str = ""
) -> list[KeptDecision]:
    """The decisions that mark entries: each for itself, and what takes their matches apart."""
    apart = [taken_apart(at, match, by, note) for match in at.matches_of(ours, theirs)]
    return [
        *apart,
        *(
            at.decision("mark", mine, others, by, cause=cause, why=note)
            for mine, others in one_by_one(ours, theirs)
        ),
    ]


def one_by_one(ours: Places, theirs: Places) -> list[tuple[list[int], list[int]]]:
    """Each entry by itself, ours first."""
    mine: list[tuple[list[int], list[int]]] = [([place], []) for place in ours]
    return [*mine, *(([], [place]) for place in theirs)]


def note(
    book: xw.Book,
    ours: Collection[int] = (),
    theirs: Collection[int] = (),
    *,
    note: str,
    who: str | None = None,
    preview: bool = False,
    language: Language | None = None,
    progress: Progress = silent,
) -> Outcome:
    """Leave a note beside the entries on some lines; a later note about the same takes its place."""
    at, by = desk(book, language=language, progress=progress), By.now(who)
    places = selected(at, ours, theirs)
    if not note.strip():
        raise TieoutError("settle.note_needed")
    made = [
        at.decision("note", mine, others, by, why=note.strip())
        for mine, others in one_by_one(*places)
    ]
    return carried_out(at, "note", by, made, preview=preview)
