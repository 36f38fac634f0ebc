"""The postman: carries letters over one kept connection, step by step as RFC 5321 has it."""

import smtplib
from types import TracebackType
from typing import Self

from flask import current_app

from ortenaudigital.adapters.mailer.connection import TimedConnection
from ortenaudigital.adapters.mailer.dialogue import (
    Dialogue,
    LineClosed,
    Meanwhile,
    NoAnswer,
    described,
)
from ortenaudigital.adapters.mailer.message import Composed, Packed, pack
from ortenaudigital.adapters.mailer.refusals import (
    UNCERTAIN_TRIES,
    LetterRefused,
    ServerTrouble,
    Stage,
)
from ortenaudigital.kernel.addresses import NotAnAddress, read_mailbox
from ortenaudigital.kernel.clock import utc_now

# RFC 5321, 4.5.3.2: until the server wants the message, and for each block of it.
DATA_SECONDS = 120
BLOCK_SECONDS = 180
LOOK_EVERY_SECONDS = 15.0
GOODBYE_SECONDS = 5


class Postman:
    """Carries letters over one connection, which is opened when first needed.

    No answer is waited for longer than `most_seconds`, whatever the configuration says.
    """

    def __init__(self, most_seconds: float = float("inf")) -> None:
        self._meanwhile: Meanwhile = lambda: None
        self._every = LOOK_EVERY_SECONDS
        self._most_seconds = most_seconds
        self._connection: TimedConnection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.hang_up()

    def wait_with(self, meanwhile: Meanwhile, every: float) -> None:
        """Have something done every so many seconds while a slow server is waited for."""
        self._meanwhile, self._every = meanwhile, min(every, LOOK_EVERY_SECONDS)

    def try_out(self, recipient: str) -> None:
        """Ask whether the server would take a letter to somebody; none is sent.

        Raises NotAnAddress, ServerTrouble or LetterRefused.
        """
        to = read_mailbox(recipient).address
        dialogue = self._connect()
        try:
            self._address(dialogue, _sender(), to, "")
        except LineClosed as error:
            raise ServerTrouble(str(error)) from error
        finally:
            self._forget_the_letter(dialogue)

    def deliver(self, letter: Composed, message_id: str) -> None:
        """Hand a letter to the server. Raises ServerTrouble or LetterRefused."""
        sender = read_mailbox(current_app.config["MAIL_DEFAULT_SENDER"])
        try:
            packed = pack(letter, message_id, sender, utc_now())
        except NotAnAddress as error:
            raise LetterRefused(f"not an address: {error}", permanent=True) from error
        # Servers close a line after some letters, or when it was idle. On a new one it shows
        # whether there is more to it.
        lines = 2 if self._connection is not None else 1
        while True:
            lines -= 1
            try:
                return self._carry(packed)
            except LineClosed as error:
                self.hang_up()
                if not lines:
                    raise ServerTrouble(str(error), error.at_letter) from error

    def hang_up(self) -> None:
        """Close the connection; the next letter opens a new one."""
        connection, self._connection = self._connection, None
        host = connection.host if connection is not None else None
        if host is None:
            return
        try:
            if host.sock is not None:
                host.sock.settimeout(GOODBYE_SECONDS)
            host.quit()
        except (smtplib.SMTPException, OSError):
            host.close()

    def _carry(self, packed: Packed) -> None:
        dialogue = self._connect()
        options = _options(dialogue, packed)
        try:
            self._address(dialogue, packed.sender, packed.recipient, options)
            dialogue.ask(Stage.DATA, "DATA", min(DATA_SECONDS, self._seconds()))
            block, end = (
                min(BLOCK_SECONDS, self._seconds()),
                self._seconds("MAIL_DATA_TIMEOUT_SECONDS"),
            )
            dialogue.say_letter(packed.content, block, end)
        except NoAnswer as error:
            # The same Message-ID lets mail programs see that the next one is the same letter.
            self.hang_up()
            raise LetterRefused(str(error), permanent=False, tries=UNCERTAIN_TRIES) from error
        except (LetterRefused, ServerTrouble):
            self._forget_the_letter(dialogue)
            raise

    def _address(self, dialogue: Dialogue, sender: str, recipient: str, options: str) -> None:
        seconds = self._seconds()
        dialogue.ask(Stage.MAIL, f"MAIL FROM:<{sender}>{options}", seconds)
        dialogue.ask(Stage.RCPT, f"RCPT TO:<{recipient}>", seconds)

    def _connect(self) -> Dialogue:
        if self._connection is not None and not self._dialogue(self._connection).holds(
            self._seconds()
        ):
            self.hang_up()
        if self._connection is None:
            connection = TimedConnection(self._seconds())
            try:
                self._connection = connection.__enter__()
            except (smtplib.SMTPException, OSError, ValueError) as error:
                raise ServerTrouble(described(error)) from error
        return self._dialogue(self._connection)

    def _dialogue(self, connection: TimedConnection) -> Dialogue:
        return Dialogue(connection.host, self._meanwhile, self._every)

    def _forget_the_letter(self, dialogue: Dialogue) -> None:
        if not dialogue.forget(self._seconds()):
            self.hang_up()

    def _seconds(self, name: str = "MAIL_TIMEOUT_SECONDS") -> float:
        return min(float(current_app.config[name]), self._most_seconds)


def _sender() -> str:
    return read_mailbox(current_app.config["MAIL_DEFAULT_SENDER"]).address


def _options(dialogue: Dialogue, packed: Packed) -> str:
    host = dialogue.host
    # Set anew for each letter: the line is the same for all of them.
    host.command_encoding = "utf-8" if packed.international else "ascii"
    options = f" SIZE={len(packed.content)}" if host.has_extn("size") else ""
    if not packed.international:
        return options
    if not host.has_extn("smtputf8"):
        reason = "the mail server takes no address with such characters before the @"
        raise LetterRefused(reason, permanent=True)
    return f"{options} SMTPUTF8 BODY=8BITMIME"
