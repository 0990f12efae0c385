"""How much processor time does something take, a server's on this machine too: other programs do not count."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

TICKS = os.sysconf("SC_CLK_TCK")


class Clock:
    """Processor seconds of this process, and of all processes of a server."""

    def __init__(self, url: str) -> None:
        self.server: int | None = None
        if "postgres" in url:
            with psycopg.connect(url.replace("+psycopg", "")) as connection:
                row = connection.execute("SELECT pg_backend_pid()").fetchone()
                assert row is not None
                self.server = int(_stat(int(row[0]))[1])

    def seconds(self, work: Callable[[], object]) -> float:
        """How many seconds something takes; a server counts in hundredths."""
        server = self._server()
        own = time.process_time()
        work()
        own = time.process_time() - own
        return own + self._server() - server

    def _server(self) -> float:
        return 0.0 if self.server is None else _of_server(self.server)

    def beside(
        self, work: Callable[[], object], other: Callable[[], object], enough: float = 0.3
    ) -> tuple[float, float]:
        """Both, one after the other in turn until each took long enough to be measured; seconds of one turn."""
        mine = theirs = 0.0
        turns = 0
        while turns < 2 or (min(mine, theirs) < enough and turns < 60):
            mine += self.seconds(work)
            theirs += self.seconds(other)
            turns += 1
            if turns == 1 and mine > 4:  # long enough at once
                break
        return mine / turns, theirs / turns


def _of_server(postmaster: int) -> float:
    """Its own time, that of those who have ended, and of those who work for it now."""
    now = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    working = [sum(map(int, _stat(int(each))[11:13])) for each in now]
    return (sum(map(int, _stat(postmaster)[11:15])) + sum(working)) / TICKS


def _stat(process: int) -> list[str]:
    """What the system says of a process, from its state on; nothing where it has ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
