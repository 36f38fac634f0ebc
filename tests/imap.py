"""A mailbox that speaks as much IMAP as is needed, in a thread of this process."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from ortenaudigital.adapters.imap import Account

USERNAME, PASSWORD = "tickets", "geheim"


@dataclass
class FakeMailbox:
    messages: list[bytes]
    seen: set[int] = field(default_factory=set)
    port: int = 0

    @property
    def account(self) -> Account:
        return Account("127.0.0.1", self.port, USERNAME, PASSWORD, tls=False)


class _Line(socketserver.StreamRequestHandler):
    mailbox: FakeMailbox

    def handle(self) -> None:
        self._say(b"* OK IMAP4rev1 ready")
        for line in self.rfile:
            tag, _, rest = line.strip().partition(b" ")
            command = rest.upper()
            if command.startswith(b"LOGIN"):
                good = f'{USERNAME} "{PASSWORD}"'.encode() in rest
                self._say(tag + (b" OK in" if good else b" NO [AUTHENTICATIONFAILED] no"))
            elif command.startswith(b"LOGOUT"):
                self._say(b"* BYE")
                self._say(tag + b" OK out")
                return
            else:
                self._answer(command)
                self._say(tag + b" OK done")

    def _answer(self, command: bytes) -> None:
        if command.startswith(b"CAPABILITY"):
            self._say(b"* CAPABILITY IMAP4rev1")
        elif command.startswith(b"SELECT"):
            self._say(b"* %d EXISTS" % len(self.mailbox.messages))
        elif command.startswith(b"UID SEARCH"):
            numbers = set(range(1, len(self.mailbox.messages) + 1)) - self.mailbox.seen
            self._say(b"* SEARCH " + b" ".join(b"%d" % each for each in sorted(numbers)))
        elif fetched := re.match(rb"UID FETCH (\d+)", command):
            data = self.mailbox.messages[int(fetched[1]) - 1]
            self._say(b"* 1 FETCH (UID %s BODY[] {%d}" % (fetched[1], len(data)))
            self.wfile.write(data)
            self._say(b")")
        elif stored := re.match(rb"UID STORE (\d+) \+FLAGS", command):
            self.mailbox.seen.add(int(stored[1]))

    def _say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")


@contextmanager
def imap_server(messages: list[bytes]) -> Iterator[FakeMailbox]:
    mailbox = FakeMailbox(messages)
    handler = type("Line", (_Line,), {"mailbox": mailbox})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        mailbox.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield mailbox
        finally:
            server.shutdown()
            thread.join()
