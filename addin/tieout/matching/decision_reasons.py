"""What do the reasons say of what people decided: why they marked an open item, and their notes."""

from collections.abc import Sequence

import numpy as np

from tieout.matching.decision import Decided, Decision
from tieout.matching.open_causes import OpenCauses
from tieout.matching.reasons import gap
from tieout.texts import Language, text


def with_marks_said(
    reasons: list[str],
    found: OpenCauses,
    decided: Decided,
    decisions: Sequence[Decision],
    language: Language,
) -> list[str]:
    """The reasons of the open items; a marked one says who marked it as what, and why."""
    if not decided.marked:
        return reasons
    place = {row: at for at, row in enumerate(found.row.tolist())}
    said = list(reasons)
    for number, rows in decided.marked:
        sentence = mark_said(decisions[number], language)
        for row in rows.tolist():
            if row in place:
                said[place[row]] = sentence
    return said


def with_notes(
    reasons: np.ndarray, decided: Decided, decisions: Sequence[Decision], language: Language
) -> np.ndarray:
    """The reason of every row, with the last note about it behind."""
    for row, number in {
        row: number for number, rows in decided.noted for row in rows.tolist()
    }.items():
        made = decisions[number]
        note = text("note.said", language, note=made.why, who=made.who or "—")
        reasons[row] = f"{reasons[row]}{gap(language)}{note}"
    return reasons


def mark_said(made: Decision, language: Language) -> str:
    """As what, by whom and why an open item was marked; by nobody where it was known as that before."""
    cause = made.cause.word(language) if made.cause is not None else ""
    if not made.who and not made.why:
        return text("mark.known_before", language, cause=cause)
    key = "mark.said" if made.why else "mark.said_without_note"
    return text(key, language, who=made.who or "—", cause=cause, note=made.why)
