"""What was issued: a register beside the statements, one line each, only ever added to."""

import csv
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from io import StringIO
from pathlib import Path

from tieout.errors import TieoutError

FILE = "register.csv"
_COULD_BE_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_AMOUNT = re.compile(r"-[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True)
class IssuedStatement:
    """One line of the register; dates are ISO, `amount` is in major units, hashes as in `Mark`."""

    number: str
    kind: str
    customer: str
    currency: str
    begin: str
    end: str
    language: str
    amount: str
    file: str
    sheet: str
    file_hash: str
    data_hash: str
    policy_hash: str
    content_hash: str
    version: str
    issued_at: str
    issued_by: str

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two statements the same: the same thing said of the same entries."""
        return (
            self.kind,
            self.customer,
            self.currency,
            self.begin,
            self.end,
            self.language,
            self.data_hash,
            self.policy_hash,
        )


COLUMNS = tuple(field.name for field in fields(IssuedStatement))


def read_register(folder: Path) -> list[IssuedStatement]:
    """Every statement issued into a folder, oldest first."""
    return [IssuedStatement(*row) for row in read_rows(folder / FILE, COLUMNS)]


def add_to_register(folder: Path, issued: Iterable[IssuedStatement]) -> None:
    """Add lines at the end."""
    add_rows(folder / FILE, COLUMNS, (map(str, asdict(line).values()) for line in issued))


def read_rows(file: Path, columns: Sequence[str]) -> list[list[str]]:
    """The lines of a register, none where there is no register yet."""
    if not file.exists():
        return []
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    if not rows or rows[0] != list(columns):
        raise TieoutError("statement.error.register_columns", file=file, columns=list(columns))
    # A line cut off by a crash is the last, and what it was about is done again.
    return [[_plain(value) for value in row] for row in rows[1:] if len(row) == len(columns)]


def add_rows(file: Path, columns: Sequence[str], rows: Iterable[Iterable[str]]) -> None:
    """Add lines to a register, which begins with its columns, and be sure they are on the disk."""
    new = not file.exists() or file.stat().st_size == 0
    text = StringIO()
    if not new and not _ends_a_line(file):
        text.write("\r\n")
    writer = csv.writer(text)
    if new:
        writer.writerow(columns)
    for row in rows:
        writer.writerow(map(quoted, row))
    with file.open("a", encoding="utf-8-sig" if new else "utf-8", newline="") as stream:
        stream.write(text.getvalue())
        stream.flush()
        os.fsync(stream.fileno())


def _ends_a_line(file: Path) -> bool:
    with file.open("rb") as stream:
        stream.seek(-1, os.SEEK_END)
        return stream.read() == b"\n"


def quoted(value: str) -> str:
    """A text that Excel does not take for a formula when it opens the register; amounts stay amounts.

    >>> quoted("-800.00"), quoted("-1+1"), quoted("=A1")
    ('-800.00', "'-1+1", "'=A1")
    """
    if _AMOUNT.fullmatch(value):
        return value
    return f"'{value}" if value.startswith((*_COULD_BE_FORMULA, "'")) else value


def _plain(value: str) -> str:
    return value[1:] if value.startswith("'") else value
