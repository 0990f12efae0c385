"""What is alike in the processes that open other people's files for us: how one starts, and dies of too much."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Literal

from tieout.errors import TieoutError
from tieout.ledger.reading_limits import ReadingLimits

_WALL_SECONDS_PER_SECOND = 10
"""How much longer than its processor time a process may take on a machine that is busy."""


def started(module: str) -> subprocess.Popen[bytes]:
    """A process that runs a module and waits for a request."""
    return subprocess.Popen(  # noqa: S603
        (sys.executable, "-I", "-m", module),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"RUST_BACKTRACE": "0", "PYTHONUTF8": "1"},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def request(file: Path, limits: ReadingLimits, **more: object) -> bytes:
    """What is asked of it: a file, and what it may take."""
    asked = {
        "file": str(file.absolute()),
        "megabytes": limits.megabytes,
        "seconds": limits.seconds,
        **more,
    }
    return json.dumps(asked).encode() + b"\n"


def wall_seconds(seconds: float) -> float:
    """How long it may take by the clock; longer where the system limits its processor time."""
    return seconds * (_WALL_SECONDS_PER_SECOND if os.name == "posix" else 1)


def cause_of_death(
    process: subprocess.Popen[bytes], *, late: bool
) -> Literal["too_slow", "too_wide"]:
    """What a process that ended without an answer ended of, as a text `read.<why>`.

    Without memory a process aborts, or falls where its stack cannot grow.
    """
    out_of_time = process.returncode == -getattr(signal, "SIGXCPU", -1)
    return "too_slow" if late or out_of_time else "too_wide"


def refusal(file: Path, limits: ReadingLimits, why: str) -> TieoutError:
    """What is said of a file that takes too much."""
    return TieoutError(
        f"read.{why}",
        file=file.name,
        megabytes=limits.megabytes,
        seconds=f"{limits.seconds:g}",
    )
