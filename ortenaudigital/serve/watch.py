"""Watch the processes of the server, in one that holds nothing of the app. Run as a file.

Whoever supervises this one learns from its end that one that answers requests has ended: the others
end with it. A worker is started anew, for letters are not given up.
"""

import os
import signal
import sys
import time

WATCHED = (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD)
# How long a request may still be answered when the server is told to stop.
END_SECONDS = 5.0
PAUSE_SECONDS = 2.0


def watch(answering: set[int], workers: set[int], worker_command: list[str]) -> int:
    """Wait until told to stop, or until one of `answering` has ended; return the status to exit by.

    The signals that are watched for have to be blocked: they wait until they are asked for.
    """
    while True:
        gone = _ended()
        if answering & gone:
            _end((answering | workers) - gone)
            return 1
        if lost := workers & gone:
            workers = workers - lost
            if _told_to_stop(PAUSE_SECONDS):
                break
            workers.add(_start(worker_command))
        elif _told_to_stop(None):
            break
    _end(answering | workers)
    return 0


def _told_to_stop(seconds: float | None) -> bool:
    """Wait for a signal, or so long; say whether it was one to stop."""
    if seconds is None:
        return signal.sigwait(WATCHED) != signal.SIGCHLD
    told = signal.sigtimedwait((signal.SIGTERM, signal.SIGINT), seconds)
    return told is not None


def _start(command: list[str]) -> int:
    return os.posix_spawn(command[0], command, os.environ, setsigmask=())


def _ended() -> set[int]:
    """Return the children that have ended since this was asked."""
    found: set[int] = set()
    while True:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return found
        if not pid:
            return found
        found.add(pid)


def _end(pids: set[int]) -> None:
    """Tell processes to stop; kill those that have not for long."""
    for pid in pids:
        _send(pid, signal.SIGTERM)
    ends = time.monotonic() + END_SECONDS
    while pids := pids - _ended():
        if (left := ends - time.monotonic()) > 0:
            signal.sigtimedwait((signal.SIGCHLD,), left)
            continue
        for pid in pids:
            _send(pid, signal.SIGKILL)
        ends = time.monotonic() + END_SECONDS


def _send(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


if __name__ == "__main__":
    _, answering_pids, worker_pids, *command = sys.argv
    first, second = ({int(pid) for pid in text.split(",") if pid} for text in sys.argv[1:3])
    sys.exit(watch(first, second, command))
