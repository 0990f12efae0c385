"""What do the menus of the group Settle do: mark, note, reject, choose a way, split a match."""

from collections.abc import Callable

from tieout import procedures
from tieout.errors import TieoutError
from tieout.excel.selection import lines_selected, matches_selected
from tieout.excel.settle_actions import previewed, reason_for, said
from tieout.excel.window import Window
from tieout.matching.causes import OPEN_CAUSES, Cause
from tieout.progress import Progress
from tieout.texts import text


def marked_as(cause: Cause) -> Callable[[Window, Progress], str]:
    """The action that marks the entries selected on both ledgers with one cause."""

    def action(window: Window, progress: Progress) -> str:
        return _marked(window, cause, progress)

    return action


def mark(window: Window, progress: Progress) -> str:
    """The entries selected, marked with the cause that the user names."""
    causes = [cause.word() for cause in OPEN_CAUSES]
    return _marked(window, window.answer(text("excel.which_mark", causes=causes), ""), progress)


def _marked(window: Window, cause: Cause | str, progress: Progress) -> str:
    book = window.workbook()
    ours, theirs = lines_selected(book)
    seen = procedures.mark(book, ours, theirs, as_cause=cause, preview=True, progress=progress)
    window.agree(previewed(seen))
    return said(procedures.mark(book, ours, theirs, as_cause=cause, progress=progress))


def note(window: Window, progress: Progress) -> str:
    """What the user writes, beside the entries selected."""
    book = window.workbook()
    ours, theirs = lines_selected(book)
    if not ours and not theirs:
        raise TieoutError("settle.nothing_selected")
    written = window.answer(text("excel.which_note"), "")
    return said(procedures.note(book, ours, theirs, note=written, progress=progress))


def reject(window: Window, progress: Progress) -> str:
    """The suggestions that the lines selected on the sheet in front are in, refused."""
    book = window.workbook()
    which = procedures.Which(matches=matches_selected(book))
    window.agree(previewed(procedures.reject(book, which, preview=True, progress=progress)))
    return said(procedures.reject(book, which, progress=progress))


def choose(window: Window, progress: Progress) -> str:
    """One of the ways in which the entries of an ambiguous match settle each other."""
    book = window.workbook()
    numbers = matches_selected(book)
    if len(numbers) > 1:
        raise TieoutError("settle.several_matches", matches=", ".join(map(str, numbers)))
    ways = procedures.ways(book, numbers[0], progress=progress)
    listed = "\n".join(f"{place}: {way.sentence()}" for place, way in enumerate(ways, start=1))
    word = window.answer(text("excel.which_way", match=numbers[0], ways=listed), "1")
    if not word.isdecimal():
        raise TieoutError("settle.no_such_way", match=numbers[0], found=word, count=len(ways))
    return said(procedures.choose(book, numbers[0], int(word), progress=progress))


def split(window: Window, progress: Progress) -> str:
    """The entries selected on both ledgers and the rest of their match, apart from each other."""
    book = window.workbook()
    ours, theirs = lines_selected(book)
    seen = procedures.split(book, ours, theirs, preview=True, progress=progress)
    reason = reason_for(window, seen)
    window.agree(previewed(seen))
    return said(procedures.split(book, ours, theirs, reason=reason, progress=progress))
