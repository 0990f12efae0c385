"""Who splits a large text for us that is no plain table: a process of its own, ended when it takes too much."""

import json
import subprocess
from contextlib import suppress
from pathlib import Path

import pyarrow as pa

from tieout.errors import TieoutError
from tieout.ledger.apart import Watch, refusal, request, started
from tieout.ledger.reading_limits import ReadingLimits


def columns_apart(file: Path, limits: ReadingLimits) -> list[pa.ChunkedArray]:
    """The columns of a text, or the refusal of the process that read it."""
    process = started("tieout.ledger.text_worker")
    watch = Watch(process, limits.seconds)
    try:
        with watch:
            return _answered(process, request(file, limits), limits)
    except (pa.ArrowInvalid, pa.ArrowIOError, OSError, EOFError, json.JSONDecodeError):
        process.kill()
        process.wait()
        raise refusal(file, limits, watch.cause_of_death()) from None
    finally:
        process.kill()
        for stream in (process.stdin, process.stdout):
            with suppress(OSError):
                stream and stream.close()
        process.wait()


def _answered(
    process: subprocess.Popen[bytes], asked: bytes, limits: ReadingLimits
) -> list[pa.ChunkedArray]:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(asked)
    process.stdin.flush()
    head = json.loads(process.stdout.readline())
    if head["kind"] == "refused":
        raise TieoutError(head["key"], **head["values"])
    left, batches = limits.megabytes * 1_000_000, []
    with pa.ipc.open_stream(process.stdout) as stream:
        for batch in stream:
            batch.validate(full=True)
            batches.append(batch)
            left -= batch.nbytes
            if left < 0:
                raise EOFError
        table = pa.Table.from_batches(batches, stream.schema)
    return list(table.columns)
