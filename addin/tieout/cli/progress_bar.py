"""How does a user at a terminal see that work goes on: a bar, a step a line, gone when done."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from tieout.progress import Progress, silent
from tieout.texts import text


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Tell the progress on standard error where that is a terminal, else nobody."""
    if not sys.stderr.isatty():
        yield silent
        return
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        yield _told_by(bars)


def _told_by(bars: Bars) -> Progress:
    tasks = {}

    def tell(step: str, share: float) -> None:
        if step not in tasks:
            tasks[step] = bars.add_task(
                text(step if "." in step else f"progress.{step}"), total=1.0
            )
        bars.update(tasks[step], completed=share)

    return tell
