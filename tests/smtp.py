"""A real SMTP server for tests: keeps what it takes, and has the habits of servers in the wild."""

import asyncio
import itertools
import os
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from socket import socket
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

Reply = str | None
USUAL_LINE = 998


@dataclass(frozen=True)
class Habits:
    """How a server departs from plain taking; each answer None means that it does not."""

    banner: str = ""
    greeting: Callable[[str], Reply] = lambda name: None
    sender: Callable[["Inbox"], Reply] = lambda inbox: None
    recipient: Callable[["Inbox", str], Reply] = lambda inbox, address: None
    content: Callable[["Inbox", bytes], Reply] = lambda inbox, content: None
    # Whether the answer to a letter, which is kept meanwhile, is held back.
    hangs: Callable[["Inbox"], bool] = lambda inbox: False
    without: tuple[str, ...] = ()
    takes_utf8: bool = False
    password: str | None = None
    longest_line: int = 100_000
    letters_a_line: int | None = None


class Inbox:
    """What a mail server took. `answers` maps a recipient to the reply that refuses it."""

    def __init__(self, habits: Habits | None = None) -> None:
        self.habits = habits or Habits()
        self.raw: list[bytes] = []
        self.letters: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.senders: list[str] = []
        self.names: list[str] = []
        self.asked = 0
        self.tried = 0
        self.answers: dict[str, str] = {}
        self.delay = 0.0
        # From this letter on, counted from 1, none is answered as long as somebody waits for it.
        self.silent_from: int | None = None
        # What is held back is answered when this holds, and when the client has given up.
        self.hangs_until: Callable[[], bool] = lambda: False

    async def handle_EHLO(  # noqa: N802  # aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.names.append(hostname)
        refusal = self.habits.greeting(hostname)
        if refusal:
            return [refusal]
        return [line for line in responses if not line[4:].startswith(self.habits.without or "\0")]

    async def handle_HELO(  # noqa: N802  # aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, hostname: str
    ) -> str:
        session.host_name = hostname
        return self.habits.greeting(hostname) or "250 hello"

    async def handle_MAIL(  # noqa: N802  # aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        self.senders.append(address)
        refusal = self.habits.sender(self)
        if refusal:
            return refusal
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        self.asked += 1
        refusal = self.answers.get(address) or self.habits.recipient(self, address)
        if refusal:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  # aiosmtpd's name
        self, server: Any, session: Any, envelope: Any
    ) -> str:
        self.tried += 1
        await asyncio.sleep(self.delay)
        content: bytes = envelope.original_content or envelope.content
        refusal = self.habits.content(self, content)
        if refusal:
            return refusal
        silent = self.silent_from is not None and len(self.letters) + 1 >= self.silent_from
        hangs = silent or self.habits.hangs(self)
        self.raw.append(content)
        self.letters.append(message_from_bytes(content, policy=policy.default))
        self.recipients.extend(envelope.rcpt_tos)
        while hangs and not self.hangs_until() and not _says_more(server):
            await asyncio.sleep(0.005)
        return "250 OK"

    @property
    def message_ids(self) -> list[str]:
        return [str(letter["Message-ID"]) for letter in self.letters]


def _says_more(server: Any) -> bool:
    """Say whether a client speaks, or leaves, while it should wait for an answer."""
    reader = server._reader
    return bool(reader._buffer) or reader.at_eof()


class _Server(SMTP):
    habits = Habits()

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.line_length_limit = self.habits.longest_line
        self._letters = 0

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        if self.habits.banner:
            transport.write(f"{self.habits.banner}\r\n".encode())

    async def push(self, status: Any) -> None:
        await super().push(status)
        if str(status).startswith("421") and self.transport is not None:
            self.transport.close()

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802  # aiosmtpd's name
        await super().smtp_DATA(arg)
        self._letters += 1
        if self._letters == self.habits.letters_a_line and self.transport is not None:
            self.transport.close()


class _Controller(Controller):
    def factory(self) -> SMTP:
        habits: Habits = self.handler.habits
        options = dict(self.SMTP_kwargs)
        if habits.password is not None:
            options["auth_require_tls"] = False
            options["authenticator"] = lambda server, session, envelope, mechanism, data: (
                AuthResult(success=data.password.decode() == habits.password, handled=False)
            )
        server: type[_Server] = type("Server", (_Server,), {"habits": habits})
        return server(self.handler, **(options | {"enable_SMTPUTF8": habits.takes_utf8}))


def _without_dot(name: str) -> bool:
    return "." not in name


def _longest(content: bytes) -> int:
    return max(len(line) for line in content.split(b"\r\n"))


# What servers do in the wild, each under a short name.
IN_THE_WILD: dict[str, Habits] = {
    "plain": Habits(),
    "ehlo-fqdn": Habits(
        greeting=lambda name: (
            "504 5.5.2 need a fully-qualified name" if _without_dot(name) else None
        )
    ),
    "ehlo-550": Habits(greeting=lambda name: "550 5.7.1 your host is blocked here"),
    "no8bit": Habits(without=("8BITMIME",)),
    "sender-refused": Habits(sender=lambda inbox: "550 5.7.1 this sender is not yours"),
    "quota": Habits(sender=lambda inbox: "554 5.7.0 limit of outgoing messages reached"),
    "421-mail": Habits(
        sender=lambda inbox: (
            "421 4.7.0 enough on this line" if len(inbox.senders) % 3 == 0 else None
        )
    ),
    "relay-denied": Habits(recipient=lambda inbox, to: f"554 5.7.1 <{to}>: Relay access denied"),
    "greylist": Habits(
        recipient=lambda inbox, to: "451 4.7.1 Greylisted, come back" if inbox.asked <= 3 else None
    ),
    "one-bad": Habits(
        recipient=lambda inbox, to: "550 5.1.1 no such user" if to.startswith("gast1@") else None
    ),
    "rcpt-fqdn": Habits(
        recipient=lambda inbox, to: (
            "504 5.5.2 Helo command rejected" if _without_dot(inbox.names[-1]) else None
        )
    ),
    "strict998": Habits(
        content=lambda inbox, content: (
            "550 5.6.0 lines too long" if _longest(content) > USUAL_LINE else None
        )
    ),
    "hang-after-data": Habits(hangs=lambda inbox: True),
    "hang-once": Habits(hangs=lambda inbox: not inbox.letters),
    "421-data": Habits(
        content=lambda inbox, content: "421 4.3.2 going down" if inbox.tried % 3 == 0 else None
    ),
    "dot-5xx": Habits(content=lambda inbox, content: "554 5.7.1 looks like spam"),
    "auth-fail": Habits(password="another"),
    "auth-ok": Habits(password="secret"),
    "line998": Habits(longest_line=1000),
    "banner-554": Habits(banner="554 5.7.1 blocked"),
    "close-after-10": Habits(letters_a_line=10),
    "utf8": Habits(takes_utf8=True),
}


# Of the ports from 32768 on the system gives any to whoever connects, before a server has started
# on it. Processes that are started together begin far from one another.
_PORTS = itertools.count(11_000 + os.getpid() * 997 % 20_000)


def free_port() -> int:
    """Return a port that nobody has, and nobody is given until a server runs on it."""
    for port in _PORTS:
        with socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("ports do not end")


# A certificate that nobody vouches for, with a key that protects nothing.
SELF_SIGNED = Path(__file__).parent / "self_signed.pem"


@contextmanager
def smtp_server(
    port: int, encrypted: bool = False, habits: Habits | None = None
) -> Iterator[Inbox]:
    inbox = Inbox(habits)
    options: dict[str, Any] = {"hostname": "127.0.0.1", "port": port}
    if encrypted:
        options["tls_context"] = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        options["tls_context"].load_cert_chain(SELF_SIGNED)
    controller = _Controller(inbox, **options)
    controller.start()
    try:
        yield inbox
    finally:
        controller.stop()
