"""Whatever stops a program, the workbook on the disk is the old one or the new one, and nothing decided is lost."""

import os
import sys
from pathlib import Path
from types import FrameType
from zipfile import ZipFile

import pytest
import xlwings as xw
from tests.procedures.books import workbook
from tests.procedures.deciding import OURS, THEIRS, check_laws, only_state, opened, shown
from tests.procedures.killing import run

from tieout.engines import headless
from tieout.procedures import decisions, rerun, settle


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
    assert sum(counts.values()) == 3


def stopping(at: int, seen: list[str]) -> None:
    """From here on, the call number `at` from our code to xlwings fails; `seen` gets the calls."""
    library = xw.main.__file__

    def count(frame: FrameType, event: str, argument: object) -> None:
        caller = frame.f_back
        if (
            event == "call"
            and frame.f_code.co_filename == library
            and caller is not None
            and caller.f_globals.get("__name__", "") == "tieout.workbook.in_place"
        ):
            seen.append(frame.f_code.co_name)
            if len(seen) == at:
                raise StoppedError

    sys.setprofile(count)


def stopped_at(book: xw.Book, at: int) -> bool:
    """Whether a settlement was stopped at its call number `at`."""
    seen: list[str] = []
    stopping(at, seen)
    try:
        settle(book, [7], [7], reason="fee")
    except StoppedError:
        return True
    finally:
        sys.setprofile(None)
    return False


CALLS = [12, 41, 75]


def test_stopped_at_any_write_the_next_run_makes_the_workbook_whole(tmp_path, monkeypatch):
    if os.environ.get("TIEOUT_EVERY_CALL") is None:
        only_state(monkeypatch)
        calls = CALLS
    else:
        calls = list(range(1, 2000))
    with opened(tmp_path) as book:
        settle(book, [6], [6], reason="write_off", note="先前的判定")
        for at in calls:
            stopped = stopped_at(book, at)
            again = rerun(book, language="zh")
            assert again.result is not None
            check_laws(book, again.result)
            first = decisions(book)[0]
            assert (first.kept.decision.why, first.standing) == ("先前的判定", "in_force")
            assert shown(book, "我方", 5)[4] == "≠ 核销"
            if not stopped:
                break
        assert len(decisions(book)) >= 1


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
