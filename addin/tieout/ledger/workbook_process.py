"""Who opens a workbook for us: a process of its own, ended when it takes too much memory or time."""

import atexit
import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import IO, Any

from tieout.ledger.apart import Watch, request, started
from tieout.ledger.packed_columns import DAYS, EMPTY, MIXED, NUMBERS, TEXTS
from tieout.ledger.reading_limits import ReadingLimits

Frame = tuple[dict[str, Any], bytes]
_KEPT_BYTES_MAX = 5_000_000
"""A process that opened a larger file is not used again, as its memory is no longer its own."""
_BYTES_PER_CELL = {EMPTY: 8, TEXTS: 16, NUMBERS: 16, DAYS: 64, MIXED: 100}
"""What a cell takes here besides its own bytes, which stand here twice for a while."""
_WORKER = "tieout.ledger.workbook_worker"
_SECONDS_TO_END = 0.5


@dataclass
class _Worker:
    """A process that waits for requests, and the process that may ask it."""

    process: subprocess.Popen[bytes]
    owner: int


_kept: list[_Worker] = []
_asking = Lock()


def frames(
    file: Path, only: str | None, passwords: Sequence[str], limits: ReadingLimits
) -> Iterator[Frame]:
    """What the process says of a workbook, frame by frame; the last is `end` or `refused`."""
    asked = request(file, limits, only=only, passwords=list(passwords))
    with _asking:
        worker = _taken()
        finished = False
        try:
            for frame in _answer(worker.process, asked, limits):
                yield frame
                last = frame[0].get("why", "")
            finished = last != "too_wide" and file.stat().st_size <= _KEPT_BYTES_MAX
        finally:
            if finished and worker.process.poll() is None:
                _kept.append(worker)
            else:
                _end(worker.process)


def _answer(
    process: subprocess.Popen[bytes], asked: bytes, limits: ReadingLimits
) -> Iterator[Frame]:
    assert process.stdin is not None
    assert process.stdout is not None
    left, rows = limits.megabytes * 1_000_000, 0
    with Watch(process, limits.seconds) as watch:
        with suppress(BrokenPipeError):
            process.stdin.write(asked)
            process.stdin.flush()
        while (frame := _frame(process.stdout)) is not None:
            if frame[0]["kind"] == "limits":
                watch.begin_again(frame[0]["seconds"])
                left += (frame[0]["megabytes"] - limits.megabytes) * 1_000_000
            rows = frame[0].get("count", rows)
            left -= _bytes_here(frame, rows)
            if left < 0:
                break
            yield frame
            if frame[0]["kind"] in ("end", "refused"):
                return
    _end(process)
    yield {"kind": "refused", "why": watch.cause_of_death(), "values": {}}, b""


def _bytes_here(frame: Frame, rows: int) -> int:
    """The memory that a frame takes in this process: its cells may be many more than its bytes."""
    facts, content = frame
    return 2 * len(content) + rows * _BYTES_PER_CELL.get(facts.get("cells", ""), 0)


def _frame(stream: IO[bytes]) -> Frame | None:
    """The next frame, None where the process has ended."""
    head = stream.readline()
    if not head.endswith(b"\n"):
        return None
    facts = json.loads(head)
    content = stream.read(facts["bytes"])
    return (facts, content) if len(content) == facts["bytes"] else None


def _taken() -> _Worker:
    """The process that is waiting, or a new one."""
    while _kept:
        worker = _kept.pop()
        if worker.owner == os.getpid() and worker.process.poll() is None:
            return worker
    return _Worker(started(_WORKER), os.getpid())


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and close what leads to it; one that ended by itself keeps its own status."""
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(OSError):
                stream.close()
    with suppress(subprocess.TimeoutExpired):
        process.wait(_SECONDS_TO_END)
    if process.poll() is None:
        process.kill()
        process.wait()


@atexit.register
def forget() -> None:
    """End the processes that wait; the next workbook gets a new one."""
    for worker in _kept:
        if worker.owner == os.getpid():
            _end(worker.process)
    _kept.clear()
