"""What people decide, through the commands: one workbook from the first run until everything of ours has left it."""

from pathlib import Path

import pytest
from tests.cli.running import run
from tests.procedures.books import workbook
from tests.procedures.deciding import OURS, THEIRS, only_state

AMBIGUOUS = ("2026-03-12,,甲,250\n2026-03-12,,乙,250\n", "2026-03-12,,x,250\n")


@pytest.fixture(autouse=True)
def _home(monkeypatch, tmp_path):
    monkeypatch.setenv("TIEOUT_HOME", str(tmp_path / "home"))


@pytest.fixture
def book(monkeypatch, tmp_path, capsys) -> Path:
    """A reconciled workbook."""
    only_state(monkeypatch)
    path = workbook(tmp_path, *(a + b for a, b in zip((OURS, THEIRS), AMBIGUOUS, strict=True)))
    path.with_suffix(".raw").write_bytes(path.read_bytes())
    assert run(capsys, "reconcile", path, "-o", path).status == 0
    return path


def test_a_workbook_is_decided_on_from_a_terminal(book, capsys):
    def said(*arguments: object) -> str:
        ran = run(capsys, *arguments)
        assert ran.status == 0, ran.error
        return ran.out

    before = book.read_bytes()
    assert "Preview, nothing is written" in said(
        "settle", book, "--ours", "7", "--theirs", "7", "--preview"
    )
    assert book.read_bytes() == before
    settled = said(
        "settle", book, "--ours", "7", "--theirs", "7", "--reason", "fee", "--note", "bank", "--who", "Wang"
    )  # fmt: skip
    assert (
        "Settled: our lines 7 for 700.00, their lines 7 for -500.00, difference 1,200.00 (Fee)"
        in settled
    )
    assert "Done: Accept suggestions" in said("accept", book, "--above", "0.5")
    assert "Done: Undo (Accept suggestions)" in said("undo", book)
    listed = said("choose", book, "--match", _ambiguous(book))
    assert "  1  our lines" in listed
    assert "  2  our lines" in listed
    assert "Done: Choose one way" in said("choose", book, "--match", _ambiguous(book), "--way", "2")
    assert "Marked (In dispute): our lines 6" in said(
        "mark", book, "--ours", "6", "--as", "dispute"
    )
    assert "Note: their lines 6" in said("note", book, "--theirs", "6", "--note", "called")
    listed = said("decisions", book)
    assert listed.count("\n") >= 7
    assert "Wang" in listed
    assert "Undo (Note, Mark open items)" in said("undo", book, "--steps", "2")
    copies = said("backups", "list", book).splitlines()
    assert "book.xlsx" in said("clear", book)
    assert "would take back: Clear\n" in said("decisions", book)
    assert "Done: Undo (Clear)." in said("undo", book)
    assert "the workbook is as it was" in said("undo", book, "--steps", "9")
    refused = run(capsys, "undo", book)
    assert (refused.status, refused.error.count("\n")) == (2, 1)
    assert "book.xlsx" in said("backups", "restore", copies[-1].split()[0])
    assert book.read_bytes() == book.with_suffix(".raw").read_bytes()


def test_what_cannot_be_decided_is_said_and_the_file_stays(book, capsys):
    before = book.read_bytes()
    for arguments, expected in (
        (("settle", book, "--ours", "7", "--theirs", "7"), "Give a reason"),
        (("settle", book, "--ours", "x"), "x"),
        (("accept", book), "--all"),
        (("mark", book, "--ours", "6", "--as", "nonsense"), "nonsense"),
        (("unsettle", book, "--ours", "7"), "nothing to take apart"),
        (("settle", book.with_name("none.xlsx"), "--ours", "7"), "none.xlsx"),
    ):
        ran = run(capsys, *arguments)
        assert ran.status == 2
        assert expected in ran.error
        assert "Traceback" not in ran.error
    assert book.read_bytes() == before


def _ambiguous(book: Path) -> int:
    """The number of the match with several ways."""
    from tieout.engines import headless
    from tieout.procedures.desk import desk

    with headless.app() as app:
        matches = desk(app.books.open(book)).result.matches
        return int(matches.loc[matches["state"] == "ambiguous", "match"].iloc[0])
