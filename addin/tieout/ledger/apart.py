"""What is alike in the processes that open other people's files for us: how one starts, and dies of too much."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from threading import Timer
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


class Watch:
    """Ends a process when its time on the clock is over, unless it is left before."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self._process, self._late = process, False
        self._timer = self._begun(seconds)

    def __enter__(self) -> "Watch":
        return self

    def __exit__(self, *raised: object) -> None:
        self._timer.cancel()

    def begin_again(self, seconds: float) -> None:
        """So many seconds from now on."""
        self._timer.cancel()
        self._timer = self._begun(seconds)

    def cause_of_death(self) -> Literal["too_slow", "too_wide"]:
        """What a process that ended without an answer ended of, as a text `read.<why>`.

        Without memory a process aborts, or falls where its stack cannot grow.
        """
        out_of_time = self._process.returncode == -getattr(signal, "SIGXCPU", -1)
        return "too_slow" if self._late or out_of_time else "too_wide"

    def _begun(self, seconds: float) -> Timer:
        # Longer where the system limits its processor time.
        most = seconds * (_WALL_SECONDS_PER_SECOND if os.name == "posix" else 1)
        timer = Timer(most, self._give_up)
        timer.start()
        return timer

    def _give_up(self) -> None:
        self._late = True
        self._process.kill()


def refusal(file: Path, limits: ReadingLimits, why: str) -> TieoutError:
    """What is said of a file that takes too much."""
    return TieoutError(
        f"read.{why}",
        file=file.name,
        megabytes=limits.megabytes,
        seconds=f"{limits.seconds:g}",
    )
