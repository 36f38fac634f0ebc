"""What is said on the line to a mail server, and how long each answer may take."""

import re
import select
import smtplib
import time
from collections.abc import Callable
from typing import Any

from ortenaudigital.adapters.mailer.message import one_line
from ortenaudigital.adapters.mailer.refusals import (
    LetterRefused,
    ServerTrouble,
    Stage,
    holds_all,
    permanent,
)

MOST_REASON = 500
_GOOD = {Stage.MAIL: (250,), Stage.RCPT: (250, 251), Stage.DATA: (354,), Stage.END: (250,)}

Meanwhile = Callable[[], None]


class LineClosed(Exception):
    """The line broke or the server closed it, with the letter not taken."""

    def __init__(self, reason: str, stage: Stage) -> None:
        super().__init__(reason)
        self.at_letter = stage is not Stage.MAIL


class NoAnswer(Exception):
    """The whole letter was said, and no answer came: perhaps it was taken."""


class Dialogue:
    """One conversation with a server that is connected.

    `meanwhile` is called every so many seconds while an answer is waited for.
    """

    def __init__(self, host: Any, meanwhile: Meanwhile, every: float) -> None:
        self.host = host
        self._meanwhile = meanwhile
        self._every = every

    def ask(self, stage: Stage, command: str, seconds: float) -> None:
        """Say a command. Raises LineClosed, ServerTrouble or LetterRefused."""
        try:
            self.host.putcmd(command)
            answer = self._answer(seconds)
        except (smtplib.SMTPException, OSError) as error:
            raise LineClosed(described(error), stage) from error
        _judge(stage, answer)

    def say_letter(self, content: bytes, block_seconds: float, end_seconds: float) -> None:
        """Send the message itself. Raises NoAnswer, LineClosed, ServerTrouble or LetterRefused."""
        try:
            self.host.sock.settimeout(block_seconds)
            self.host.send(re.sub(rb"(?m)^\.", b"..", content))
        except (smtplib.SMTPException, OSError) as error:
            # What the server stumbled over may be in this letter.
            raise LetterRefused(described(error), permanent=False) from error
        try:
            self.host.send(b".\r\n")
            answer = self._answer(end_seconds)
        except (smtplib.SMTPException, OSError) as error:
            raise NoAnswer(described(error)) from error
        _judge(Stage.END, answer)

    def forget(self, seconds: float) -> bool:
        """Take back what was said of a letter; say whether the line still holds."""
        try:
            self.host.putcmd("RSET")
            return self._answer(seconds)[0] == 250
        except (smtplib.SMTPException, OSError):
            return False

    def holds(self, seconds: float) -> bool:
        """Say whether the server still listens."""
        try:
            self.host.putcmd("NOOP")
            return self._answer(seconds)[0] == 250
        except (smtplib.SMTPException, OSError):
            return False

    def _answer(self, seconds: float) -> tuple[int, str]:
        socket = self.host.sock
        ends = time.monotonic() + seconds
        while not _readable(socket, min(self._every, ends - time.monotonic())):
            if time.monotonic() >= ends:
                raise TimeoutError(f"no answer within {seconds:.0f} s")
            self._meanwhile()
        socket.settimeout(max(ends - time.monotonic(), 1.0))
        code, said = self.host.getreply()
        return code, said.decode(errors="replace")


def _readable(socket: Any, seconds: float) -> bool:
    # What TLS has unpacked already does not wait at the socket any more.
    if getattr(socket, "pending", None) and socket.pending():
        return True
    poll = select.poll()
    poll.register(socket, select.POLLIN)
    return bool(poll.poll(max(seconds, 0) * 1000))


def _judge(stage: Stage, answer: tuple[int, str]) -> None:
    code, said = answer
    if code in _GOOD[stage]:
        return
    reason = shortened(f"{code} {said}")
    if code in (421, -1):
        raise LineClosed(reason, stage)
    if holds_all(stage, code, said):
        raise ServerTrouble(reason, at_letter=stage is not Stage.MAIL)
    raise LetterRefused(reason, permanent(code))


def described(error: BaseException) -> str:
    """Say in a line what went wrong on the line."""
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        words = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
        return shortened(f"{type(error).__name__}: {error.smtp_code} {words}")
    return shortened(f"{type(error).__name__}: {error}")


def shortened(reason: str) -> str:
    """Make one line of what a server said, without what no database keeps."""
    return one_line(reason)[:MOST_REASON]
