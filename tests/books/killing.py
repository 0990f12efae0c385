"""`kill -9` at random moments, as often as wanted: python -m tests.books.killing URL RUNS [SERVER_FOLDER].

With the folder of a server's database every tenth run kills the server instead of the writer.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stdout, suppress
from io import StringIO
from pathlib import Path

from tests.books import writer

from tieout.books.balances import balances
from tieout.books.books import Books, create_books, open_books
from tieout.books.journal import batches
from tieout.books.verify import verify

CENTS_A_BATCH = 5500


def kill_the_writer(child: int) -> None:
    """The program is gone in the middle of what it does."""
    os.kill(child, signal.SIGKILL)


def kill_the_server(server: Path) -> None:
    """The server is gone in the middle of what it does, and comes back; its writer fails."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))[-1]
    subprocess.run(
        [
            programs,
            "restart",
            "-m",
            "immediate",
            "-w",
            "-D",
            server,
            "-l",
            server.parent / "server.out",
        ],
        user=server.stat().st_uid,
        cwd=server,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def kill_at_random(
    url: str,
    run: int,
    seconds_max: float,
    kill: Callable[[int], None] = kill_the_writer,
    opened: Books | None = None,
) -> int:
    """Start a writer, kill it, and say how many batches it was told are posted.

    Four in five writers begin with books that are `opened`; these are not connected between two changes.
    """
    ours, theirs = os.pipe()
    child = os.fork()  # everything is imported already: thousands of runs take minutes, not hours
    if child == 0:
        sys.stdout = os.fdopen(theirs, "w")
        try:
            if opened is None or run % 5 == 0:
                writer.main(url, f"w{run}", 100_000)
            else:
                writer.write_on(opened, f"w{run}", 100_000)
        finally:
            os._exit(0)
    os.close(theirs)
    # One in five is killed on its way to its first posting, the others while they post.
    before = b"" if run % 5 == 0 else os.read(ours, 1)
    time.sleep(random.uniform(0, seconds_max))
    kill(child)
    with suppress(ProcessLookupError):
        kill_the_writer(child)
    os.waitpid(child, 0)
    with os.fdopen(ours) as told:
        whole = before.decode() + told.read()
        return whole.count("\n")


def nothing_is_lost(url: str, told_by_run: dict[int, int]) -> None:
    """What was told is there, whole; at most the last one more; and the trail verifies."""
    with open_books(url) as books:
        found = balances(books)
        counts = [batch.entries for batch in batches(books)]
        states = {batch.state for batch in batches(books)}
    assert set(counts) <= {10}
    assert states <= {"posted"}
    for run, told in told_by_run.items():
        cents = found.get((f"客户w{run}", "CNY"), 0)
        assert cents in (told * CENTS_A_BATCH, (told + 1) * CENTS_A_BATCH), (run, told, cents)
    verification = verify(url)
    assert verification.holds, [place.sentence("en") for place in verification.places]


def main(url: str, runs: int, server: Path | None = None) -> None:
    """Kill that many writers, looking after every hundred whether the books are whole."""
    told_by_run: dict[int, int] = {}
    create_books(url).close()
    with redirect_stdout(StringIO()):
        # What a process does for its first posting need not be done in each.
        writer.main(url, "first", 1)
    opened = open_books(url)
    began = time.monotonic()
    for run in range(runs):
        kill = kill_the_writer
        if server is not None and run % 10 == 9:
            kill = lambda _: kill_the_server(server)  # noqa: E731
        told_by_run[run] = kill_at_random(url, run, 0.1, kill, opened)
        if run % 100 == 99 or run == runs - 1:
            nothing_is_lost(url, told_by_run)
            seconds = time.monotonic() - began
            print(
                f"{run + 1} killed, {sum(told_by_run.values())} batches told, {seconds:.0f} s",
                flush=True,
            )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), *map(Path, sys.argv[3:]))
