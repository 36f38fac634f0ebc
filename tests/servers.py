"""Real processes for tests: the production web server and the worker, on 127.0.0.1."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from ortenaudigital.demo.processes import server_command

ROOT = Path(__file__).parent.parent
# Much more than it takes: a machine that runs the whole suite may be slow to start one more.
START_SECONDS = 90


def environment(database_url: str, data_dir: Path, **changes: str) -> dict[str, str]:
    """Return the environment of a process that shares its keys with `make_config`."""
    own = {
        "ORTENAUDIGITAL_MODE": "test",
        "DATABASE_URL": database_url,
        "DATA_DIR": str(data_dir),
        "SECRET_KEY": "test-secret-key-".ljust(32, "x"),
        "TICKET_KEY": "test-ticket-key-".ljust(32, "x"),
    }
    return {**os.environ, **own, **changes}


@contextmanager
def process(
    command: list[str], env: Mapping[str, str], folder: Path = ROOT
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a process, and end it with all that it started."""
    running = subprocess.Popen(command, env=dict(env), cwd=folder, start_new_session=True)
    try:
        yield running
    finally:
        running.terminate()
        with suppress(subprocess.TimeoutExpired):
            running.wait(timeout=10)
        # A server that is killed, or interrupted as it starts, leaves its workers behind.
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
        running.wait()


def worker_command() -> list[str]:
    return [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]


@contextmanager
def web_server(port: int, env: Mapping[str, str], workers: int = 1) -> Iterator[str]:
    """Run the production server until it answers; return its address."""
    base = f"http://localhost:{port}"
    with process(server_command("127.0.0.1", port, workers), env) as running:
        wait_until_ready(base, running)
        yield base


def wait_until_ready(base: str, running: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + START_SECONDS
    while time.monotonic() < ends:
        if running.poll() is not None:
            raise RuntimeError("the server ended while it started")
        try:
            with urllib.request.urlopen(f"{base}/healthz", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not answer")
