"""Where do the details of an error go: into one file of the user's, which is never long."""

import os
import traceback
from datetime import UTC, datetime
from pathlib import Path

SIZE_MAX = 1_000_000
"""Bytes after which the file begins anew; the old one is kept beside it."""


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
            log_file().replace(log_file().with_suffix(".old.log"))
        with log_file().open("a", encoding="utf-8") as file:
            file.write(
                f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}Z {where}\n{traceback.format_exc()}\n"
            )
    except OSError:
        pass
