"""Whatever stops a program, the workbook on the disk is the old one or the new one, and nothing decided is lost.

`TIEOUT_EVERY_CALL=1` stops at every call instead of some, a minute or two; `=sheets` with all our sheets
written, which takes an hour.
"""

import os
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from types import FrameType
from zipfile import ZipFile

import pytest
import xlwings as xw
from tests.both_engines import ON_FILES
from tests.procedures.books import workbook
from tests.procedures.deciding import OURS, THEIRS, check_laws, only_state, opened, shown
from tests.procedures.killing import run

from tieout.engines import headless
from tieout.procedures import clear, clearing, decisions, desk, rerun, settle, undo
from tieout.workbook import in_place
from tieout.workbook.own_sheets import own_sheets


class StoppedError(Exception):
    """What a test throws in the middle."""


@pytest.fixture(autouse=True)
def _home(monkeypatch, tmp_path):
    monkeypatch.setenv("TIEOUT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TIEOUT_LANGUAGE", "zh")


@pytest.mark.slow
def test_killed_programs_leave_the_old_workbook_or_the_new_one(tmp_path, monkeypatch):
    only_state(monkeypatch)
    counts = run(tmp_path, 3)
    assert sum(n for name, n in counts.items() if name.startswith("killed")) == 3


class Stopping:
    """Whatever writes into a workbook is stopped at its call number `at` to xlwings; 0 stops nothing."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.at = self.seen = 0
        painted = in_place.write_workbook
        for module, name in ((desk, "place_report"), (clearing, "remove_everything")):
            monkeypatch.setattr(module, name, self.watched(getattr(module, name), self.count))
        monkeypatch.setattr(in_place, "write_workbook", self.watched(painted, None))

    def watched(self, function: Callable[..., object], watch: object) -> Callable[..., object]:
        """The function, with each call inside it told to `watch`: only there, as telling takes long."""

        def call(*args: object, **more: object) -> object:
            before = sys.getprofile()
            sys.setprofile(watch if self.at else None)
            try:
                return function(*args, **more)
            finally:
                sys.setprofile(before)

        return call

    def count(self, frame: FrameType, event: str, _argument: object) -> None:
        """One call from our code to xlwings more."""
        caller = frame.f_back
        if (
            event == "call"
            and frame.f_code.co_filename == xw.main.__file__
            and caller is not None
            and caller.f_globals.get("__name__", "") == in_place.__name__
        ):
            self.seen += 1
            if self.seen == self.at:
                raise StoppedError

    def stopped(self, at: int, work: Callable[[], object]) -> bool:
        """Whether the work was stopped at its call number `at`; it may have had fewer."""
        self.at, self.seen = at, 0
        try:
            work()
        except StoppedError:
            return True
        finally:
            self.at = 0
        return False


SOME_CALLS = (12, 41, 75)


def test_stopped_at_any_write_the_next_run_makes_the_workbook_whole(tmp_path, monkeypatch):
    every = "TIEOUT_EVERY_CALL" in os.environ
    if os.environ.get("TIEOUT_EVERY_CALL") != "sheets":
        only_state(monkeypatch)
    stopping = Stopping(monkeypatch)
    with opened(ON_FILES, tmp_path) as book:
        settle(book, [6], [6], reason="write_off", note="先前的判定")
        for at in count(1) if every else SOME_CALLS:
            stopped = stopping.stopped(at, lambda: settle(book, [7], [7], reason="fee"))
            again = rerun(book, language="zh")
            assert again.result is not None
            check_laws(book, again.result)
            first = decisions(book)[0]
            assert (first.kept.decision.why, first.standing) == ("先前的判定", "in_force")
            assert shown(book, "我方", 5)[4] == "≠ 核销"
            if not stopped:
                break
            if decisions(book)[-1].kept.decision.cause == "fee":
                undo(book)
        assert stopped is not every, (
            "the sample stops each time, the whole goes on to the last call"
        )


SOME_OF_CLEARING = (5, 30)


def test_clearing_stopped_at_any_call_is_finished_by_clearing_again(tmp_path, monkeypatch):
    every = "TIEOUT_EVERY_CALL" in os.environ
    only_state(monkeypatch)
    stopping = Stopping(monkeypatch)
    with headless.app() as app:
        book = app.books.open(workbook(tmp_path, OURS, THEIRS))
        before = what_is_left(book)
        for at in count(1) if every else SOME_OF_CLEARING:
            rerun(book, language="zh")
            stopped = stopping.stopped(at, lambda: clear(book))
            if not own_sheets(book).nothing:
                clear(book)
            assert what_is_left(book) == before
            if not stopped:
                break
        assert stopped is not every
        print(f"stopped at {at - every} calls")


def what_is_left(book: xw.Book) -> dict[str, object]:
    """The sheets, their cells, the widths of the columns around ours, the rules and the names."""
    looks: dict[str, object] = {
        sheet.name: (
            sheet.used_range.value,
            [sheet.range((1, column)).column_width for column in range(1, 10)],
            [rule.formula for rule in sheet.range("A1:I9").conditional_formats],
        )
        for sheet in book.sheets
    }
    return {**looks, "names": [name.name for name in book.names]}


@pytest.mark.parametrize("fails", ["writestr", "fsync", "replace", "chmod"])
def test_a_save_that_fails_at_any_step_leaves_the_old_workbook(tmp_path, monkeypatch, fails):
    only_state(monkeypatch)
    path = workbook(tmp_path, OURS, THEIRS)
    before = path.read_bytes()
    with headless.app() as app:
        book = app.books.open(path)
        rerun(book, language="zh")

        def fail(*args: object, **more: object) -> None:
            raise OSError(28, "No space left on device")

        where = {"writestr": ZipFile, "fsync": os, "replace": Path, "chmod": Path}[fails]
        monkeypatch.setattr(where, fails, fail)
        with pytest.raises(Exception, match=r"saving.failed|No space"):
            book.save()
        monkeypatch.undo()
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".tieout-")] == []
