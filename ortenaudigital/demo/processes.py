"""Run web server, worker and mail server together, and end them together."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from types import FrameType

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox
from flask import current_app

LOOK_EVERY_SECONDS = 0.3
END_SECONDS = 5


def serve(port: int) -> None:
    """Serve on 127.0.0.1 until interrupted; ends when any of the processes ends."""
    config = current_app.config["CONFIG"]
    mail_dir = config.data_dir / "mailbox"
    smtp = Controller(Mailbox(mail_dir), hostname="127.0.0.1", port=config.mail.port)
    smtp.start()
    processes = [_start(command) for command in _commands(port)]
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        while all(process.poll() is None for process in processes):
            time.sleep(LOOK_EVERY_SECONDS)
    except KeyboardInterrupt:
        pass
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            _end(process)
        smtp.stop()


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, start_new_session=True)


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=END_SECONDS)
    # A web server that is stopped while it still starts leaves its workers behind.
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _commands(port: int) -> Sequence[Sequence[str]]:
    flask = [sys.executable, "-m", "flask", "--app", "wsgi"]
    return [server_command("127.0.0.1", port), [*flask, "worker"]]


def server_command(host: str, port: int, workers: int | None = None) -> list[str]:
    """Return the command of the production web server."""
    # Processes rather than threads, because threads of one Python wait for one another.
    number = workers or max(2, min(4, os.cpu_count() or 2))
    return [
        *(sys.executable, "-m", "granian", "--interface", "asginl", "--loop", "asyncio"),
        *("--no-ws", "--http", "1", "--http1-header-read-timeout", "10000"),
        *("--http1-buffer-size", "65536", "--backlog", "2048", "--backpressure", "4000"),
        *("--host", host, "--port", str(port), "--workers", str(number)),
        *("--workers-kill-timeout", "5", "--log-level", "warning"),
        "wsgi:server",
    ]


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
