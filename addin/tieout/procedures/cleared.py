"""What did clearing take out of a workbook: noted in the user's own folder for two weeks, so that it can be undone."""

import gzip
import hashlib
import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from tieout.backups import KEPT_DAYS, backups_folder
from tieout.saving import whole_file
from tieout.workbook.beside import Written


@dataclass(frozen=True)
class Cleared:
    """What was in a workbook (已清除): the columns of its hidden sheet, its rules (JSON), what people wrote beside."""

    state: list[list[object]]
    rules: str
    beside: tuple[Written, ...]


def note_cleared(file: Path, cleared: Cleared) -> None:
    """Keep it, in place of what an earlier clearing of the same file took out."""
    note = _note(file)
    note.parent.mkdir(parents=True, exist_ok=True)
    written = json.dumps(asdict(cleared), ensure_ascii=False, default=str)
    with whole_file(note) as beside:
        beside.write_bytes(gzip.compress(written.encode()))
    oldest = (datetime.now().astimezone() - timedelta(days=KEPT_DAYS)).timestamp()
    for old in note.parent.glob("*.json.gz"):
        with suppress(OSError):  # somebody else may have swept it
            if old.stat().st_mtime < oldest:
                old.unlink()


def cleared_of(file: Path) -> Cleared | None:
    """What the last clearing of a file took out; None where nothing is known of it."""
    note = _note(file)
    if not file.is_absolute() or not note.is_file():
        return None
    values = json.loads(gzip.decompress(note.read_bytes()))
    beside = tuple(_written(one) for one in values["beside"])
    return Cleared(values["state"], values["rules"], beside)


def forget_cleared(file: Path) -> None:
    """It was brought back, and taken back by other means since."""
    _note(file).unlink(missing_ok=True)


def _note(file: Path) -> Path:
    name = hashlib.sha256(str(file).encode()).hexdigest()[:16]
    return backups_folder().with_name("cleared") / f"{name}.json.gz"


def _written(values: dict[str, object]) -> Written:
    place, entry = values["place"], values["entry"]
    assert isinstance(place, list)
    return Written(
        **{  # type: ignore[arg-type]
            **values,
            "place": tuple(place),
            "entry": tuple(entry) if isinstance(entry, list) else None,
        }
    )
