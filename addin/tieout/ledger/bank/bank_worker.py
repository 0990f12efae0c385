"""What statements does a large file of a bank hold: read here, in a process of its own that may die of it.

Run as `python -m tieout.ledger.bank.bank_worker`: the request is a line of JSON on standard input, each
statement a line on standard output, and the last line says that it is all or why it was refused.
"""

import json
import os
import sys
from contextlib import suppress
from pathlib import Path

from tieout.errors import TieoutError
from tieout.ledger.bank.formats import statements_of
from tieout.ledger.bank.plain_statements import as_plain


def main() -> None:
    """Read the file of one request."""
    request = json.loads(sys.stdin.readline())
    _set_limits(request["megabytes"], request["seconds"])
    file = Path(request["file"])
    try:
        for each in statements_of(
            file.name, file.read_bytes(), request["found"], request["currency"]
        ):
            _say("statement", as_plain(each))
        _say("end", {})
    except TieoutError as refused:
        _say("refused", {"key": refused.key, "values": refused.values})
    except MemoryError:
        sys.exit(1)


def _say(kind: str, content: dict[str, object]) -> None:
    sys.stdout.write(json.dumps({"kind": kind, "content": content}, default=str) + "\n")


def _set_limits(megabytes: int, seconds: float) -> None:
    """Memory beyond what is used already, and processor time; on Windows there is neither."""
    try:
        import resource
    except ImportError:
        return
    for kind, most in (
        (resource.RLIMIT_AS, megabytes * 1_000_000 + _address_space()),
        (resource.RLIMIT_CPU, int(seconds) + 1),
    ):
        with suppress(ValueError, OSError):  # macOS refuses the first
            resource.setrlimit(kind, (most, resource.getrlimit(kind)[1]))


def _address_space() -> int:
    """Bytes of addresses this process has, 0 where the system does not tell."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main()
