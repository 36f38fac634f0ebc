"""Run web server, worker and mail server together, and end them together."""

import errno
import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from types import FrameType

from flask import current_app

# A little longer than the server gives to the requests that it still answers.
END_SECONDS = 7
HERE = "127.0.0.1"


def is_taken(port: int) -> bool:
    """Say whether something listens on a port of this machine already."""
    with socket.socket() as tried:
        # What only has just been closed is free.
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((HERE, port))
        except OSError as error:
            return error.errno == errno.EADDRINUSE
    return False


def serve(port: int) -> None:
    """Serve on 127.0.0.1 until interrupted, or until the server ends."""
    # Here, for all processes of production would hold it, 3 MB, and none uses it.
    from aiosmtpd.controller import Controller
    from aiosmtpd.handlers import Mailbox

    config = current_app.config["CONFIG"]
    mail_dir = config.data_dir / "mailbox"
    smtp = Controller(Mailbox(mail_dir), hostname=HERE, port=config.mail.port)
    smtp.start()
    command = [*server_command(HERE, port), "--with-worker"]
    server = subprocess.Popen(command, start_new_session=True)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        server.wait()
    except KeyboardInterrupt:
        pass
    finally:
        server.terminate()
        _end(server)
        smtp.stop()


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=END_SECONDS)
    # A web server that is stopped while it still starts leaves its workers behind.
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def server_command(host: str, port: int, workers: int | None = None) -> list[str]:
    """Return the command of the production web server."""
    # Processes rather than threads, because threads of one Python wait for one another.
    number = workers or max(2, min(4, os.cpu_count() or 2))
    return [
        *(sys.executable, "-m", "flask", "--app", "wsgi", "serve"),
        *("--host", host, "--port", str(port), "--processes", str(number)),
    ]


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
