"""What do the buttons of the group Settle do: match and unmatch what is selected, accept, undo."""

from tieout import procedures
from tieout.errors import TieoutError
from tieout.excel.selection import lines_selected
from tieout.excel.window import Window
from tieout.ledger.currency import format_amount
from tieout.matching.causes import IN_PAIRS
from tieout.procedures.outcome import Outcome
from tieout.progress import Progress
from tieout.texts import LANGUAGES, text
from tieout.workbook.own_sheets import own_sheets
from tieout.workbook.state import kept_in

EVERY = ("", "*", "all", "全部")


def settle(window: Window, progress: Progress) -> str:
    """The entries selected on both ledgers, matched; where they differ the user says why."""
    book = window.workbook()
    ours, theirs = lines_selected(book)
    seen = procedures.settle(book, ours, theirs, preview=True, progress=progress)
    reason = None
    if seen.difference:
        reason = window.answer(
            text(
                "excel.which_reason",
                difference=format_amount(seen.difference, seen.decisions[0].currency),
                reasons="、".join(cause.word() for cause in IN_PAIRS),
            ),
            "",
        )
    window.agree(_previewed(seen))
    return _said(procedures.settle(book, ours, theirs, reason=reason, progress=progress))


def unsettle(window: Window, progress: Progress) -> str:
    """The matches of the entries selected on the sheet in front, taken apart."""
    book = window.workbook()
    ours, theirs = lines_selected(book, front_only=True)
    window.agree(
        _previewed(procedures.unsettle(book, ours, theirs, preview=True, progress=progress))
    )
    return _said(procedures.unsettle(book, ours, theirs, progress=progress))


def accept(window: Window, progress: Progress) -> str:
    """The suggestions the user means, accepted at once and undone at once."""
    book = window.workbook()
    which = which_suggestions(window.answer(text("excel.which_suggestions"), text("excel.every")))
    window.agree(_previewed(procedures.accept(book, which, preview=True, progress=progress)))
    return _said(procedures.accept(book, which, progress=progress))


def undo(window: Window, progress: Progress) -> str:
    """The last action, taken back."""
    book = window.workbook()
    last = kept_in(own_sheets(book)).last_to_undo
    if last is None:
        raise TieoutError("settle.nothing_to_undo", file=book.name)
    when = "" if last.when is None else f"{last.when:%Y-%m-%d %H:%M}"
    action = text(f"action.{last.kind}")
    window.agree(text("excel.undo", action=action, who=last.who, when=when))
    done = procedures.undo(book, progress=progress)
    return text("deciding.cleared") if done.result is None else _said(done)


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


def _previewed(seen: Outcome) -> str:
    return "\n".join([*seen.sentences()[1:], text("excel.go_on")])


def _said(done: Outcome) -> str:
    return "\n".join(done.sentences())
