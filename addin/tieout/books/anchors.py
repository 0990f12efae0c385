"""What did this computer last see of the books: heads of the trail, remembered outside them.

They are kept for each place: a copy elsewhere has its own story. Whoever cuts off the end of the books, and everything that speaks of it, does not reach these.
"""

from hashlib import sha256
from pathlib import Path

from tieout.books.place import home
from tieout.books.trail import Anchor
from tieout.errors import TieoutError

LINES_MAX = 2000


def remember(books: str, anchor: Anchor) -> None:
    """Write down a head."""
    file = _file(books)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="ascii") as lines:
        lines.write(f"{anchor}\n")


def remembered(books: str) -> Anchor | None:
    """The last head seen; a line half written by a crash is passed over."""
    file = _file(books)
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


def forget(books: str) -> None:
    """Books were restored to an earlier state, knowingly."""
    _file(books).unlink(missing_ok=True)


def _file(books: str) -> Path:
    return home() / "anchors" / (sha256(books.encode()).hexdigest()[:32] + ".txt")
