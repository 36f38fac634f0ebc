"""PostgreSQL for measuring: Debian's, which has pg_trgm, or else that of the tests."""

import atexit
import os
import shutil
import signal
import subprocess
import tempfile
import time
from functools import cache
from pathlib import Path
from uuid import uuid4

import psycopg

from tests.conftest import new_postgresql_database

FOLDERS = Path("/usr/lib/postgresql")
START_SECONDS = 30
USER = "postgres"


def new_database() -> str:
    """Make an empty database; the server ends with this process."""
    binaries = sorted(FOLDERS.glob("*/bin/postgres"))
    if not binaries:
        return new_postgresql_database()
    folder, name = _server(binaries[-1].parent), f"bench_{uuid4().hex}"
    with psycopg.connect(_address(folder, "postgres"), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return "postgresql+psycopg" + _address(folder, name).removeprefix("postgresql")


def _address(folder: Path, name: str) -> str:
    return f"postgresql://{USER}@/{name}?host={folder}"


@cache
def _server(binaries: Path) -> Path:
    """Start a server with its standard settings; return the folder of its socket."""
    folder = Path(tempfile.mkdtemp(prefix="bench-pg-"))
    # The server refuses to run as root.
    user = USER if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    data = str(folder / "data")
    initdb = [str(binaries / "initdb"), "-D", data, "-A", "trust", "-U", USER, "-E", "UTF8"]
    subprocess.run(initdb, user=user, check=True, stdout=subprocess.DEVNULL, cwd=folder)
    command = [str(binaries / "postgres"), "-D", data, "-k", str(folder), "-h", ""]
    with (folder / "log").open("wb") as log:
        running = subprocess.Popen(
            command, user=user, cwd=folder, stderr=log, start_new_session=True
        )
    atexit.register(_end, running, folder)
    _await_start(folder)
    return folder


def _await_start(folder: Path) -> None:
    ends = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(_address(folder, "postgres")).close()
        except psycopg.OperationalError:
            if time.monotonic() > ends:
                raise
            time.sleep(0.1)
        else:
            return


def _end(running: "subprocess.Popen[bytes]", folder: Path) -> None:
    # Ends connections rather than wait for them.
    running.send_signal(signal.SIGINT)
    try:
        running.wait(timeout=10)
    except subprocess.TimeoutExpired:
        running.kill()
    shutil.rmtree(folder, ignore_errors=True)
