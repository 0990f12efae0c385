"""Which password does the statement of a customer have: from a list of the user's, or the system's keyring."""

import csv
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from tieout.errors import TieoutError

Passwords = Mapping[str, str] | Callable[[str], str | None]
"""By customer; never from the command line."""


def passwords(file: Path | None, service: str | None) -> Passwords:
    """Passwords by customer, of one place."""
    if file is not None and service is not None:
        raise TieoutError("statement.error.two_passwords")
    if file is not None:
        return _listed_passwords(file)
    return partial(_kept_password, service) if service is not None else {}


def password_of(statement: Path, register: Path | None, known: Passwords) -> str:
    """The password of an issued workbook, by the customer the register has beside its name; "" without one."""
    from tieout.statements.register import read_register

    lines = read_register(register or statement.parent)
    customers = {line.customer for line in lines if line.file == statement.name}
    found = known if callable(known) else known.get
    return next((password for name in customers if (password := found(name))), "")


def _kept_password(service: str, customer: str) -> str | None:
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(service, customer)
    except (KeyringError, ImportError) as error:
        why = type(error).__name__
        raise TieoutError("statement.error.no_keyring", found=why) from error


def _listed_passwords(file: Path) -> dict[str, str]:
    """A CSV file of two columns: customer and password."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            rows = [row for row in csv.reader(stream) if row]
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or error
        raise TieoutError("statement.error.passwords_file", file=file, why=why) from error
    wrong = [number for number, row in enumerate(rows, 1) if len(row) < 2 or not row[1]]
    if wrong:
        raise TieoutError("statement.error.passwords_line", file=file, line=wrong[0])
    return {row[0].strip(): row[1] for row in rows}
