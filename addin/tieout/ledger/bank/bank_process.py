"""Who reads a large file of a bank for us: a process of its own, ended when it takes too much."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tieout.errors import TieoutError
from tieout.ledger.bank.bank_statement import BankStatement
from tieout.ledger.bank.plain_statements import from_plain
from tieout.ledger.reading_limits import reading_limits

_COMMAND = (sys.executable, "-I", "-m", "tieout.ledger.bank.bank_worker")
_WALL_SECONDS_PER_SECOND = 4
"""How much longer than its processor time it may take on a machine that is busy."""


def statements_apart(file: Path, found: str, currency: str) -> list[BankStatement]:
    """The statements of a file of a known format, or the refusal of the process that read it."""
    limits = reading_limits()
    request = {
        "file": str(file.absolute()),
        "found": found,
        "currency": currency,
        "megabytes": limits.megabytes,
        "seconds": limits.seconds,
    }
    limited = os.name == "posix"
    values = {"file": file.name, "megabytes": limits.megabytes, "seconds": f"{limits.seconds:g}"}
    try:
        answer = subprocess.run(  # noqa: S603
            _COMMAND,
            input=json.dumps(request) + "\n",
            capture_output=True,
            encoding="utf-8",
            env=os.environ | {"PYTHONUTF8": "1"},
            timeout=limits.seconds * (_WALL_SECONDS_PER_SECOND if limited else 1),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TieoutError("read.too_slow", **values) from None
    if answer.returncode:
        why = "too_slow" if _out_of_time(answer.returncode) else "too_wide"
        raise TieoutError(f"read.{why}", **values)
    *statements, last = map(json.loads, answer.stdout.splitlines())
    if last["kind"] == "refused":
        raise TieoutError(last["content"]["key"], **last["content"]["values"])
    return [from_plain(each["content"]) for each in statements]


def _out_of_time(status: int) -> bool:
    import signal

    return status == -getattr(signal, "SIGXCPU", -1)
