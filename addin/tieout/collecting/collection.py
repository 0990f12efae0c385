"""How are sources collected into one ledger: fetched, mapped, compared, and kept whole or not at all."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from tieout.collecting.collected_row import CollectedRow
from tieout.collecting.comparing import change_sentence, compared, keyed, without_repeats
from tieout.collecting.database import fetch_database
from tieout.collecting.fetched import Fetched
from tieout.collecting.folder import fetch_folder
from tieout.collecting.known_rows import KnownSource, known_file, read_known, write_known
from tieout.collecting.ledger_file import write_ledger
from tieout.collecting.mapping import Mapped, mapped
from tieout.collecting.service import fetch_service
from tieout.collecting.source_file import DatabaseSource, FolderSource, Source
from tieout.collecting.twice import perhaps_twice
from tieout.errors import TieoutError
from tieout.progress import Progress, silent
from tieout.texts import text


@dataclass(frozen=True)
class SourceResult:
    """What became of one source; the sentences are in the user's language."""

    name: str
    new: int = 0
    changed: int = 0
    repeated: int = 0
    gone: int = 0
    changes: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    failure: str = ""


@dataclass(frozen=True)
class Collection:
    """What became of all, and how many rows the ledger has now."""

    results: tuple[SourceResult, ...]
    rows: int
    twice: tuple[str, ...]

    @property
    def failed(self) -> tuple[str, ...]:
        """The sources that could not be collected."""
        return tuple(result.name for result in self.results if result.failure)


def collect(
    sources: Sequence[Source], ledger: Path, today: date, progress: Progress = silent
) -> Collection:
    """Collect the sources into a ledger file and say what was new, changed, repeated.

    A source that fails is said and leaves its rows as they were; the others are collected. Nothing
    is written before all are read, and the ledger before what is known of it: whenever the work
    stops, the next run finds the same rows again and ends with the same ledger.
    """
    known = dict(read_known(known_file(ledger)))
    results: list[SourceResult] = []
    for place, source in enumerate(sources):
        share = _part(progress, place, len(sources))
        before = known.get(source.name, KnownSource())
        try:
            known[source.name], result = _collected(source, before, today, share)
        except TieoutError as error:
            if error.key == "progress.cancelled":
                raise
            result = SourceResult(source.name, failure=str(error))
        results.append(result)
    progress("writing", 0.0)
    twice = perhaps_twice({name: each.rows for name, each in known.items()})
    count = sum(len(each.rows) for each in known.values())
    collection = Collection(tuple(results), count, twice)
    write_ledger(ledger, known, collection)
    write_known(known_file(ledger), known)
    progress("writing", 1.0)
    return collection


def sample(source: Source, progress: Progress = silent) -> Mapped:
    """A few rows of a source, fetched and mapped as they would be."""
    tables, failures = _fetched(source, KnownSource(), progress, few=True)
    found = [mapped(source, table) for table in tables]
    return Mapped(
        tuple(row for each in found for row in each.rows),
        (*failures, *(error for each in found for error in each.errors)),
        tuple(notice for each in found for notice in each.notices),
    )


def _part(progress: Progress, place: int, count: int) -> Progress:
    return lambda step, share: progress(step, (place + share) / count)


def _collected(
    source: Source, before: KnownSource, today: date, progress: Progress
) -> tuple[KnownSource, SourceResult]:
    rules = _rules_hash(source)
    files = before.files if before.read_by == rules else {}
    tables, failures = _fetched(source, replace(before, files=files), progress, few=False)
    found: list[Mapped] = []
    read: list[Fetched] = []
    for table in tables:
        try:
            found.append(mapped(source, table))
            read.append(table)
        except TieoutError as error:
            if not isinstance(source, FolderSource):
                raise
            failures.append(str(error))
    parts = _keyed(source, found)
    now: dict[str, CollectedRow] = {}
    removed: list[str] = []
    errors = [*failures, *(error for each in found for error in each.errors)]
    torn: list[str] = []
    for part in parts:  # of a folder, the newest file last
        kept, repeats, faults = without_repeats(part)
        now |= kept
        removed, torn = [*removed, *repeats], [*torn, *faults]
    whole = not isinstance(source, FolderSource) and not errors
    seen = [row.key for part in parts for row in part] if whole else None
    left_out = [key for each in found for key in each.ignored]
    result = compared(dict(before.rows), now, before.gone, seen=seen, left_out=left_out)
    after = KnownSource(
        rows={**before.rows, **now},
        files={**files, **{table.sha256: table.name for table in read if table.sha256}},
        gone=_gone(before.gone, result.back, result.gone, today),
        read_by=rules,
    )
    return after, SourceResult(
        source.name,
        len(result.new),
        len(result.changed),
        result.repeated,
        len(result.gone),
        tuple(change_sentence(*pair) for pair in result.changed),
        tuple(removed),
        (*errors, *torn),
        (
            *(notice for each in found for notice in each.notices),
            *(text("collecting.gone_row", place=row.named()) for row in result.gone),
            *_perhaps_gone(source, before, now, errors),
        ),
    )


def _perhaps_gone(
    source: Source, before: KnownSource, now: Mapping[str, CollectedRow], errors: Sequence[str]
) -> Iterator[str]:
    """Rows that were not found again may be those that could not be taken."""
    missing = len(before.rows.keys() - now.keys() - before.gone.keys())
    if missing and errors and not isinstance(source, FolderSource):
        yield text("collecting.perhaps_gone", count=missing)


def _fetched(
    source: Source, before: KnownSource, progress: Progress, *, few: bool
) -> tuple[list[Fetched], list[str]]:
    """The tables of a source, and the files of a folder that could not be read."""
    if isinstance(source, DatabaseSource):
        return fetch_database(source, progress, 20 if few else None), []
    if not isinstance(source, FolderSource):
        return fetch_service(source, progress, 1 if few else None), []
    tables: list[Fetched] = []
    failures: list[str] = []
    for each in fetch_folder(source, before.files, progress, 1 if few else None):
        if isinstance(each, Fetched):
            tables.append(each)
        else:
            failures.append(str(each[1]))
    return tables, failures


def _keyed(source: Source, found: Sequence[Mapped]) -> list[list[CollectedRow]]:
    """The rows of each table with their keys; pages of one reading are numbered together."""
    if isinstance(source, FolderSource):
        return [keyed(each.rows) for each in found]
    return [keyed([row for each in found for row in each.rows])]


def _gone(
    before: Mapping[str, str], back: Sequence[str], gone: Sequence[CollectedRow], today: date
) -> dict[str, str]:
    kept = {key: day for key, day in before.items() if key not in back}
    return kept | {row.key: today.isoformat() for row in gone}


def _rules_hash(source: Source) -> str:
    rules = json.dumps(source.model_dump(mode="json"), sort_keys=True)
    return sha256(rules.encode()).hexdigest()[:16]
