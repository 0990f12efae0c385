"""Who splits a large text for us that is no plain table: a process of its own, ended when it takes too much."""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Timer

import pyarrow as pa

from tieout.errors import TieoutError
from tieout.ledger.reading_limits import ReadingLimits

_COMMAND = (sys.executable, "-I", "-m", "tieout.ledger.text_worker")
_WALL_SECONDS_PER_SECOND = 4
"""How much longer than its processor time it may take on a machine that is busy."""


def columns_apart(file: Path, limits: ReadingLimits) -> list[pa.ChunkedArray]:
    """The columns of a text, or the refusal of the process that read it."""
    request = {
        "file": str(file.absolute()),
        "megabytes": limits.megabytes,
        "seconds": limits.seconds,
    }
    process = subprocess.Popen(  # noqa: S603
        _COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONUTF8": "1"},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    wall = limits.seconds * (_WALL_SECONDS_PER_SECOND if os.name == "posix" else 1)
    timer = Timer(wall, process.kill)
    timer.start()
    try:
        return _answered(process, request, limits)
    except (pa.ArrowInvalid, pa.ArrowIOError, OSError, EOFError, json.JSONDecodeError):
        process.kill()
        process.wait()
        slow = process.returncode == -getattr(signal, "SIGXCPU", -1) or not timer.is_alive()
        raise _refusal(file, limits, slow=slow) from None
    finally:
        timer.cancel()
        process.kill()
        for stream in (process.stdin, process.stdout):
            with suppress(OSError):
                stream and stream.close()
        process.wait()


def _answered(
    process: subprocess.Popen[bytes], request: dict[str, object], limits: ReadingLimits
) -> list[pa.ChunkedArray]:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(request).encode() + b"\n")
    process.stdin.flush()
    head = json.loads(process.stdout.readline())
    if head["kind"] == "refused":
        raise TieoutError(head["key"], **head["values"])
    left, batches = limits.megabytes * 1_000_000, []
    with pa.ipc.open_stream(process.stdout) as stream:
        for batch in stream:
            batch.validate(full=True)
            batches.append(batch)
            left -= batch.nbytes
            if left < 0:
                raise EOFError
        table = pa.Table.from_batches(batches, stream.schema)
    return list(table.columns)


def _refusal(file: Path, limits: ReadingLimits, *, slow: bool) -> TieoutError:
    return TieoutError(
        "read.too_slow" if slow else "read.too_wide",
        file=file.name,
        megabytes=limits.megabytes,
        seconds=f"{limits.seconds:g}",
    )
