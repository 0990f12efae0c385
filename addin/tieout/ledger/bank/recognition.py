"""Is a file a bank statement, and in which format: told by what it holds, never by its name."""

from pathlib import Path

from tieout.errors import TieoutError
from tieout.ledger.bank.bank_ledger import bank_ledger
from tieout.ledger.bank.bank_process import statements_apart
from tieout.ledger.bank.beginnings import camt_message, is_mt940
from tieout.ledger.bank.formats import statements_of
from tieout.ledger.bank.ofx import ofx_version
from tieout.ledger.bank.qif import is_qif
from tieout.ledger.ledger import Ledger

BYTES_MAX = 100_000_000
"""A statement of more is refused; no account moves so much in a day or a month."""
BYTES_HERE_MAX = 1_000_000
"""A larger one is read in a process of its own, as what it holds may take a hundred times its size."""
_HEAD = 8192


def read_bank_file(path: Path, account: str | None = None, currency: str = "") -> Ledger | None:
    """The ledger of a bank statement, None where the file is something else.

    `account` keeps one account of several; `currency` is that of a format which names none.
    """
    try:
        with path.open("rb") as stream:
            start = stream.read(_HEAD)
            found = bank_format(_text(start))
            data = start + stream.read(BYTES_MAX) if found else b""
    except OSError:
        return None  # the reader of sheets says why a file cannot be opened
    if not found:
        return None
    if len(data) > BYTES_MAX:
        raise TieoutError("read.statement_too_large", file=path.name, megabytes=BYTES_MAX // 10**6)
    if len(data) > BYTES_HERE_MAX:
        statements = statements_apart(path, found, currency)
    else:
        statements = statements_of(path.name, data, found, currency)
    return bank_ledger(path.name, found, statements, account)


def bank_format(head: str) -> str:
    """The format by its first thousands of characters, "" where it is none of a bank."""
    if message := camt_message(head):
        return message
    if version := ofx_version(head):
        return f"OFX {version}"
    if is_mt940(head):
        return "MT940"
    return "QIF" if is_qif(head) else ""


def _text(head: bytes) -> str:
    """What of the beginning is plain letters, in whatever encoding."""
    return head.replace(b"\x00", b"").decode("ascii", errors="replace").lstrip("\ufffd \r\n\t")
