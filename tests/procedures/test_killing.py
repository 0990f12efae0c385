"""Whatever stops a program, the workbook on the disk is the old one or the new one, and nothing decided is lost.

Some kills and some stops; `tests.procedures.killing` and `tests.procedures.stopping` are run by hand for all.
"""

import os
from pathlib import Path
from shutil import copyfile
from zipfile import ZipFile

import pytest
from tests.procedures.books import workbook
from tests.procedures.deciding import OURS, THEIRS, only_state
from tests.procedures.killing import WORKS, prepared, run
from tests.procedures.stopping import Writes, check_kept, remembered_in, stopped_at

from tieout.engines import headless
from tieout.procedures import rerun, settle


@pytest.fixture(autouse=True)
def _home(monkeypatch, tmp_path):
    monkeypatch.setenv("TIEOUT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TIEOUT_LANGUAGE", "zh")


@pytest.mark.slow
def test_killed_programs_leave_the_old_workbook_or_the_new_one(tmp_path, monkeypatch):
    only_state(monkeypatch)
    counts = run(tmp_path, 3)
    assert sum(n for name, n in counts.items() if name.startswith("killed")) == 3


@pytest.fixture(scope="module")
def reconciled(tmp_path_factory):
    """A reconciled workbook, in a folder with what else works need."""
    return prepared(tmp_path_factory.mktemp("reconciled")).with_name("closed.xlsx")


@pytest.mark.parametrize("name", ["settle", "rules", "carry", "import"])
def test_before_every_write_what_was_decided_can_be_found(reconciled, tmp_path, monkeypatch, name):
    only_state(monkeypatch)
    writes, seen = Writes(monkeypatch.setattr), []
    path = tmp_path / "book.xlsx"
    for file in ("closed.xlsx", "received.csv"):
        copyfile(reconciled.with_name(file), path.with_name(file))
    copyfile(reconciled, path)
    with headless.app() as app:
        book = app.books.open(path)
        settle(book, [6], [6], reason="write_off", note="先前的判定")
        before = remembered_in(book)
        assert len(before[1]) == 1

        def look(number: int) -> None:
            check_kept(before, book)
            seen.append(number)

        assert not writes.during(lambda: WORKS[name](book), look)
        check_kept(before, book)
    assert len(seen) > 3


@pytest.mark.parametrize(
    ("name", "moment"),
    [("settle", 4), ("settle", 30), ("settle", 75), ("rules", 4), ("clear", 5), ("clear", 30)],
)
def test_stopped_at_a_write_the_next_run_makes_the_workbook_whole(
    reconciled, monkeypatch, name, moment
):
    only_state(monkeypatch)
    assert stopped_at(Writes(monkeypatch.setattr), reconciled, name, moment)


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
