"""A PostgreSQL server on this machine, ours alone: its files in memory, thrown away at the end."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
IN_MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
INITDB = str(PROGRAMS[0]) if PROGRAMS else shutil.which("initdb")
"""None where PostgreSQL is not installed."""


@contextmanager
def own_server(folder_in: str | None = IN_MEMORY) -> Iterator[str]:
    """Its address, without a database."""
    assert INITDB, "PostgreSQL is not installed"
    programs = Path(INITDB).resolve().parent
    folder = Path(tempfile.mkdtemp(prefix="tieout-pg-", dir=folder_in))
    user: dict[str, object] = {}
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        postgres = pwd.getpwnam("postgres")
        os.chown(folder, postgres.pw_uid, postgres.pw_gid)
        user = {"user": postgres.pw_uid, "group": postgres.pw_gid, "extra_groups": []}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def run(program: str, *words: object) -> None:
        subprocess.run(
            [programs / program, *map(str, words)],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            cwd=folder,
            timeout=120,
            **user,  # type: ignore[call-overload]
        )

    base = folder / "base"
    run("initdb", "-D", base, "-U", "owner", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
    options = (
        f"-h 127.0.0.1 -p {port} -k {folder} -c max_connections=60 -c shared_buffers=128MB "
        "-c fsync=off -c full_page_writes=off -c autovacuum=off -c max_wal_size=4GB"
    )
    run("pg_ctl", "-D", base, "-l", folder / "server.out", "-o", options, "-w", "start")
    try:
        yield f"postgresql+psycopg://owner@127.0.0.1:{port}"
    finally:
        run("pg_ctl", "-D", base, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)
