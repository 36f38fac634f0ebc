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
from ortenaudigital.serve import WATCH
from tests.servers import environment, process, wait_until_ready
from tests.smtp import free_port

pytestmark = pytest.mark.one_database("none of it is about the database")

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
        wait_for(lambda: _watches(psutil.Process(running.pid)))
        yield running


def _watches(first: psutil.Process) -> bool:
    """Say whether the first has forked the others and become another program."""
    return len(first.children()) == 3 and str(WATCH) in first.cmdline()


def wait_for(condition: Callable[[], bool]) -> None:
    ends = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.1)


def children(running: subprocess.Popen[bytes]) -> tuple[list[psutil.Process], psutil.Process]:
    """Return those that answer requests, and the worker, which was started last."""
    *answering, worker = sorted(psutil.Process(running.pid).children(), key=lambda each: each.pid)
    return answering, worker


def megabytes(pid: int, kind: str) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(kind)) / 1024


def test_all_processes_together_take_little_more_than_one(
    server: subprocess.Popen[bytes],
) -> None:
    answering, worker = children(server)
    all_of_them = [server.pid, *(each.pid for each in (*answering, worker))]
    together = sum(megabytes(pid, "Pss:") for pid in all_of_them)
    assert together <= 1.6 * megabytes(worker.pid, "Rss:")


def test_the_first_holds_nothing_of_the_app(server: subprocess.Popen[bytes]) -> None:
    assert megabytes(server.pid, "Rss:") <= 15


def test_a_worker_that_died_is_replaced(server: subprocess.Popen[bytes], port: int) -> None:
    answering, worker = children(server)
    worker.kill()
    wait_for(lambda: len(children(server)[0]) == 2 and not worker.is_running())
    assert children(server)[0] == answering
    with urllib.request.urlopen(f"http://localhost:{port}/healthz", timeout=5) as answer:
        assert answer.status == 200
    # The new one ends with the others, although nobody forked it.
    replaced = children(server)[1]
    server.send_signal(signal.SIGTERM)
    assert server.wait(PATIENCE_SECONDS) == 0
    assert not replaced.is_running()


def test_who_supervises_learns_that_one_that_answers_died(
    server: subprocess.Popen[bytes],
) -> None:
    answering, worker = children(server)
    answering[0].kill()
    assert server.wait(PATIENCE_SECONDS) != 0
    assert not any(each.is_running() for each in (*answering, worker))


def test_who_does_not_stop_in_time_is_killed(server: subprocess.Popen[bytes]) -> None:
    answering, worker = children(server)
    answering[0].suspend()
    server.send_signal(signal.SIGTERM)
    assert server.wait(PATIENCE_SECONDS) == 0
    assert not any(each.is_running() for each in (*answering, worker))


def test_told_to_stop_all_end(server: subprocess.Popen[bytes]) -> None:
    all_of_them = psutil.Process(server.pid).children()
    server.send_signal(signal.SIGTERM)
    assert server.wait(PATIENCE_SECONDS) == 0
    assert not any(each.is_running() for each in all_of_them)
