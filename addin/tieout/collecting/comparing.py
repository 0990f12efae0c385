"""What of the rows of a source is new, changed, repeated or gone since it was last collected."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tieout.collecting.collected_row import CONTENT, CollectedRow, content_hash
from tieout.texts import text


@dataclass(frozen=True)
class Compared:
    """Rows by what became of them; `changed` pairs what was kept before with what is said now."""

    new: tuple[CollectedRow, ...] = ()
    changed: tuple[tuple[CollectedRow, CollectedRow], ...] = ()
    repeated: int = 0
    gone: tuple[CollectedRow, ...] = ()
    back: tuple[str, ...] = ()


def keyed(rows: Iterable[CollectedRow]) -> list[CollectedRow]:
    """Rows without a key get one of their content; equal rows of one reading are told apart by number."""
    seen: Counter[str] = Counter()
    found = []
    for row in rows:
        if not row.key:
            content = content_hash(row)
            seen[content] += 1
            row = replace(row, key=f"{content}#{seen[content]}")
        found.append(row)
    return found


def without_repeats(
    rows: Sequence[CollectedRow],
) -> tuple[dict[str, CollectedRow], list[str], list[str]]:
    """The rows by key; rows that stand twice, and keys under which different things are said.

    A key that says two things is not taken: which of them holds is not ours to guess.
    """
    by_key: dict[str, CollectedRow] = {}
    repeats: list[str] = []
    torn: dict[str, list[CollectedRow]] = {}
    for row in rows:
        first = by_key.setdefault(row.key, row)
        if first is row:
            continue
        if first.content == row.content:
            repeats.append(text("collecting.repeat", place=row.named(), first=first.named()))
        else:
            torn.setdefault(row.key, [first]).append(row)
    faults = [
        text("collecting.torn_key", row_key=key, places=[row.place for row in found])
        for key, found in torn.items()
    ]
    return {key: row for key, row in by_key.items() if key not in torn}, repeats, faults


def compared(
    before: dict[str, CollectedRow],
    now: dict[str, CollectedRow],
    gone_before: Iterable[str],
    *,
    seen: Iterable[str] | None,
    left_out: Iterable[str] = (),
) -> Compared:
    """Tell what is new, what changed and what is gone.

    A row is gone where the source now leaves it out, and where `seen` are all keys there are.
    """
    new = tuple(row for key, row in now.items() if key not in before)
    changed = tuple(
        (before[key], row)
        for key, row in now.items()
        if key in before and before[key].content != row.content
    )
    already, there, out = set(gone_before), set(now) | set(seen or ()), set(left_out) - set(now)
    gone = tuple(
        row
        for key, row in before.items()
        if key not in already and (key in out or (seen is not None and key not in there))
    )
    return Compared(
        new,
        changed,
        len(now) - len(new) - len(changed),
        gone,
        tuple(key for key in already if key in there),
    )


def change_sentence(before: CollectedRow, after: CollectedRow) -> str:
    """What a row said, and what it says now."""
    parts = [
        f"{text(f'collecting.column.{name}')} {was or '–'} → {now or '–'}"
        for name, was, now in zip(CONTENT, before.content, after.content, strict=True)
        if was != now
    ]
    return text("collecting.changed_row", place=after.named(), changes="；".join(parts))
