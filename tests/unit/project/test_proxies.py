"""What stands between phones and the server in tests leaves nothing behind for a later test."""

import gc
import socket
import warnings
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from tests.browser.network.liar import open_liar
from tests.browser.network.line import open_line
from tests.browser.network.proxy import Proxy
from tests.smtp import free_port

ROUNDS, CONNECTIONS = 10, 20
OPENERS: list[Callable[[int, int, int], AbstractContextManager[Proxy]]] = [open_liar, open_line]


@pytest.mark.parametrize("opener", OPENERS)
def test_nothing_is_left_open(
    opener: Callable[[int, int, int], AbstractContextManager[Proxy]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    left: list[str] = []
    monkeypatch.setattr("sys.unraisablehook", lambda what: left.append(repr(what.exc_value)))
    server = socket.create_server(("127.0.0.1", 0))
    # What was there before is not looked through again and again: it is most of what there is.
    gc.freeze()
    with server, warnings.catch_warnings():
        warnings.simplefilter("error", ResourceWarning)
        for _round in range(ROUNDS):
            port = free_port()
            with opener(port, server.getsockname()[1], 1):
                guests = [socket.create_connection(("127.0.0.1", port)) for _ in range(CONNECTIONS)]
                for guest in guests[::2]:
                    guest.sendall(b"GET /einlass/ HTTP/1.1\r\n\r\n")
            for guest in guests:
                guest.close()
            gc.collect()
    gc.unfreeze()
    assert left == []
