"""Where do the details of an error go: into one file of the user's, which is never long."""

import os
import re
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from textwrap import indent

SIZE_MAX = 1_000_000
"""Bytes after which the file begins anew; the old one is kept beside it."""
FRAMES_MAX = 8
"""Places in the code that the outline of an error names, the innermost first."""
_OUTLINE = re.compile(
    r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ \w+ \w+ \| \w+( < [\w.<>: -]+ \d+ [\w<>]+)+", re.ASCII
)


def home() -> Path:
    r"""The folder of everything that is this user's: `%LOCALAPPDATA%\Tieout`, elsewhere `~/.tieout`."""
    local = os.environ.get("LOCALAPPDATA")
    return Path(local) / "Tieout" if local else Path.home() / ".tieout"


def log_file() -> Path:
    """The file with the details of errors."""
    return home() / "tieout.log"


def details_of(where: str) -> None:
    """Write down the exception that is being handled; the user's work goes on even where that fails."""
    try:
        log_file().parent.mkdir(parents=True, exist_ok=True)
        if log_file().exists() and log_file().stat().st_size > SIZE_MAX:
            log_file().replace(_old_file())
        with log_file().open("a", encoding="utf-8") as file:
            # indented, so that no words of an exception ever look like the first line of another
            details = indent(traceback.format_exc(), "  ", lambda _: True)
            file.write(
                f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}Z {where} | {_outline()}\n{details}\n"
            )
    except OSError:
        pass


def outlines(count: int) -> list[str]:
    """The last errors in short, the newest first: when, where and of which kind, never an exception's words.

    What an exception says may quote a cell; its kind and the places in our code quote nothing.
    """
    lines = [line for file in (_old_file(), log_file()) for line in _lines(file)]
    return [line for line in reversed(lines) if _OUTLINE.fullmatch(line)][:count]


def _outline() -> str:
    kind, _, trace = sys.exc_info()
    assert kind is not None
    frames = reversed(traceback.extract_tb(trace)[-FRAMES_MAX:])
    places = (f"{Path(each.filename).name} {each.lineno} {each.name}" for each in frames)
    return " < ".join((kind.__name__, *places))


def _old_file() -> Path:
    return log_file().with_suffix(".old.log")


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError:
        return []
