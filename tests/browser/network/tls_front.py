"""What ends TLS in front of the server, and tells it nothing about that."""

import re
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from tests.smtp import SELF_SIGNED

SITE = re.compile(rb"(?i)sec-fetch-site:[^\r\n]*\r\n")


class TlsFront:
    """Hands on what comes to a port, byte for byte, but for one header if that is to go."""

    def __init__(self, server_port: int, without_site: bool) -> None:
        self._server_port = server_port
        self._without_site = without_site
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(SELF_SIGNED)
        # One line at a time: HTTP/2 would need more of a proxy than this.
        context.set_alpn_protocols(["http/1.1"])
        self.listener = context.wrap_socket(
            socket.create_server(("127.0.0.1", 0)), server_side=True
        )
        self.port = int(self.listener.getsockname()[1])

    def run(self) -> None:
        while True:
            try:
                visitor, _ = self.listener.accept()
            except ssl.SSLError:
                continue
            except OSError:
                return
            threading.Thread(target=self._serve, args=(visitor,), daemon=True).start()

    def _serve(self, visitor: socket.socket) -> None:
        with visitor, socket.create_connection(("127.0.0.1", self._server_port)) as server:
            back = threading.Thread(target=_pour, args=(server, visitor), daemon=True)
            back.start()
            _pour(visitor, server, SITE if self._without_site else None)
            back.join(5)


def _pour(
    source: socket.socket, sink: socket.socket, without: re.Pattern[bytes] | None = None
) -> None:
    with suppress(OSError):
        while data := source.recv(65_536):
            sink.sendall(without.sub(b"", data) if without else data)
    with suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


@contextmanager
def tls_front(server_port: int, without_site: bool) -> Iterator[int]:
    """Serve https on a port of this machine; return which."""
    front = TlsFront(server_port, without_site)
    thread = threading.Thread(target=front.run, daemon=True)
    thread.start()
    try:
        yield front.port
    finally:
        front.listener.close()
