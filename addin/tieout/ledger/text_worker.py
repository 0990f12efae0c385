"""What cells does a text hold that is large and no plain table: read here, in a process of its own that may die of it.

Run as `python -m tieout.ledger.text_worker`: the request is a line of JSON on standard input; the answer is a
line of JSON on standard output, and behind it the columns in arrow's own form, or nothing where it was refused.
"""

import json
import sys
from pathlib import Path

import pyarrow as pa

from tieout.errors import TieoutError
from tieout.ledger.delimited import delimited_columns
from tieout.ledger.encodings import decoded
from tieout.ledger.own_limits import bound_this_process

_ROWS_AT_ONCE = 1 << 16


def main() -> None:
    """Read the text of one request."""
    request = json.loads(sys.stdin.readline())
    bound_this_process(request["megabytes"], request["seconds"])
    file = Path(request["file"])
    try:
        columns = delimited_columns(file.name, decoded(file.name, file.read_bytes()))
        _say("columns")
        _send(columns)
    except TieoutError as refused:
        _say("refused", key=refused.key, values=refused.values)
    except MemoryError:
        sys.exit(1)


def _say(kind: str, **facts: object) -> None:
    sys.stdout.buffer.write(json.dumps({"kind": kind, **facts}, default=str).encode() + b"\n")


def _send(columns: list[pa.Array]) -> None:
    """Some rows at a time, so that they never stand in memory twice."""
    batch = pa.record_batch(columns, names=[str(place) for place in range(len(columns))])
    with pa.ipc.new_stream(sys.stdout.buffer, batch.schema) as stream:
        for start in range(0, len(batch), _ROWS_AT_ONCE):
            stream.write_batch(batch.slice(start, _ROWS_AT_ONCE))


if __name__ == "__main__":
    main()
