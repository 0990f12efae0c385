"""What does a user send us when something goes wrong: a text file that quotes no ledger, and that nobody but they send."""

import platform
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from tieout.errors import TieoutError
from tieout.excel.doctor import examined, in_words
from tieout.excel.log import home, outlines
from tieout.excel.machine import windows_machine
from tieout.excel.window import Window
from tieout.progress import Progress
from tieout.saving import whole_file
from tieout.texts import current_language, text

ERRORS_MAX = 10
"""Errors of the log that are told, the newest first."""


@dataclass(frozen=True)
class Circumstances:
    """What the file tells of a computer, and nothing else."""

    excel: str
    python: str
    findings: str
    errors: Sequence[str]


def feedback(window: Window, progress: Progress) -> str:
    """Write the file beside the log, and say where it is and that nothing was sent."""
    del progress
    found = Circumstances(_excel(window), _python(), _findings(), outlines(ERRORS_MAX))
    file = feedback_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(file) as beside:
        # with the mark, so that every editor of Windows knows the letters
        beside.write_text(feedback_text(found), encoding="utf-8-sig")
    return text("feedback.said", file=file)


def feedback_file() -> Path:
    """The file, beside the log; each time it is written anew."""
    return home() / "tieout-feedback.txt"


def feedback_text(found: Circumstances) -> str:
    """The file's text in the user's language."""
    return text(
        "feedback.file",
        version=version("tieout"),
        excel=found.excel,
        python=found.python,
        spoken=current_language(),
        findings=found.findings,
        errors="\n".join(found.errors) or text("excel.no_details"),
    )


def _excel(window: Window) -> str:
    """The version of the Excel in front; a dash where none answers."""
    with suppress(Exception):  # Excel may be busy, which is no reason to give no feedback
        return str(window.workbook().app.version)
    return "–"


def _python() -> str:
    return f"{platform.python_version()} ({64 if sys.maxsize > 2**32 else 32} bit)"


def _findings() -> str:
    """What the doctor finds, without a folder; or why it cannot examine this computer."""
    try:
        return in_words([each.without_places() for each in examined(windows_machine())])
    except TieoutError as error:
        return str(error)
