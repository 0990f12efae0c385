"""`python -m tests.procedures.stopping [WORK …]`: every procedure stopped at each of its writes into an open workbook.

Each write goes through xlwings; before each one, in turn, the work is stopped. What people decided must still
be there, and the next run (or clearing again) must make the workbook whole. With `sheets` after the module's
name all our sheets are written, which takes longer.
"""

import inspect
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from shutil import copyfile
from typing import Any

import xlwings as xw
from tests.procedures.deciding import check_laws, only_state
from tests.procedures.killing import WORKS, Remembered, prepared

from tieout.engines import headless
from tieout.procedures import clear, rerun
from tieout.workbook.own_sheets import own_sheets

SetAttribute = Callable[[Any, str, object], None]
VERBS = ("add", "apply", "autofit", "clear", "copy", "delete", "insert", "merge", "set", "unmerge")
"""So begin the names of xlwings' methods that write; whatever is assigned is written, too."""
PASSING = ("App", "Apps", "Books", "Engine", "Engines")
"""What programs are open is no content of a workbook."""


class StoppedError(Exception):
    """Thrown in the middle, where nobody expects it."""


class Writes:
    """Every write into a workbook, counted; `before` is told the number of each before it is done."""

    def __init__(self, set_attribute: SetAttribute) -> None:
        self.seen = 0
        self.before: Callable[[int], None] | None = None
        for name, kind in inspect.getmembers(xw.main, inspect.isclass):
            if kind.__module__ == xw.main.__name__ and name not in PASSING:
                self._watch(kind, set_attribute)

    def _watch(self, kind: type, set_attribute: SetAttribute) -> None:
        for name, member in list(vars(kind).items()):
            if isinstance(member, property) and member.fset is not None:
                watched = property(member.fget, self._counted(member.fset), member.fdel)
                set_attribute(kind, name, watched)
            elif inspect.isfunction(member) and name.startswith(VERBS):
                set_attribute(kind, name, self._counted(member))

    def _counted(self, write: Callable[..., object]) -> Callable[..., object]:
        @wraps(write)
        def call(*args: object, **more: object) -> object:
            if self.before is not None:
                self.seen += 1
                self.before(self.seen)
            return write(*args, **more)

        return call

    def during(self, work: Callable[[], object], before: Callable[[int], None]) -> bool:
        """Do the work, and tell of each write; whether it was stopped."""
        self.seen, self.before = 0, before
        try:
            work()
        except StoppedError:
            return True
        finally:
            self.before = None
        return False


def stopped_everywhere(writes: Writes, start: Path, name: str) -> int:
    """A kind of work on one workbook, stopped at each of its writes; how many those were.

    The work is done once: before each write a copy of the process is made, in which it is stopped.
    """
    with headless.app() as app:
        book = app.books.open(start)
        remembered = remembered_in(book)

        def stop_a_copy(number: int) -> None:
            copy = os.fork()
            if copy == 0:
                raise StoppedError
            _, status = os.waitpid(copy, 0)
            assert status == 0, f"{name}, stopped at write {number}: see above"

        if writes.during(lambda: WORKS[name](book), stop_a_copy):
            _in_the_copy(book, name, remembered)
        return writes.seen


def _in_the_copy(book: xw.Book, name: str, remembered: Remembered) -> None:
    try:
        check_whole_again(book, name, remembered)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def stopped_at(writes: Writes, start: Path, name: str, moment: int) -> bool:
    """Whether a kind of work was stopped at one write, and nothing was lost by it; it may have had fewer."""

    def stop(number: int) -> None:
        if number == moment:
            raise StoppedError

    with headless.app() as app:
        book = app.books.open(start)
        remembered = remembered_in(book)
        stopped = writes.during(lambda: WORKS[name](book), stop)
        check_whole_again(book, name, remembered)
    return stopped


def check_whole_again(book: xw.Book, name: str, before: Remembered) -> None:
    """Nothing decided is lost, and the next run makes the workbook whole."""
    if WORKS[name] is WORKS["clear"]:
        if not own_sheets(book).nothing:
            clear(book)
        assert [sheet.name for sheet in book.sheets] == ["我方", "对方"]
        assert book.sheets["我方"].used_range.last_cell.column == 4
        assert [one.name for one in book.names] == []
        return
    check_kept(before, book)
    again = rerun(book, language="zh", ours_sheet="我方", theirs_sheet="对方")
    assert again.result is not None
    check_laws(book, again.result)
    check_kept(before, book)


def check_kept(before: Remembered, book: xw.Book) -> None:
    """What was decided is there."""
    for had, has in zip(before, remembered_in(book), strict=True):
        assert has[: len(had)] == had, "something remembered is gone"


def remembered_in(book: xw.Book) -> Remembered:
    """Every action and decision in an open workbook."""
    own = own_sheets(book)
    return own.noted("action"), own.noted("decision")


def starts(folder: Path, wanted: Iterable[str]) -> dict[str, Path]:
    """The workbook that each kind of work finds, one made of the other in their order."""
    path, found = prepared(folder), {}
    last = [name for name in WORKS if name in set(wanted)][-1]
    for place, (name, work) in enumerate(WORKS.items()):
        found[name] = folder / f"start{place}" / path.name
        found[name].parent.mkdir()
        copyfile(folder / "closed.xlsx", found[name].with_name("closed.xlsx"))
        copyfile(folder / "received.csv", found[name].with_name("received.csv"))
        copyfile(path, found[name])
        if name == last:
            return found
        with headless.app() as app:
            book = app.books.open(path)
            work(book)
            book.save()
    return found


def main(wanted: list[str], *, sheets: bool) -> None:
    """Every kind of work asked for, or all, each at all its writes."""
    if not sheets:
        only_state(_Patch)
    writes = Writes(setattr)
    with tempfile.TemporaryDirectory() as folder:
        found = starts(Path(folder), wanted)
        for name in wanted:
            begin = time.monotonic()
            stops = stopped_everywhere(writes, found[name], name)
            seconds = time.monotonic() - begin
            print(f"{name}: stopped at each of {stops} writes, {seconds:.0f} s", flush=True)


class _Patch:
    """What only_state asks of pytest's monkeypatch."""

    setattr = staticmethod(setattr)


if __name__ == "__main__":
    asked = [one for one in sys.argv[1:] if one != "sheets"] or list(WORKS)
    main(asked, sheets="sheets" in sys.argv[1:])
