"""Is a file a bank statement, and in which format: told by what it holds, never by its name."""

from pathlib import Path

from tieout.errors import TieoutError
from tieout.ledger.bank.bank_ledger import bank_ledger
from tieout.ledger.bank.bank_statement import BankStatement
from tieout.ledger.bank.camt053 import camt_message, camt_statements
from tieout.ledger.bank.mt940 import is_mt940, mt940_statements
from tieout.ledger.bank.ofx import ofx_statements, ofx_version
from tieout.ledger.bank.qif import is_qif, qif_statements
from tieout.ledger.encodings import decoded
from tieout.ledger.ledger import Ledger

BYTES_MAX = 100_000_000
"""A statement of more is refused: an XML document takes ten times its size in memory."""
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
    return bank_ledger(path.name, found, _statements(path.name, data, found, currency), account)


def bank_format(head: str) -> str:
    """The format by its first thousands of characters, "" where it is none of a bank."""
    if message := camt_message(head):
        return message
    if version := ofx_version(head):
        return f"OFX {version}"
    if is_mt940(head):
        return "MT940"
    return "QIF" if is_qif(head) else ""


def _statements(name: str, data: bytes, found: str, currency: str) -> list[BankStatement]:
    if found.startswith("camt"):
        return camt_statements(name, data, found)
    text = decoded(name, data).decode("utf-8")
    if found.startswith("OFX"):
        return ofx_statements(name, text)
    return mt940_statements(text) if found == "MT940" else qif_statements(name, text, currency)


def _text(head: bytes) -> str:
    """What of the beginning is plain letters, in whatever encoding."""
    return head.replace(b"\x00", b"").decode("ascii", errors="replace").lstrip("\ufffd \r\n\t")
