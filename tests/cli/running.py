"""The real command, run inside the test: its exit status and what it said."""

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tieout.cli.door import status_of


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    status: int
    out: str
    error: str


def run(capsys, *arguments: str | Path, language: str = "en") -> Ran:
    """Run `tieout --language … arguments`."""
    capsys.readouterr()
    status = status_of(["--language", language, *map(str, arguments)])
    out, error = capsys.readouterr()
    return Ran(status, out, error)


def run_aside(*arguments: str | Path, language: str = "en") -> Ran:
    """Run `tieout --language … arguments` for what several tests look at."""
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as error:
        status = status_of(["--language", language, *map(str, arguments)])
    return Ran(status, out.getvalue(), error.getvalue())


def reconciled(capsys, folder: Path, *arguments: str | Path) -> dict[str, Any]:
    """The JSON of a reconcile that must succeed."""
    target = folder / "result.json"
    ran = run(capsys, "reconcile", *arguments, "--json", target)
    assert ran.error == ""
    assert ran.status == 0
    return json.loads(target.read_text(encoding="utf-8"))


def both(capsys, *arguments: str | Path) -> tuple[Ran, Ran]:
    """The same command in Chinese and in English."""
    zh, en = (run(capsys, *arguments, language=language) for language in ("zh", "en"))
    return zh, en
