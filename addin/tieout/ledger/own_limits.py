"""How does a process that opens other people's files bound itself: memory and processor time, by the system."""

import os
from contextlib import suppress
from pathlib import Path


def bound_this_process(megabytes: int, seconds: float) -> None:
    """Memory beyond what is used already, and processor time from now; on Windows there is neither."""
    try:
        import resource
    except ImportError:
        return
    limit = _address_space() + megabytes * 1_000_000 - _used()
    used = resource.getrusage(resource.RUSAGE_SELF)
    end = int(used.ru_utime + used.ru_stime + seconds) + 1
    for kind, most in ((resource.RLIMIT_AS, limit), (resource.RLIMIT_CPU, end)):
        with suppress(ValueError, OSError):  # macOS refuses the first
            resource.setrlimit(kind, (most, resource.getrlimit(kind)[1]))


def _address_space() -> int:
    return _pages(0)


def _used() -> int:
    return _pages(1)


def _pages(place: int) -> int:
    """A figure of this process's memory, bytes; 0 where the system does not tell."""
    try:
        figures = Path("/proc/self/statm").read_text(encoding="ascii").split()
    except OSError:
        return 0
    return int(figures[place]) * os.sysconf("SC_PAGE_SIZE")
