"""How does the user see that work goes on: in the status bar, until it is done or Esc is pressed."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from time import monotonic

from tieout.excel.window import Window
from tieout.progress import CancelledError, Progress
from tieout.texts import text

SECONDS_BETWEEN = 0.2
"""The status bar is told no more often: every word to Excel is a call into another process."""


@contextmanager
def waiting(window: Window) -> Iterator[Progress]:
    """A progress that is shown and can be cancelled; the status bar is Excel's own again afterwards."""
    told, at = "", -SECONDS_BETWEEN
    window.escape()  # an Esc from before the work began does not count

    def progress(step: str, share: float) -> None:
        nonlocal told, at
        if window.escape():
            raise CancelledError
        now = monotonic()
        if step != told or now - at >= SECONDS_BETWEEN:
            told, at = step, now
            window.tell(
                text("excel.progress", step=text(f"progress.{step}"), percent=f"{share:.0%}")
            )

    try:
        yield progress
    finally:
        # Excel may be gone; what it shows then is nobody's concern
        with suppress(Exception):
            window.tell(None)
