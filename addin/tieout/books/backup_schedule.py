"""When is a backup due: where it goes then, and which old ones are kept no longer."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from tieout.books.backup import Backup, back_up
from tieout.books.books import Books
from tieout.errors import TieoutError
from tieout.progress import Progress, silent

SETTING = "backup_schedule"
_MOMENT = "%Y%m%d-%H%M%S"


@dataclass(frozen=True)
class Schedule:
    """A backup every so many days into a folder, the newest few of which are kept."""

    folder: str
    every_days: int
    keep: int
    encrypted: bool


def schedule_of(books: Books) -> Schedule | None:
    """What the books were told; None where there is no schedule."""
    said = books.setting(SETTING)
    return Schedule(**json.loads(said)) if said else None


def set_schedule(books: Books, schedule: Schedule | None) -> None:
    """Keep a schedule in the books; None ends it."""
    if schedule is not None and not Path(schedule.folder).is_dir():
        raise TieoutError("books.no_backup_folder", folder=schedule.folder)
    books.set(SETTING, json.dumps(asdict(schedule), ensure_ascii=False) if schedule else "")


def is_due(books: Books, schedule: Schedule, today: date) -> bool:
    """Whether the newest backup there is as old as the schedule lets it be; days are counted, not hours."""
    made = _made(books, schedule)
    return not made or (today - _day(books, made[-1])).days >= schedule.every_days


def scheduled_backup(
    books: Books,
    schedule: Schedule,
    now: datetime,
    *,
    passphrase: str | None = None,
    progress: Progress = silent,
) -> tuple[Backup, list[Path]]:
    """Back up into the folder of the schedule; only then the oldest there make room, and are named."""
    if not Path(schedule.folder).is_dir():
        raise TieoutError("books.no_backup_folder", folder=schedule.folder)
    target = Path(schedule.folder) / f"{_prefix(books)}{now.strftime(_MOMENT)}.backup"
    made = back_up(books, target, passphrase=passphrase, progress=progress)
    old = list(_made(books, schedule))[: -schedule.keep]
    for file in old:
        file.unlink()
    return made, old


def _made(books: Books, schedule: Schedule) -> Sequence[Path]:
    """The backups of these books in the folder, oldest first; other files there are not ours to count."""
    found = Path(schedule.folder).glob(f"{_prefix(books)}*.backup")
    return sorted(file for file in found if _is_moment(file.stem.removeprefix(_prefix(books))))


def _prefix(books: Books) -> str:
    return f"tieout-{books.books_id[:8]}-"


def _is_moment(said: str) -> bool:
    try:
        datetime.strptime(said, _MOMENT)  # noqa: DTZ007 — the user's own clock named the file
    except ValueError:
        return False
    return True


def _day(books: Books, file: Path) -> date:
    said = file.stem.removeprefix(_prefix(books))
    return datetime.strptime(said, _MOMENT).date()  # noqa: DTZ007 — the user's own clock
