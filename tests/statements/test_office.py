"""A batch printed by LibreOffice: shared by the processors, told as it goes, ended when nobody waits any more."""

import os
import subprocess
import time
from pathlib import Path

import pytest

from tieout.errors import TieoutError
from tieout.progress import CancelledError
from tieout.statements import office
from tieout.statements.office_profile import write_profile

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the stand-ins are shell scripts")
PRINTS = """
touch "$PLACE/started.$$"
while [ "$1" != --outdir ]; do shift; done
to=$2; shift 2
for file; do cp "$file" "$to/$(basename "$file" .xlsx).pdf"; done
"""
"""A program that is called as LibreOffice is, and copies."""


@pytest.fixture
def program(tmp_path, monkeypatch):
    """Put a shell script in LibreOffice's place, on a machine of two processors."""
    monkeypatch.setenv("PLACE", str(tmp_path))
    monkeypatch.setattr(os, "cpu_count", lambda: 2)

    def put(script):
        file = tmp_path / "soffice"
        file.write_text(f"#!/bin/sh\n{script}")
        file.chmod(0o755)
        monkeypatch.setattr(office, "office_program", lambda: str(file))
        return file

    return put


@pytest.fixture
def workbooks(tmp_path):
    folder = tmp_path / "books"
    folder.mkdir()
    files = [folder / f"-o 客户 {at}.xlsx" for at in range(41)]
    for file in files:
        file.write_text(file.name)
    return files


def started(place: Path) -> int:
    return len(list(place.glob("started.*")))


def test_a_batch_is_shared_by_the_processors_and_each_workbook_gets_its_own_pdf(
    program, workbooks, tmp_path
):
    program(PRINTS)
    shares = []
    made = office.to_pdf(workbooks, lambda step, share: shares.append((step, share)))
    assert [file.read_text() for file in made] == [book.name for book in workbooks]
    assert [file.stem for file in made] == [book.stem for book in workbooks]
    assert started(tmp_path) == 2
    assert {step for step, _ in shares} == {"printing"}
    assert shares == sorted(shares)
    assert shares[-1] == ("printing", 1.0)


def test_a_few_workbooks_are_not_worth_a_second_program(program, workbooks, tmp_path):
    program(PRINTS)
    office.to_pdf(workbooks[:39])
    assert started(tmp_path) == 1


def test_many_workbooks_are_taken_in_parts(program, workbooks, tmp_path, monkeypatch):
    monkeypatch.setattr(office, "_FILES_MAX", 10)
    program(PRINTS)
    assert len(office.to_pdf(workbooks)) == 41
    assert started(tmp_path) == 5


def test_who_waits_may_cancel_and_nothing_goes_on(program, workbooks, tmp_path):
    program('touch "$PLACE/started.$$"\nsleep 60 & echo $! > "$PLACE/worker.$$"\nwait\n')

    def cancelled(step, share):
        if len(list(tmp_path.glob("worker.*"))) == 2:
            raise CancelledError

    with pytest.raises(CancelledError):
        office.to_pdf(workbooks, cancelled)
    workers = [file.read_text().strip() for file in tmp_path.glob("worker.*")]
    for _ in range(50):
        left = subprocess.run(["ps", "-o", "stat=", "-p", ",".join(workers)], capture_output=True)
        alive = [state for state in left.stdout.split() if not state.startswith(b"Z")]
        if not alive:
            break
        time.sleep(0.02)
    assert not alive
    assert not list((tmp_path / "books").glob("*.pdf"))


def test_a_program_that_never_ends_is_ended_and_said(program, workbooks, monkeypatch):
    monkeypatch.setattr(office, "_START_SECONDS", 0)
    monkeypatch.setattr(office, "_FILE_SECONDS", 0)
    program("sleep 60\n")
    with pytest.raises(TieoutError) as error:
        office.to_pdf(workbooks[:1])
    assert error.value.message("en").startswith("LibreOffice did not finish within 0 seconds.")


def test_what_was_not_printed_is_named_and_nothing_is_left(program, workbooks):
    program(PRINTS.replace("for file;", "shift; for file;"))
    with pytest.raises(TieoutError) as error:
        office.to_pdf(workbooks[:3])
    assert "-o 客户 0.xlsx" in error.value.message("zh")
    assert "-o 客户 1.xlsx" not in error.value.message("zh")
    assert not list(workbooks[0].parent.glob("*.pdf"))


@pytest.mark.parametrize("place", ["versionrc", "version.ini", "../Resources/versionrc"])
def test_the_profile_knows_the_build_wherever_the_program_says_it(tmp_path, place):
    program = tmp_path / "MacOS" / "soffice"
    program.parent.mkdir()
    (program.parent / place).parent.mkdir(exist_ok=True)
    (program.parent / place).write_text("[Version]\nUpdateID=x\nbuildid=40(Build:2)\n")
    write_profile(tmp_path / "profile", str(program))
    known = tmp_path / "profile" / "user" / "extensions" / "buildid"
    assert known.read_text() == "40(Build:2)"
