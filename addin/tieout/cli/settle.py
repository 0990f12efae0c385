"""`tieout settle`, `accept`, `mark`, `undo` and the others: what a person decides, from a terminal.

Each command works on a reconciled workbook and saves it where it is; a copy is kept before the first
change (see `tieout backups`). Each imports the procedures, so that no other command waits for them.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tieout.cli.help_texts import SpokenCommand
from tieout.errors import TieoutError
from tieout.progress import Progress
from tieout.texts import current_language, text

if TYPE_CHECKING:
    import xlwings as xw

    from tieout.procedures.outcome import Outcome
    from tieout.procedures.suggestions import Which

Workbook = Annotated[
    Path, typer.Argument(metavar="WORKBOOK", readable=False, help="deciding.help.workbook")
]
Ours = Annotated[str, typer.Option("--ours", metavar="12,13", help="deciding.help.ours")]
Theirs = Annotated[str, typer.Option("--theirs", metavar="8", help="deciding.help.theirs")]
Reason = Annotated[
    str | None, typer.Option("--reason", metavar="REASON", help="deciding.help.reason")
]
Note = Annotated[str, typer.Option("--note", metavar="TEXT", help="deciding.help.note_text")]
Who = Annotated[str | None, typer.Option("--who", metavar="NAME", help="deciding.help.who")]
Preview = Annotated[bool, typer.Option("--preview", help="deciding.help.preview")]
Above = Annotated[float | None, typer.Option("--above", metavar="0.9", help="deciding.help.above")]
OfCause = Annotated[
    str | None, typer.Option("--cause", metavar="CAUSE", help="deciding.help.cause")
]
Customer = Annotated[
    str | None, typer.Option("--customer", metavar="NAME", help="deciding.help.customer")
]
Matches = Annotated[str, typer.Option("--match", metavar="3,7", help="deciding.help.match")]
Every = Annotated[bool, typer.Option("--all", help="deciding.help.all")]


def mount(app: typer.Typer) -> None:
    """Put these commands among the others."""
    commands: tuple[Callable[..., None], ...] = (
        settle,
        unsettle,
        split,
        accept,
        reject,
        choose,
        mark,
        note,
        undo,
        decisions,
        clear,
    )
    for command in commands:
        app.command(cls=SpokenCommand, help=f"deciding.help.{command.__name__}")(command)


def settle(
    workbook: Workbook,
    ours: Ours = "",
    theirs: Theirs = "",
    reason: Reason = None,
    note: Note = "",
    who: Who = None,
    *,
    preview: Preview = False,
) -> None:
    """Entries on lines of both sheets settle each other."""
    from tieout import procedures

    _decide(
        workbook,
        procedures.settle,
        _numbers(ours),
        _numbers(theirs),
        reason=reason,
        note=note,
        who=who,
        preview=preview,
    )


def unsettle(
    workbook: Workbook,
    ours: Ours = "",
    theirs: Theirs = "",
    note: Note = "",
    who: Who = None,
    *,
    preview: Preview = False,
) -> None:
    """The matches of some lines are taken apart."""
    from tieout import procedures

    _decide(
        workbook,
        procedures.unsettle,
        _numbers(ours),
        _numbers(theirs),
        note=note,
        who=who,
        preview=preview,
    )


def split(
    workbook: Workbook,
    ours: Ours = "",
    theirs: Theirs = "",
    reason: Reason = None,
    note: Note = "",
    who: Who = None,
    *,
    preview: Preview = False,
) -> None:
    """Two matches are made of one."""
    from tieout import procedures

    _decide(
        workbook,
        procedures.split,
        _numbers(ours),
        _numbers(theirs),
        reason=reason,
        note=note,
        who=who,
        preview=preview,
    )


def accept(
    workbook: Workbook,
    above: Above = None,
    cause: OfCause = None,
    customer: Customer = None,
    match: Matches = "",
    note: Note = "",
    who: Who = None,
    *,
    every: Every = False,
    preview: Preview = False,
) -> None:
    """Suggestions are accepted, many at once."""
    from tieout import procedures

    which = _which(above, cause, customer, match, every=every)
    _decide(workbook, procedures.accept, which, note=note, who=who, preview=preview)


def reject(
    workbook: Workbook,
    above: Above = None,
    cause: OfCause = None,
    customer: Customer = None,
    match: Matches = "",
    note: Note = "",
    who: Who = None,
    *,
    every: Every = False,
    preview: Preview = False,
) -> None:
    """Suggestions are refused, many at once."""
    from tieout import procedures

    which = _which(above, cause, customer, match, every=every)
    _decide(workbook, procedures.reject, which, note=note, who=who, preview=preview)


def choose(
    workbook: Workbook,
    match: Annotated[int, typer.Option("--match", metavar="N", help="deciding.help.which_match")],
    way: Annotated[int | None, typer.Option("--way", metavar="K", help="deciding.help.way")] = None,
    note: Note = "",
    who: Who = None,
    *,
    preview: Preview = False,
) -> None:
    """The ways of an ambiguous match, or one of them chosen."""
    from tieout import procedures

    if way is None:
        with _open(workbook, save=False) as (book, progress):
            found = procedures.ways(book, match, progress=progress)
        for number, one in enumerate(found, start=1):
            print(f"{number:>3}  {one.sentence(current_language())}")
        return
    _decide(workbook, procedures.choose, match, way, note=note, who=who, preview=preview)


def mark(
    workbook: Workbook,
    as_cause: Annotated[str, typer.Option("--as", metavar="CAUSE", help="deciding.help.as_cause")],
    ours: Ours = "",
    theirs: Theirs = "",
    note: Note = "",
    who: Who = None,
    *,
    preview: Preview = False,
) -> None:
    """What open items are: in dispute, timing, theirs to correct."""
    from tieout import procedures

    _decide(
        workbook,
        procedures.mark,
        _numbers(ours),
        _numbers(theirs),
        as_cause=as_cause,
        note=note,
        who=who,
        preview=preview,
    )


def note(
    workbook: Workbook,
    words: Annotated[str, typer.Option("--note", metavar="TEXT", help="deciding.help.words")],
    ours: Ours = "",
    theirs: Theirs = "",
    who: Who = None,
) -> None:
    """A note beside entries."""
    from tieout import procedures

    _decide(workbook, procedures.note, _numbers(ours), _numbers(theirs), note=words, who=who)


def undo(
    workbook: Workbook,
    steps: Annotated[int, typer.Option("--steps", min=1, help="deciding.help.steps")] = 1,
    who: Who = None,
) -> None:
    """The last actions are taken back."""
    from tieout import procedures

    _decide(workbook, procedures.undo, steps=steps, who=who)


def decisions(workbook: Workbook) -> None:
    """Every decision, and what has become of it."""
    from tieout import procedures
    from tieout.cli.decision_table import print_decisions

    with _open(workbook, save=False) as (book, _):
        listed = procedures.decisions(book)
        undoable = procedures.undoable(book)
    print_decisions(listed, undoable)


def clear(workbook: Workbook) -> None:
    """Everything of ours leaves the workbook."""
    from tieout import procedures

    with _open(workbook) as (book, _):
        procedures.clear(book)
    print(text("deciding.all_cleared", file=workbook))


def _decide(
    workbook: Path, deciding: "Callable[..., Outcome]", *what: object, **how: object
) -> None:
    """Do what a procedure does, and say it; a preview leaves the file as it is."""
    with _open(workbook, save=not how.get("preview")) as (book, progress):
        outcome = deciding(book, *what, **how, progress=progress)
    for sentence in outcome.sentences(current_language()):
        print(sentence)


@contextmanager
def _open(workbook: Path, *, save: bool = True) -> Iterator[tuple["xw.Book", Progress]]:
    """An open workbook, saved in its place where the work was done without an error."""
    from tieout.cli.progress_bar import progress_bar
    from tieout.cli.targets import check_target
    from tieout.engines import headless

    if not workbook.exists():
        raise TieoutError("read.no_file", file=workbook)
    if save:
        check_target(workbook, (), (".xlsx", ".xlsm"))
    with progress_bar() as progress, headless.app() as app:
        book = app.books.open(workbook)
        yield book, progress
        if save:
            book.save()


def _numbers(written: str) -> list[int]:
    """Line numbers as people list them.

    >>> _numbers("12,13，20-22 30")
    [12, 13, 20, 21, 22, 30]
    """
    found: list[int] = []
    for part in written.replace("，", ",").replace("、", ",").replace(" ", ",").split(","):
        first, _, last = part.partition("-")
        if not part:
            continue
        if not first.isdecimal() or not (last or first).isdecimal():
            raise TieoutError("deciding.not_a_line", found=part)
        found += range(int(first), int(last or first) + 1)
    return found


def _which(
    above: float | None, cause: str | None, customer: str | None, match: str, *, every: bool
) -> "Which":
    from tieout.procedures import Which

    which = Which(above, cause, customer, _numbers(match) if match else None)
    if which.names_nothing and not every:
        raise TieoutError("settle.no_condition")
    return which
