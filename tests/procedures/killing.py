"""`python -m tests.procedures.killing 300`: programs killed at any moment of their work on one workbook.

Whatever happens, the file is the one of before or the whole new one, and nothing decided is lost. Every
procedure that writes takes its turn, restoring a backup too; half of the kills fall into the saving.
"""

import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

import xlwings as xw
from tests.procedures.books import workbook
from tests.procedures.deciding import OURS, THEIRS

from tieout import backups, procedures
from tieout.engines import headless
from tieout.errors import TieoutError
from tieout.matching.policy import Policy
from tieout.procedures import Which, desk
from tieout.saving import PREFIX
from tieout.workbook.own_sheets import own_sheets

AMBIGUOUS = ("2026-03-12,,甲,250\n2026-03-12,,乙,250\n", "2026-03-12,,x,250\n")
Remembered = tuple[list[str], list[str]]
"""Every action and every decision of a workbook, as they lie on its hidden sheet."""


def typed(book: xw.Book) -> None:
    """A status chosen beside a line, and the next run."""
    area = book.names["tieout_ours_marks"].refers_to_range
    statuses = area.columns[0].value
    line = next(at for at, status in enumerate(statuses) if str(status)[:1] in "○✖")
    now = "○ 未达账项" if statuses[line][:1] == "✖" else "✖ 争议项"
    area.sheet.range((area.row + line, area.column)).value = now
    procedures.rerun(book, language="zh")


def chosen(book: xw.Book) -> None:
    """An ambiguous match settled in its second way."""
    matches = procedures.rerun(book, language="zh").result.matches
    number = int(matches.loc[matches["state"] == "ambiguous", "match"].iloc[0])
    procedures.choose(book, number, 2)


def other_rules(book: xw.Book) -> None:
    """The next run by other rules than those of the last."""
    days = 12 - (desk.policy_before(own_sheets(book)) or Policy()).window_days
    procedures.rerun(book, policy=Policy(window_days=days), language="zh")


def carried(book: xw.Book) -> None:
    """What another workbook left open comes in."""
    with headless.app() as app:
        closed = app.books.open(Path(book.fullname).with_name("closed.xlsx"))
        procedures.carry_forward(closed, book, language="zh")


Work = Callable[[xw.Book], object]
WORKS: dict[str, Work] = {
    "reconcile": lambda book: procedures.rerun(book, language="zh"),
    "settle": lambda book: procedures.settle(book, [7], [7], reason="fee", note="电话确认"),
    "settle several": lambda book: procedures.settle(book, [2, 7], [2, 7], reason="write_off"),
    "split": lambda book: procedures.split(book, [2], [2]),
    "unsettle": lambda book: procedures.unsettle(book, [2], []),
    "accept": lambda book: procedures.accept(book, Which(above=0.1)),
    "undo": procedures.undo,
    "reject": lambda book: procedures.reject(book, Which()),
    "undo again": procedures.undo,
    "choose": chosen,
    "mark": lambda book: procedures.mark(book, [6], [6], as_cause="dispute"),
    "note": lambda book: procedures.note(book, [3], note="备注"),
    "type": typed,
    "rules": lambda book: procedures.put_rules(book, currency="CNY", language="zh"),
    "other rules": other_rules,
    "undo the rules": procedures.undo,
    "carry": carried,
    "undo the carrying": procedures.undo,
    "clear": procedures.clear,
}
"""One after the other and round again; a round ends with a workbook without anything of ours."""
RESTORE = "restore"


def work(path: Path, name: str, about_to_save: int) -> None:
    """Open, act, save; the kind of work goes through the pipe when only the saving is left."""
    desk._COPIED.clear()  # each program is a session of its own
    if name == RESTORE:
        copy = random.Random(path.stat().st_size).choice(backups.backups(path))
        os.write(about_to_save, name.encode())
        backups.restore(copy.name, datetime.now().astimezone())
        return
    with headless.app() as app:
        book = app.books.open(path)
        name = _worked(book, name)
        os.write(about_to_save, name.encode())
        book.save()


def _worked(book: xw.Book, name: str) -> str:
    """What was done; where a killed step left nothing to take apart or to accept, a note is left."""
    try:
        WORKS[name](book)
    except (TieoutError, LookupError):
        name = "note"
        procedures.note(book, [3], note="备注")
    return name


def remembered(path: Path) -> Remembered:
    """What the file remembers; it must open, and be whole."""
    with ZipFile(path) as parts:
        assert parts.testzip() is None
    with headless.app() as app:
        book = app.books.open(path)
        assert [sheet.name for sheet in book.sheets][:2] == ["我方", "对方"]
        own = own_sheets(book)
        assert bool(own.sheets) == bool(own.marks) or "rules" in own.sheets
        return own.noted("action"), own.noted("decision")


def killed_after(
    path: Path, name: str, seconds: float, *, saving: bool = False
) -> tuple[bool, str]:
    """Whether a program at work was killed, that many seconds after its start, and what it had done.

    Where `saving`, the seconds count from when only the saving is left. "" where it was killed before.
    """
    told, tells = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            work(path, name, tells)
        except BaseException as error:
            print(f"{name}: {error!r}", flush=True)
            os._exit(1)
        os._exit(0)
    os.close(tells)
    done = os.read(told, 99).decode() if saving else ""
    killed = _killed(child, seconds, name)
    done = done or os.read(told, 99).decode()
    os.close(told)
    return killed, done


def _killed(child: int, seconds: float, name: str) -> bool:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            assert os.waitstatus_to_exitcode(status) == 0, f"{name} failed"
            return False
        time.sleep(0.001)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def prepared(folder: Path) -> Path:
    """A workbook to work on, and a closed one to carry from."""
    os.environ.setdefault("TIEOUT_HOME", str(folder / "home"))
    os.environ["TIEOUT_LANGUAGE"] = "zh"
    path = workbook(folder, *(a + b for a, b in zip((OURS, THEIRS), AMBIGUOUS, strict=True)))
    with headless.app() as app:
        book = app.books.open(path)
        procedures.rerun(book, language="zh", backup=False)
        book.save(folder / "closed.xlsx")
    return path


def check_new(before: Remembered, now: Remembered, done: str, which: str) -> None:
    """A new workbook: one action more and nothing lost, or emptied where that was asked for."""
    emptied = now == ([], [])
    if done == RESTORE or (emptied and (done == "clear" or done.startswith("undo"))):
        return
    for had, has in zip(before, now, strict=True):
        assert has[: len(had)] == had, f"{which}: something remembered is gone"
    same = len(now[0]) == len(before[0])
    assert not same or done in ("reconcile", "rules", "type", "carry"), f"{which}: no action kept"


def run(folder: Path, runs: int, seed: int = 1) -> Counter[str]:
    """Kill so many programs, each at a moment of its own; how many left the old file, how many the new."""
    path = prepared(folder)
    start = time.monotonic()
    assert killed_after(path, "settle", 600) == (False, "settle")
    whole = time.monotonic() - start
    save = _seconds_of_saving(path)
    names = [*WORKS, RESTORE]
    moments, counts = random.Random(seed), Counter[str]()
    before, known = path.read_bytes(), remembered(path)
    kills = place = 0
    while kills < runs:
        place += 1
        # Every other program is killed while it saves, the others at any moment.
        saving = place % 2 == 0
        name = names[place // 2 % len(names)]
        seconds = moments.uniform(0, 2.5 * save if saving else whole)
        killed, done = killed_after(path, name, seconds, saving=saving)
        kills += killed
        if killed and kills % 50 == 0:
            print(f"{kills} killed so far", dict(counts), flush=True)
        which = f"program {place} ({name}, did {done or 'not end'}, killed: {killed})"
        now = path.read_bytes()
        if now == before:
            assert killed or done == RESTORE, f"{which}: ended by itself and saved nothing"
            counts["killed, the old workbook"] += killed
            continue
        found = remembered(path)
        check_new(known, found, done, which)
        counts["killed, the new workbook" if killed else "ended by itself, the new workbook"] += 1
        counts[f"saved by {done}"] += 1
        before, known = now, found
    _check_in_the_end(path, folder)
    return counts


def _seconds_of_saving(path: Path) -> float:
    with headless.app() as app:
        book = app.books.open(path)
        start = time.monotonic()
        book.save(path.with_name("again.xlsx"))
    return time.monotonic() - start


def _check_in_the_end(path: Path, folder: Path) -> None:
    """The next run works, every backup is whole, and what was left half is swept by a later save."""
    for left in folder.glob(f"{PREFIX}*"):
        os.utime(left, (1, 1))
    with headless.app() as app:
        book = app.books.open(path)
        again = procedures.rerun(book, language="zh")
        assert again.result is not None
        assert again.result.totals.unexplained == 0
        book.save()
    assert not list(folder.glob(f"{PREFIX}*"))
    for one in backups.backups(path):
        with ZipFile(one.copy) as parts:
            assert parts.testzip() is None


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        asked = int(sys.argv[1]) if len(sys.argv) > 1 else 300
        for what, count in sorted(run(Path(made), asked).items()):
            print(f"{count:>5}  {what}")
