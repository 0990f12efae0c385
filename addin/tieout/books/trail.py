"""Who did what, when, what before and after, why: lines that can be added, never changed.

Each line carries the hash of the line before it and vouches, by digest, for every row that was
written with it. The last hash is the head: kept outside the books it proves everything before it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime

from sqlalchemy import Connection, select

from tieout.books.digests import chained, clean_text
from tieout.books.schema import TRAIL
from tieout.errors import TieoutError

BEGINNING = "0" * 64
"""The hash before the first line."""


@dataclass(frozen=True)
class TrailLine:
    """One change, or one reading of what is sensitive."""

    sequence: int
    at: str
    who: str
    action: str
    subject: str
    reason: str
    detail: str
    written: str
    previous: str
    hash: str = field(default="")

    def expected_hash(self) -> str:
        """The hash its words ask for."""
        own = [str(getattr(self, name)) for name in _HASHED]
        return chained(str(self.previous), own)


_HASHED = ("sequence", "at", "who", "action", "subject", "reason", "detail", "written")
_NAMES = tuple(each.name for each in fields(TrailLine))


@dataclass(frozen=True)
class Anchor:
    """A head of the trail, to be kept outside the books: printed, exported, remembered.

    >>> Anchor.parse("17:00ff" + "0" * 60).sequence
    17
    """

    sequence: int
    hash: str

    def __str__(self) -> str:
        return f"{self.sequence}:{self.hash}"

    @staticmethod
    def parse(text: str) -> "Anchor":
        """An anchor as it is printed."""
        number, _, digest = text.strip().partition(":")
        if not number.isdigit() or len(digest) != len(BEGINNING):
            raise TieoutError("books.bad_anchor", found=text)
        return Anchor(int(number), digest.lower())


class AuditTrail:
    """The trail of one connection."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def head(self) -> Anchor:
        """The last line's number and hash."""
        last = self.connection.execute(
            select(TRAIL.c.sequence, TRAIL.c.hash).order_by(TRAIL.c.sequence.desc()).limit(1)
        ).first()
        return Anchor(int(last[0]), str(last[1])) if last else Anchor(0, BEGINNING)

    def lines(self, subject: str | None = None, *, last: int | None = None) -> Iterator[TrailLine]:
        """The lines in order; of one subject, or only the last few."""
        columns = [TRAIL.c[name] for name in _NAMES]
        query = select(*columns)
        if subject is not None:
            query = query.where(TRAIL.c.subject == subject)
        if last is None:
            yield from (
                TrailLine(*row) for row in self.connection.execute(query.order_by(TRAIL.c.sequence))
            )
            return
        newest = self.connection.execute(query.order_by(TRAIL.c.sequence.desc()).limit(last)).all()
        yield from (TrailLine(*row) for row in reversed(newest))

    def append(self, line: TrailLine) -> None:
        """Add a line; only the pen does."""
        values = {name: getattr(line, name) for name in _NAMES}
        self.connection.execute(TRAIL.insert(), values)


def next_line(
    head: Anchor,
    who: str,
    action: str,
    subject: str,
    reason: str,
    detail: str,
    written: str = "",
) -> TrailLine:
    """The line that follows a head, with its hash."""
    line = TrailLine(
        sequence=head.sequence + 1,
        at=now(),
        who=clean_text(who),
        action=action,
        subject=clean_text(subject),
        reason=clean_text(reason),
        detail=detail,
        written=written,
        previous=head.hash,
    )
    return replace(line, hash=line.expected_hash())


def now() -> str:
    """The moment, as trail lines state it."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def written_of(line: TrailLine) -> dict[str, tuple[int, int, str]]:
    """What a line vouches for: by table the first id, how many rows, and their digest.

    A line whose words do not parse vouches for nothing, which its hash will say.
    """
    try:
        found = json.loads(line.written)
        return {
            str(name): (int(first), int(count), str(digest))
            for name, (first, count, digest) in found.items()
        }
    except (ValueError, TypeError, AttributeError):
        return {}
