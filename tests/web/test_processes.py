"""The processes of production: they share their memory, and none of them is missed for long."""

import signal
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from flask import Flask

from ortenaudigital.demo.processes import server_command
from tests.servers import environment, process, wait_until_ready
from tests.smtp import free_port

# Much more than it takes, for a machine that runs other tests.
PATIENCE_SECONDS = 60


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def server(
    app: Flask, database_url: str, tmp_path: Path, port: int
) -> Iterator[subprocess.Popen[bytes]]:
    command = [*server_command("127.0.0.1", port, 2), "--with-worker"]
    env = environment(database_url, tmp_path, MAIL_PORT=str(free_port()))
    with process(command, env) as running:
        wait_until_ready(f"http://localhost:{port}", running)
        wait_for(lambda: len(psutil.Process(running.pid).children(recursive=True)) == 4)
        yield running


def wait_for(condition: Callable[[], bool]) -> None:
    ends = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.1)


def children(running: subprocess.Popen[bytes]) -> tuple[psutil.Process, psutil.Process]:
    """Return the web server, which has processes of its own, and the worker, which has none."""
    both = psutil.Process(running.pid).children()
    web, worker = sorted(both, key=lambda each: not each.children())
    return web, worker


def megabytes(pid: int, kind: str) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(kind)) / 1024


def test_all_processes_together_take_little_more_than_one(
    server: subprocess.Popen[bytes],
) -> None:
    main = psutil.Process(server.pid)
    shared = [megabytes(each.pid, "Pss:") for each in (main, *main.children(recursive=True))]
    assert sum(shared) <= 1.6 * megabytes(main.pid, "Rss:")


def test_a_worker_that_died_is_replaced(server: subprocess.Popen[bytes], port: int) -> None:
    web, worker = children(server)
    worker.kill()
    wait_for(lambda: len(psutil.Process(server.pid).children()) == 2 and not worker.is_running())
    assert children(server)[0].pid == web.pid
    with urllib.request.urlopen(f"http://localhost:{port}/healthz", timeout=5) as answer:
        assert answer.status == 200


def test_who_supervises_learns_that_the_web_server_died(server: subprocess.Popen[bytes]) -> None:
    web, worker = children(server)
    web.children()[0].kill()
    assert server.wait(PATIENCE_SECONDS) != 0
    assert not worker.is_running()


def test_told_to_stop_all_end(server: subprocess.Popen[bytes]) -> None:
    all_of_them = psutil.Process(server.pid).children(recursive=True)
    server.send_signal(signal.SIGTERM)
    assert server.wait(PATIENCE_SECONDS) == 0
    assert not any(each.is_running() for each in all_of_them)
