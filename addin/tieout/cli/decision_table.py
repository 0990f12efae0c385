"""How are decisions listed in a terminal: one a line, its standing first."""

from collections.abc import Sequence

from tieout.texts import Language, current_language, text
from tieout.workbook.decision_list import ListedDecision
from tieout.workbook.decisions import Action


def print_decisions(listed: Sequence[ListedDecision], undoable: Action | None) -> None:
    """Every decision, then what would be undone next."""
    language = current_language()
    for one in listed:
        print(_line(one, language))
        if one.changed:
            print(f"     {one.said_of_changes(language)}")
    if not listed:
        print(text("deciding.no_decisions", language))
    if undoable is not None:
        print(text("deciding.next_undo", language, action=_action(undoable, language)))


def _line(one: ListedDecision, language: Language) -> str:
    made = one.kept.decision
    said = text(
        "deciding.line",
        language,
        number=one.kept.number,
        standing=text(f"standing.{one.standing}", language),
        verdict=text(f"verdict.{made.verdict}", language),
        withdraws=", ".join(map(str, one.kept.withdraws)),
        ours=_lines(one.our_lines),
        theirs=_lines(one.their_lines),
        cause="" if made.cause is None else made.cause.word(language),
        why=made.why,
        who=made.who,
        when="" if made.when is None else f"{made.when:%Y-%m-%d %H:%M}",
    )
    return " · ".join(part for part in said.rstrip(" ·").split(" · ") if part.strip())


def _lines(lines: Sequence[int]) -> str:
    return ",".join(str(line) for line in lines if line) or "—"


def _action(action: Action, language: Language) -> str:
    word = text(f"action.{action.kind}", language)
    return word if action.when is None else f"{word} ({action.who}, {action.when:%Y-%m-%d %H:%M})"
