"""What did a workbook look like before we first changed it: copies kept for two weeks, to be restored."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import platformdirs

from tieout.errors import TieoutError
from tieout.saving import whole_file

KEPT_DAYS = 14
_ORIGIN, _MOMENT = "origin.txt", "%Y%m%d-%H%M%S"


@dataclass(frozen=True)
class Backup:
    """A copy (备份) of a workbook: where it lies, of which file, and when it was made."""

    copy: Path
    origin: Path
    when: datetime

    @property
    def name(self) -> str:
        """By what it is asked for."""
        return f"{self.copy.parent.name[:6]}-{self.copy.stem}"


def backups_folder() -> Path:
    """Where copies lie: the user's own folder, or below `TIEOUT_HOME`."""
    home = os.environ.get("TIEOUT_HOME") or platformdirs.user_data_path("tieout", appauthor=False)
    return Path(home) / "backups"


def back_up(file: Path, now: datetime) -> Backup | None:
    """Keep a copy of a file as it is on the disk; None where there is no file.

    A copy that says the same is not made twice, but counts from now on. Copies older than KEPT_DAYS go.
    """
    file = file.absolute()
    if not file.is_file():
        return None
    digest = _digest(file)
    folder = backups_folder() / hashlib.sha256(str(file).encode()).hexdigest()[:16]
    copy = folder / f"{now:{_MOMENT}}-{digest}{file.suffix}"
    earlier = [one for one in backups(file) if one.copy.stem.endswith(f"-{digest}")]
    try:
        if earlier:
            earlier[0].copy.replace(copy)
        else:
            _copied(file, folder, copy)
    except OSError as error:
        raise TieoutError("saving.failed", file=copy, why=error.strerror or error) from error
    _forget_old(now)
    return Backup(copy, file, now.replace(microsecond=0))


def _copied(file: Path, folder: Path, copy: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with whole_file(folder / _ORIGIN) as beside:
        beside.write_text(str(file), encoding="utf-8")
    with whole_file(copy) as beside:
        shutil.copyfile(file, beside)


def backups(file: Path | None = None) -> list[Backup]:
    """The copies of a file, or of every file, the newest first."""
    wanted = None if file is None else file.absolute()
    found = [one for one in _all() if wanted is None or one.origin == wanted]
    return sorted(found, key=lambda one: one.copy.name, reverse=True)


def restore(name: str, now: datetime, target: Path | None = None) -> Backup:
    """Put a copy where its file was, or elsewhere; what is there is backed up first."""
    chosen = next((one for one in backups() if one.name == name), None)
    if chosen is None:
        raise TieoutError("backup.no_such", found=name)
    if not chosen.copy.stem.endswith(f"-{_digest(chosen.copy)}"):
        raise TieoutError("backup.damaged", file=chosen.name)
    where = target or chosen.origin
    with whole_file(where) as beside:
        shutil.copyfile(chosen.copy, beside)
        back_up(
            where, now
        )  # after the copying: it may rename what says the same, and forget what is old
    return chosen


def _all() -> Iterator[Backup]:
    for note in backups_folder().glob(f"*/{_ORIGIN}"):
        origin = Path(note.read_text(encoding="utf-8"))
        for copy in note.parent.iterdir():
            moment = _moment(copy)
            if moment is not None:
                yield Backup(copy, origin, moment)


def _moment(copy: Path) -> datetime | None:
    """When a copy was made, by its name; None where it is something else."""
    try:
        return datetime.strptime(copy.stem[:15], _MOMENT).astimezone()
    except ValueError:
        return None


def _forget_old(now: datetime) -> None:
    for one in list(_all()):
        if one.when < now - timedelta(days=KEPT_DAYS):
            one.copy.unlink(missing_ok=True)
    for note in backups_folder().glob(f"*/{_ORIGIN}"):
        if len(list(note.parent.iterdir())) == 1:
            shutil.rmtree(note.parent, ignore_errors=True)


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()[:16]
