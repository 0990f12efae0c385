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
    """Something else each time: a settlement, its end, a mark, an undo, a note."""
    last = kept_in(own_sheets(book)).last_to_undo
    kind = number % 5
    if kind == 0:
        procedures.settle(book, [7], [7], reason="fee", note=f"第 {number} 次")
    elif kind == 1:
        procedures.settle(book, [2, 7], [2, 7], reason="write_off")
    elif kind == 3 and last is not None and last.number > 1:
        procedures.undo(book)
    elif kind == 2:
        procedures.mark(book, [6], as_cause="dispute")
    else:
        procedures.note(book, [3], note=f"第 {number} 次")


def work(path: Path, number: int, about_to_save: int) -> None:
    """Open, act, save; a byte goes through the pipe when only the saving is left."""
    with headless.app() as app:
        book = app.books.open(path)
        one_action(book, number)
        os.write(about_to_save, b".")
        book.save()


def actions_in(path: Path) -> int:
    """How many actions the file remembers; it must open, and be whole."""
    with ZipFile(path) as parts:
        assert parts.testzip() is None
    with headless.app() as app:
        book = app.books.open(path)
        assert [sheet.name for sheet in book.sheets][:2] == ["我方", "对方"]
        return len(kept_in(own_sheets(book)).actions)


def killed_after(path: Path, number: int, seconds: float, *, saving: bool = False) -> bool:
    """Whether a program at work on the file was killed, that many seconds after its start.

    Where `saving`, the seconds count from when only the saving is left.
    """
    told, tells = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            work(path, number, tells)
        except BaseException as error:
            print(f"run {number}: {error!r}", flush=True)
            os._exit(1)
        os._exit(0)
    os.close(tells)
    if saving:
        os.read(told, 1)
    os.close(told)
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
    start = time.monotonic()
    with headless.app() as app:
        app.books.open(path).save(folder / "again.xlsx")
    save = time.monotonic() - start
    moments, counts = random.Random(seed), Counter[str]()
    before, known = path.read_bytes(), actions_in(path)
    for number in range(1, runs + 1):
        # Every other run is killed while it saves, the others at any moment before.
        saving = number % 2 == 0
        seconds = moments.uniform(0, save if saving else whole)
        killed = killed_after(path, number, seconds, saving=saving)
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
