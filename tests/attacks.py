"""Attacks on a web server, bounded and on this machine only: many sockets that behave badly."""

import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress

TRICKLE_SECONDS = 0.5
LINES = 150
Attack = Callable[[int], AbstractContextManager["Crowd"]]


class Crowd:
    """Sockets to one server; `drop` is what each of them sends every half a second."""

    def __init__(self, lines: Sequence[socket.socket], drop: bytes) -> None:
        self._lines, self._drop = lines, drop
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Crowd":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(5)

    def _run(self) -> None:
        while self._drop and not self._stop.wait(TRICKLE_SECONDS):
            for line in self._lines:
                with suppress(OSError):
                    line.send(self._drop)

    def ended(self, within: float) -> bool:
        """Say whether the server ends all of the connections within some seconds."""
        ends = time.monotonic() + within
        while time.monotonic() < ends:
            if all(_is_ended(line) for line in self._lines):
                return True
            time.sleep(0.2)
        return False


def _is_ended(line: socket.socket) -> bool:
    try:
        while line.recv(65536):
            pass
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


@contextmanager
def crowd(port: int, number: int, first: bytes, drop: bytes = b"") -> Iterator[Crowd]:
    """Open connections that begin with the same words."""
    with ExitStack() as stack:
        lines = [stack.enter_context(socket.socket()) for _ in range(number)]
        for line in lines:
            # A small window: what is not read stays with the server.
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            line.settimeout(2)
            with suppress(OSError):
                line.connect(("127.0.0.1", port))
                line.sendall(first)
            line.setblocking(False)
        yield stack.enter_context(Crowd(lines, drop))


def post(path: str, length: int) -> bytes:
    """Return the head of a form, and the first of its fields."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n"
    )
    return head.encode() + b"first_name="


def attacks_on(form: str, file: str) -> dict[str, Attack]:
    """Return the attacks by name; each takes a port."""
    get = f"GET {file} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    head = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
    half = post(form, 20_000)
    big = post(form, 493_000) + b"&".join(b"companions-%d=x" % n for n in range(26_000))
    return {
        "eight half-sent forms": lambda port: crowd(port, 8, half),
        "many half-sent forms": lambda port: crowd(port, LINES, half),
        "slow forms": lambda port: crowd(port, LINES, half, b"a"),
        "slow heads": lambda port: crowd(port, LINES, head, b"a"),
        "silence": lambda port: crowd(port, 2 * LINES, b""),
        "slow reading": lambda port: crowd(port, LINES, get * 20),
        "big forms": lambda port: crowd(port, 4, big[:493_000]),
    }
