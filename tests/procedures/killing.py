"""`python -m tests.procedures.killing 300`: programs killed at any moment of their work on one workbook.

Whatever happens, the file is the one of before or the whole new one, and nothing decided is lost.
"""

import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from zipfile import ZipFile

import xlwings as xw
from tests.procedures.books import workbook
from tests.procedures.deciding import OURS, THEIRS

from tieout import procedures
from tieout.engines import headless
from tieout.workbook.own_sheets import own_sheets
from tieout.workbook.state import kept_in

Started = tuple[bytes, int]


def one_action(book: xw.Book, number: int) -> None:
    """Something else each time: a settlement, its end, a mark, an undo, a run of its own."""
    kind = number % 5
    if kind == 0:
        procedures.settle(book, [7], [7], reason="fee", note=f"第 {number} 次")
    elif kind == 1:
        procedures.unsettle(book, [2])
    elif kind == 2:
        procedures.mark(book, [6], as_cause="dispute")
    elif kind == 3:
        procedures.undo(book)
    else:
        procedures.note(book, [3], note=f"第 {number} 次")


def work(path: Path, number: int) -> None:
    """Open, act, save."""
    with headless.app() as app:
        book = app.books.open(path)
        one_action(book, number)
        book.save()


def actions_in(path: Path) -> int:
    """How many actions the file remembers; it must open, and be whole."""
    with ZipFile(path) as parts:
        assert parts.testzip() is None
    with headless.app() as app:
        book = app.books.open(path)
        assert [sheet.name for sheet in book.sheets][:2] == ["我方", "对方"]
        return len(kept_in(own_sheets(book)).actions)


def killed_after(path: Path, number: int, seconds: float) -> bool:
    """Whether a program at work on the file was killed, that many seconds after its start."""
    child = os.fork()
    if child == 0:
        try:
            work(path, number)
        except BaseException as error:
            print(f"run {number}: {error!r}", flush=True)
            os._exit(1)
        os._exit(0)
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            assert os.waitstatus_to_exitcode(status) == 0, f"run {number} failed"
            return False
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def run(folder: Path, runs: int, seed: int = 1) -> Counter[str]:
    """Kill so many runs, each at a moment of its own; how many left the old file, how many the new."""
    os.environ.setdefault("TIEOUT_HOME", str(folder / "home"))
    os.environ["TIEOUT_LANGUAGE"] = "zh"
    path = workbook(folder, OURS, THEIRS)
    with headless.app() as app:
        book = app.books.open(path)
        procedures.rerun(book, language="zh")
        book.save()
    start = time.monotonic()
    assert not killed_after(path, 0, 600)
    whole = time.monotonic() - start
    moments, counts = random.Random(seed), Counter[str]()
    before, known = path.read_bytes(), actions_in(path)
    for number in range(1, runs + 1):
        # Most moments lie in the second half, where the workbook is written and saved.
        share = moments.uniform(0.5, 1.15) if number % 3 else moments.uniform(0, 1)
        killed = killed_after(path, number, whole * share)
        now = path.read_bytes()
        if now == before:
            assert killed, f"run {number} ended by itself and saved nothing"
            counts["killed, the old workbook"] += 1
            continue
        found = actions_in(path)
        assert found == known + 1, f"run {number}: {known} actions became {found}"
        counts["killed, the new workbook" if killed else "ended by itself, the new workbook"] += 1
        before, known = now, found
    with headless.app() as app:
        book = app.books.open(path)
        again = procedures.rerun(book, language="zh")
        assert again.result is not None
        assert again.result.totals.unexplained == 0
    return counts


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        asked = int(sys.argv[1]) if len(sys.argv) > 1 else 300
        for what, count in sorted(run(Path(folder), asked).items()):
            print(f"{count:>5}  {what}")
