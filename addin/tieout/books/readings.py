"""What was read of what is sensitive, by whom and when: noted while reading, a line of the trail when the books are left.

A reading that cannot be written now, as the file may only be read or somebody else is writing,
waits in the user's own folder and is written the next time.
"""

import json
import time
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from tieout.books.digests import canonical, clean_text
from tieout.books.place import home
from tieout.errors import TieoutError

if TYPE_CHECKING:
    from tieout.books.books import Books

ReadingKind = Literal["customers", "query", "balances", "trace", "statement", "trail"]
KINDS: tuple[ReadingKind, ...] = get_args(ReadingKind)
SETTING = "readings"
"""The setting that says which kinds are written down: their names, or `none`; all where it is not set."""
NOBODY = "none"
IN_A_LINE_MAX = 200
APART_SECONDS = 10
"""A program that asks again and again, as a sheet does, writes no more often than this."""
_LATER = ("books.busy", "books.read_only", "books.disk_full", "books.not_permitted")
_WRITTEN_AT: dict[str, float] = {}


@dataclass(frozen=True)
class Reading:
    """One reading: of what kind, what was asked, how many rows it gave, when."""

    kind: ReadingKind
    rows: int
    at: str
    asked: Mapping[str, object] = field(default_factory=dict)
    purpose: str = ""


def write_readings(books: "Books") -> None:
    """Write down what was read in these books, and what waited from before."""
    place = _place(books)
    if not books.readings and not place.is_dir():
        return
    if _just_written(place):
        _keep(place, books.readings)
        books.readings.clear()
        return
    waiting, files = _waiting(place)
    readings = [*waiting, *books.readings]
    books.readings.clear()
    try:
        for start in range(0, len(readings), IN_A_LINE_MAX):
            _write(books, readings[start : start + IN_A_LINE_MAX])
    except TieoutError as error:
        if error.key not in _LATER:
            raise
        _keep(place, readings)
    else:
        _WRITTEN_AT[str(place)] = time.monotonic()
    for file in files:
        file.unlink(missing_ok=True)


def kinds_written(value: str) -> frozenset[str]:
    """Which kinds a value of the setting names.

    >>> sorted(kinds_written("query,customers")), kinds_written("none"), len(kinds_written(""))
    (['customers', 'query'], frozenset(), 6)
    """
    if not value:
        return frozenset(KINDS)
    return frozenset(KINDS).intersection(value.split(","))


def _write(books: "Books", readings: Sequence[Reading]) -> None:
    wanted = kinds_written(books.setting(SETTING))
    found = [each for each in readings if each.kind in wanted]
    if not found:
        return
    kinds = {each.kind for each in found}
    subject = found[0].kind if len(kinds) == 1 else "several"
    purposes = dict.fromkeys(each.purpose for each in found if each.purpose)
    detail = {"readings": [_said(each) for each in found]}
    books.add_reading(subject, clean_text("; ".join(purposes)), clean_text(canonical(detail)))


def _said(reading: Reading) -> dict[str, object]:
    """Without what was not asked."""
    asked = {name: value for name, value in reading.asked.items() if value not in (None, "", [])}
    said: dict[str, object] = {"kind": reading.kind, "rows": reading.rows, "at": reading.at}
    return said | ({"asked": asked} if asked else {})


def _place(books: "Books") -> Path:
    """Where the readings of one person in these books wait."""
    whose = sha256(f"{books.anchored}\n{books.who}".encode()).hexdigest()[:32]
    return home() / "readings" / whose


def _just_written(place: Path) -> bool:
    last = _WRITTEN_AT.get(str(place))
    return last is not None and time.monotonic() - last < APART_SECONDS


def _keep(place: Path, readings: Iterable[Reading]) -> None:
    lines = [json.dumps(asdict(each), ensure_ascii=False, default=str) for each in readings]
    if lines:
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{uuid.uuid4().hex}.jsonl").write_text("\n".join(lines), encoding="utf-8")


def _waiting(place: Path) -> tuple[list[Reading], list[Path]]:
    """What waits, oldest first, and the files it waits in; a file half written is passed over."""
    files = sorted(place.glob("*.jsonl")) if place.is_dir() else []
    found: list[Reading] = []
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            try:
                found.append(Reading(**json.loads(line)))
            except (ValueError, TypeError):
                continue
    return sorted(found, key=lambda each: each.at), files
