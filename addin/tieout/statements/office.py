"""How are many workbooks turned into PDF by LibreOffice, in as few processes as there are processors."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tieout.errors import TieoutError
from tieout.progress import Progress, silent
from tieout.statements.office_profile import surroundings, write_profile
from tieout.texts import first_of

_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
_PROCESSES_MAX = 4
"""More would take a gigabyte and more of memory."""
_FILES_MIN, _FILES_MAX = 20, 250
"""How many workbooks a process of its own is worth, and how many one takes in turn."""
_START_SECONDS, _FILE_SECONDS, _LOOK_SECONDS = 90, 20, 0.1


def to_pdf(workbooks: Sequence[Path], progress: Progress = silent) -> list[Path]:
    """A PDF beside each workbook, in the same order."""
    return convert_all(workbooks, "pdf", progress)


def convert_all(
    workbooks: Sequence[Path], kind: str, progress: Progress = silent, folder: Path | None = None
) -> list[Path]:
    """Each workbook converted, beside it or in a folder; nothing is left behind where one fails."""
    program = office_program()
    with tempfile.TemporaryDirectory(prefix="tieout-") as place:
        copies = _copied(workbooks, Path(place))
        made = Path(place) / kind
        _convert(program, copies, made, progress)
        files = [made / f"{copy.stem}.{kind}" for copy in copies]
        missing = [
            book.name for book, file in zip(workbooks, files, strict=True) if not file.exists()
        ]
        if missing:
            raise TieoutError("statement.error.not_printed", files=first_of(missing))
        targets = [(folder or book.parent) / f"{book.stem}.{kind}" for book in workbooks]
        for file, target in zip(files, targets, strict=True):
            shutil.move(file, target)
    progress("printing", 1.0)
    return targets


def office_program() -> str:
    """Where LibreOffice is."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    found = found or next((place for place in _PLACES if os.path.exists(place)), None)  # noqa: PTH110
    if found is None:
        raise TieoutError("statement.error.no_office")
    return found


def _copied(workbooks: Sequence[Path], place: Path) -> list[Path]:
    """Copies under plain numbers, as no name may read as an option."""
    source = place / "workbooks"
    source.mkdir()
    copies = [source / f"{at:06}{book.suffix}" for at, book in enumerate(workbooks)]
    for book, copy in zip(workbooks, copies, strict=True):
        shutil.copyfile(book, copy)
    return copies


@dataclass(frozen=True)
class _Running:
    """A LibreOffice at work, and how long it may be."""

    process: subprocess.Popen[bytes]
    seconds: int
    until: float


def _convert(program: str, copies: Sequence[Path], made: Path, progress: Progress) -> None:
    """Keep as many processes at work as there are processors; whoever waits may end them all."""
    at_once = max(1, min(os.cpu_count() or 1, _PROCESSES_MAX, len(copies) // _FILES_MIN))
    left = _shares(copies, at_once)
    running: list[_Running] = []
    made.mkdir()
    try:
        while left or running:
            while left and len(running) < at_once:
                running.append(_started(program, left.pop(0), made))
            progress("printing", sum(1 for _ in made.iterdir()) / len(copies))
            with suppress(subprocess.TimeoutExpired):
                running[0].process.wait(_LOOK_SECONDS)
            running = [one for one in running if _is_at_work(one)]
    finally:
        for one in running:
            _end(one.process)


def _shares(copies: Sequence[Path], at_once: int) -> list[Sequence[Path]]:
    """What each process gets: equal parts, as far as one takes them in turn."""
    each = min(_FILES_MAX, -(-len(copies) // at_once)) or 1
    return [copies[start : start + each] for start in range(0, len(copies), each)]


def _started(program: str, copies: Sequence[Path], made: Path) -> _Running:
    profile = made.parent / f"profile{copies[0].stem}"
    write_profile(profile, program)
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    command += ["--convert-to", made.name, "--outdir", str(made), *map(str, copies)]
    process = subprocess.Popen(  # noqa: S603  # our own words
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=surroundings(profile),
        start_new_session=True,
    )
    seconds = _START_SECONDS + _FILE_SECONDS * len(copies)
    return _Running(process, seconds, time.monotonic() + seconds)


def _is_at_work(one: _Running) -> bool:
    if one.process.poll() is not None:
        return False
    if time.monotonic() > one.until:
        raise TieoutError("statement.error.office_hangs", seconds=one.seconds)
    return True


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process with those it started; the program that is called is not the one that works."""
    with suppress(OSError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()
