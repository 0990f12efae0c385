"""Who reads a large file of a bank for us: a process of its own, ended when it takes too much."""

import json
import subprocess
from pathlib import Path

from tieout.errors import TieoutError
from tieout.ledger.apart import cause_of_death, refusal, request, started, wall_seconds
from tieout.ledger.bank.bank_statement import BankStatement
from tieout.ledger.bank.plain_statements import from_plain
from tieout.ledger.reading_limits import reading_limits


def statements_apart(file: Path, found: str, currency: str) -> list[BankStatement]:
    """The statements of a file of a known format, or the refusal of the process that read it."""
    limits = reading_limits()
    asked = request(file, limits, found=found, currency=currency)
    with started("tieout.ledger.bank.bank_worker") as process:
        try:
            answer, _ = process.communicate(asked, timeout=wall_seconds(limits.seconds))
        except subprocess.TimeoutExpired:
            raise refusal(file, limits, "too_slow") from None
        finally:
            process.kill()
    if process.returncode:
        raise refusal(file, limits, cause_of_death(process, late=False))
    *statements, last = map(json.loads, answer.decode().splitlines())
    if last["kind"] == "refused":
        raise TieoutError(last["content"]["key"], **last["content"]["values"])
    return [from_plain(each["content"]) for each in statements]
