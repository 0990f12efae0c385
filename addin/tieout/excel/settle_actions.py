"""What do the buttons of the group Settle do: match and unmatch what is selected, accept, undo."""

from tieout import procedures
from tieout.errors import TieoutError
from tieout.excel.selection import lines_selected, matches_selected
from tieout.excel.window import Window
from tieout.ledger.currency import format_amount
from tieout.matching.causes import IN_PAIRS
from tieout.procedures.outcome import Outcome
from tieout.progress import Progress
from tieout.texts import LANGUAGES, text

EVERY = ("", "*", "all", "全部")
SELECTED = ("selected", "所选")


def settle(window: Window, progress: Progress) -> str:
    """The entries selected on both ledgers, matched; where they differ the user says why."""
    book = window.workbook()
    ours, theirs = lines_selected(book)
    seen = procedures.settle(book, ours, theirs, preview=True, progress=progress)
    reason = reason_for(window, seen)
    window.agree(previewed(seen))
    return said(procedures.settle(book, ours, theirs, reason=reason, progress=progress))


def unsettle(window: Window, progress: Progress) -> str:
    """The matches of the entries selected on the sheet in front, taken apart."""
    book = window.workbook()
    ours, theirs = lines_selected(book, front_only=True)
    window.agree(
        previewed(procedures.unsettle(book, ours, theirs, preview=True, progress=progress))
    )
    return said(procedures.unsettle(book, ours, theirs, progress=progress))


def accept(window: Window, progress: Progress) -> str:
    """The suggestions the user means, accepted at once and undone at once."""
    book = window.workbook()
    word = window.answer(text("excel.which_suggestions"), text("excel.every"))
    which = (
        procedures.Which(matches=matches_selected(book))
        if word.lower() in SELECTED
        else which_suggestions(word)
    )
    window.agree(previewed(procedures.accept(book, which, preview=True, progress=progress)))
    return said(procedures.accept(book, which, progress=progress))


def undo(window: Window, progress: Progress) -> str:
    """The last action, taken back."""
    book = window.workbook()
    last = procedures.undoable(book)
    if last is None:
        raise TieoutError("settle.nothing_to_undo", file=book.name)
    when = "" if last.when is None else f"{last.when:%Y-%m-%d %H:%M}"
    action = text(f"action.{last.kind}")
    asked = "excel.bring_back" if last.kind == "clear" else "excel.undo"
    window.agree(text(asked, action=action, who=last.who, when=when))
    return said(procedures.undo(book, progress=progress))


def which_suggestions(written: str) -> procedures.Which:
    """All, from a confidence on, of a cause, or of a customer.

    >>> which_suggestions("0.9").above, which_suggestions("尾差").cause, which_suggestions("Acme").customer
    (0.9, '尾差', 'Acme')
    """
    word = written.strip()
    if word.lower() in EVERY:
        return procedures.Which()
    if word.rstrip("%").replace(".", "", 1).isdigit():
        share = float(word.rstrip("%"))
        return procedures.Which(above=share / 100 if word.endswith("%") else share)
    causes = {
        name.lower() for cause in IN_PAIRS for name in (cause.value, *map(cause.word, LANGUAGES))
    }
    return (
        procedures.Which(cause=word) if word.lower() in causes else procedures.Which(customer=word)
    )


def reason_for(window: Window, seen: Outcome) -> str | None:
    """Why entries that would be matched differ, as the user says; None where they do not."""
    differing = [one for one in seen.decisions if one.difference]
    if not differing:
        return None
    return window.answer(
        text(
            "excel.which_reason",
            difference=", ".join(format_amount(one.difference, one.currency) for one in differing),
            reasons=[cause.word() for cause in IN_PAIRS],
        ),
        "",
    )


def previewed(seen: Outcome) -> str:
    """What would be done, and the question whether to."""
    return "\n".join([*seen.sentences()[1:], text("excel.go_on")])


def said(done: Outcome) -> str:
    """What was done."""
    return "\n".join(done.sentences())
