"""`python -m tests.procedures.killing 300`: programs killed at any moment of their work on one workbook.

Whatever happens, the file is the one of before or the whole new one, and nothing decided is lost. Every
procedure that writes takes its turn, restoring a backup too. A third of the programs is killed at any
moment of the whole work, a third while saving, a third once the new file is in its place; counted is where
each was when it was killed.
"""

import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
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
from tieout.procedures.importing import import_ledger
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
    "split": lambda book: procedures.split(book, [2], [2], reason="write_off"),
    "unsettle": lambda book: procedures.unsettle(book, [2], []),
    "accept": lambda book: procedures.accept(book, Which(above=0.1)),
    "undo": procedures.undo,
    "reject": lambda book: procedures.reject(book, Which()),
    "undo again": procedures.undo,
    "choose": chosen,
    "mark": lambda book: procedures.mark(book, [6], [6], as_cause="dispute"),
    "note": lambda book: procedures.note(book, [3], note="备注"),
    "type": typed,
    "cleaning": lambda book: procedures.cleaning_report(book, language="zh"),
    "statement": lambda book: procedures.statement_in_workbook(book, language="zh"),
    "undo the statement": procedures.undo,
    "import": lambda book: import_ledger(book, Path(book.fullname).with_name("received.csv")),
    "undo the import": procedures.undo,
    "rules": lambda book: procedures.put_rules(book, currency="CNY", language="zh"),
    "other rules": other_rules,
    "undo the rules": procedures.undo,
    "carry": carried,
    "undo the carrying": procedures.undo,
    "clear": procedures.clear,
    "undo the clearing": procedures.undo,
    "clear again": procedures.clear,
}
"""One after the other and round again; a round ends with a workbook without anything of ours."""
RESTORE = "restore"


WHILES = ("at work", "saving", "after the replacing")
REPLACED = "!"


def work(path: Path, name: str, tells: int) -> None:
    """Open, act, save; the kind of work is told when only the saving is left, REPLACED when only the rest is."""
    desk._COPIED.clear()  # each program is a session of its own
    _tell_when_replaced(path, tells)
    if name == RESTORE:
        copy = random.Random(path.stat().st_size).choice(backups.backups(path))
        os.write(tells, name.encode())
        backups.restore(copy.name, datetime.now().astimezone())
        return
    with headless.app() as app:
        book = app.books.open(path)
        name = _worked(book, name)
        os.write(tells, name.encode())
        book.save()


def _tell_when_replaced(path: Path, tells: int) -> None:
    replace = Path.replace

    def told(self: Path, target: Path) -> Path:
        done = replace(self, target)
        if Path(target) == path:
            os.write(tells, REPLACED.encode())
        return done

    Path.replace = told  # type: ignore[method-assign]


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
        assert bool(own.marks) == bool(own.noted("run"))
        return own.noted("action"), own.noted("decision")


@dataclass(frozen=True)
class Ended:
    """How a program ended: killed or by itself, what it had done, and where it was.

    `done` is "" where nothing was left but to save; `during` is one of WHILES.
    """

    killed: bool
    done: str
    during: str


def killed_after(path: Path, name: str, seconds: float, waits_for: str = WHILES[0]) -> Ended:
    """A program at work, killed that many seconds after it began what is waited for."""
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
    said = ""
    if waits_for != WHILES[0]:
        said = os.read(told, 99).decode()
    if waits_for == WHILES[2] and REPLACED not in said:
        said += os.read(told, 99).decode()
    killed = _killed(child, seconds, name)
    said += os.read(told, 99).decode() + os.read(told, 99).decode()
    os.close(told)
    done = said.replace(REPLACED, "")
    return Ended(killed, done, WHILES[2 if REPLACED in said else bool(done)])


def _killed(child: int, seconds: float, name: str) -> bool:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            assert os.waitstatus_to_exitcode(status) == 0, f"{name} failed"
            return False
        time.sleep(0.0005)
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
    (folder / "received.csv").write_text(THEIRS, encoding="utf-8")
    return path


def check_new(before: Remembered, now: Remembered, done: str, which: str) -> None:
    """A new workbook: one action more and nothing lost, or emptied where that was asked for."""
    emptied = now == ([], [])
    if done == RESTORE or (emptied and done.startswith(("clear", "undo"))):
        return
    for had, has in zip(before, now, strict=True):
        assert has[: len(had)] == had, f"{which}: something remembered is gone"
    same = len(now[0]) == len(before[0])
    assert not same or done in ("reconcile", "rules", "type", "carry"), f"{which}: no action kept"


def run(folder: Path, runs: int, seed: int = 1) -> Counter[str]:
    """Kill so many programs, each at a moment of its own; how many left the old file, how many the new."""
    path = prepared(folder)
    start = time.monotonic()
    assert killed_after(path, "settle", 600) == Ended(False, "settle", WHILES[2])
    whole = time.monotonic() - start
    longest = dict(zip(WHILES, (whole, 1.1 * _seconds_of_saving(path), AFTER_SECONDS), strict=True))
    names = [*WORKS, RESTORE]
    moments, counts = random.Random(seed), Counter[str]()
    before, known = path.read_bytes(), remembered(path)
    kills = place = 0
    while kills < runs:
        waits_for = WHILES[place % len(WHILES)]
        name = names[place // len(WHILES) % len(names)]
        place += 1
        ended = killed_after(path, name, moments.uniform(0, longest[waits_for]), waits_for)
        kills += ended.killed
        if ended.killed and kills % 50 == 0:
            print(f"{kills} killed so far", dict(counts), flush=True)
        which = f"program {place} ({name}, {ended})"
        now = path.read_bytes()
        if now == before:
            assert ended.killed or name == RESTORE, f"{which}: ended and saved nothing"
            assert ended.during != WHILES[2] or name == RESTORE, f"{which}: what was saved is lost"
            counts[f"killed {ended.during}, the old workbook"] += ended.killed
            continue
        found = remembered(path)
        check_new(known, found, ended.done, which)
        how = f"killed {ended.during}" if ended.killed else "ended by itself"
        counts[f"{how}, the new workbook"] += 1
        counts[f"saved by {ended.done}"] += 1
        before, known = now, found
    _check_in_the_end(path, folder)
    return counts


AFTER_SECONDS = 0.01
"""A program is done that soon after the new file is in its place."""


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
