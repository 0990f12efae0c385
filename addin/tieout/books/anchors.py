"""What did this computer last see of the books: heads of the trail, remembered outside them.

Whoever cuts off the end of the books, and everything that speaks of it, does not reach these.
"""

import re
from pathlib import Path

from tieout.books.place import home
from tieout.books.trail import Anchor
from tieout.errors import TieoutError

LINES_MAX = 2000


def remember(books_id: str, anchor: Anchor) -> None:
    """Write down a head."""
    file = _file(books_id)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="ascii") as lines:
        lines.write(f"{anchor}\n")


def remembered(books_id: str) -> Anchor | None:
    """The last head seen; a line half written by a crash is passed over."""
    file = _file(books_id)
    if not file.is_file():
        return None
    lines = file.read_text(encoding="ascii", errors="replace").splitlines()
    if len(lines) > LINES_MAX:
        file.write_text("".join(f"{line}\n" for line in lines[-10:]), encoding="ascii")
    for line in reversed(lines):
        try:
            return Anchor.parse(line)
        except TieoutError:
            continue
    return None


def forget(books_id: str) -> None:
    """Books were restored to an earlier state, knowingly."""
    _file(books_id).unlink(missing_ok=True)


def _file(books_id: str) -> Path:
    return home() / "anchors" / (re.sub(r"[^0-9a-f-]", "", books_id) + ".txt")
