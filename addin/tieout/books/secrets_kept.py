"""Where does a passphrase come from: a file only its owner reads, or the system's keyring; never typed in a command."""

from pathlib import Path

import keyring
from keyring.errors import KeyringError
from sqlalchemy.engine import URL

from tieout.books.seal import PAGE_BYTES
from tieout.books.stores.sqlite import HEADER
from tieout.errors import TieoutError

SERVICE = "tieout"
NOISE_BYTES_MIN = 250


def passphrase(purpose: str, file: str | Path | None = None) -> str:
    """The passphrase in a file, else the one the keyring keeps for a purpose."""
    if file is not None:
        return _from_file(Path(file))
    try:
        found = keyring.get_password(SERVICE, purpose)
    except KeyringError as error:
        raise TieoutError(
            "books.no_keyring", purpose=purpose, found=str(error).splitlines()[0]
        ) from None
    if not found:
        raise TieoutError("books.no_passphrase", purpose=purpose)
    return found


def is_encrypted(place: URL) -> bool:
    """Whether books lie in a file that is no plain SQLite file."""
    if place.drivername != "sqlite" or not place.database:
        return False
    file = Path(place.database)
    if not file.is_file() or file.stat().st_size < PAGE_BYTES:
        return False
    with file.open("rb") as start:
        head = start.read(PAGE_BYTES)
    # Words are words; an encrypted page is noise, which needs nearly every byte there is.
    return head[: len(HEADER)] != HEADER and len(set(head)) > NOISE_BYTES_MIN


def _from_file(file: Path) -> str:
    try:
        found = file.read_text(encoding="utf-8").rstrip("\r\n")
    except OSError as error:
        raise TieoutError("books.passphrase_file", file=file, found=error.strerror) from None
    if not found:
        raise TieoutError("books.passphrase_file", file=file, found="empty")
    return found
