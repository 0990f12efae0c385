"""What statements does a large file of a bank hold: read here, in a process of its own that may die of it.

Run as `python -m tieout.ledger.bank.bank_worker`: the request is a line of JSON on standard input, each
statement a line on standard output, and the last line says that it is all or why it was refused.
"""

import json
import sys
from pathlib import Path

from tieout.errors import TieoutError
from tieout.ledger.bank.formats import statements_of
from tieout.ledger.bank.plain_statements import as_plain
from tieout.ledger.own_limits import bound_this_process


def main() -> None:
    """Read the file of one request."""
    request = json.loads(sys.stdin.readline())
    bound_this_process(request["megabytes"], request["seconds"])
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


if __name__ == "__main__":
    main()
