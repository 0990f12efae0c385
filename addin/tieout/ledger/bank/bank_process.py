"""Who reads a large file of a bank for us: a process of its own, ended when it takes too much."""

import json
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Literal

from tieout.errors import TieoutError
from tieout.ledger.apart import Watch, refusal, request, started
from tieout.ledger.bank.bank_statement import BankStatement
from tieout.ledger.bank.plain_statements import from_plain
from tieout.ledger.reading_limits import ReadingLimits, reading_limits

_BYTES_PER_BYTE = 8
"""What a byte of the answer takes here: itself, as text, as values and as entries."""


def statements_apart(file: Path, found: str, currency: str) -> list[BankStatement]:
    """The statements of a file of a known format, or the refusal of the process that read it."""
    limits = reading_limits()
    with started("tieout.ledger.bank.bank_worker") as process:
        answer = _answer(process, request(file, limits, found=found, currency=currency), limits)
    if isinstance(answer, str):
        raise refusal(file, limits, answer)
    *statements, last = map(json.loads, answer.decode().splitlines())
    if last["kind"] == "refused":
        raise TieoutError(last["content"]["key"], **last["content"]["values"])
    return [from_plain(each["content"]) for each in statements]


def _answer(
    process: subprocess.Popen[bytes], asked: bytes, limits: ReadingLimits
) -> bytes | Literal["too_slow", "too_wide"]:
    """What the process says, or why there is no more of it: a text `read.<why>`."""
    assert process.stdin is not None
    assert process.stdout is not None
    most = limits.megabytes * 1_000_000 // _BYTES_PER_BYTE
    with Watch(process, limits.seconds) as watch:
        with suppress(BrokenPipeError):
            process.stdin.write(asked)
            process.stdin.close()
        answer = process.stdout.read(most + 1)
    if len(answer) > most:
        process.kill()
        return "too_wide"
    process.wait()
    return watch.cause_of_death() if process.returncode else answer
