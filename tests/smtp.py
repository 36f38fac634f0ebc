"""A real SMTP server for tests: keeps what it takes, refuses and hangs up as told."""

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from socket import socket
from typing import Any

from aiosmtpd.controller import Controller


class Inbox:
    """What a mail server took. `answers` maps a recipient to the reply that refuses it."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.answers: dict[str, str] = {}
        self.delay = 0.0
        self.answer_after_keeping = 0.0

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  # aiosmtpd's name
        self, server: Any, session: Any, envelope: Any
    ) -> str:
        await asyncio.sleep(self.delay)
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        self.recipients.extend(envelope.rcpt_tos)
        await asyncio.sleep(self.answer_after_keeping)
        return "250 OK"

    @property
    def message_ids(self) -> list[str]:
        return [str(letter["Message-ID"]) for letter in self.letters]


def free_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# A certificate that nobody vouches for, with a key that protects nothing.
SELF_SIGNED = Path(__file__).parent / "self_signed.pem"


@contextmanager
def smtp_server(port: int, encrypted: bool = False) -> Iterator[Inbox]:
    inbox = Inbox()
    options: dict[str, Any] = {"hostname": "127.0.0.1", "port": port}
    if encrypted:
        options["tls_context"] = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        options["tls_context"].load_cert_chain(SELF_SIGNED)
    controller = Controller(inbox, **options)
    controller.start()
    try:
        yield inbox
    finally:
        controller.stop()
