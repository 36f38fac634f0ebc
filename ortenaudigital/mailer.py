"""Mail by Flask-Mail: one kept connection, time limits, failures sorted by who must wait."""

import smtplib
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from flask import current_app
from flask_mail import Attachment, Connection, Message

PERMANENT = range(500, 600)


class ServerUnreachable(Exception):
    """No mail server answers: nobody's letter is at fault, all wait."""


class LetterRefused(Exception):
    """The server did not take this letter; the others go on."""

    def __init__(self, reason: str, permanent: bool) -> None:
        super().__init__(reason)
        self.permanent = permanent


@dataclass(frozen=True)
class Enclosure:
    """A file that goes with a letter; `parameters` belong to its content type."""

    filename: str
    content_type: str
    data: bytes
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Composed:
    """A letter ready to go: addressee, subject, both texts, enclosures."""

    recipient: str
    subject: str
    text: str
    html: str
    enclosures: Sequence[Enclosure] = field(default=())


class _TimedConnection(Connection):
    def configure_host(self) -> smtplib.SMTP | smtplib.SMTP_SSL:
        host = self._open()
        try:
            if self.mail.use_tls:
                # Left to itself smtplib believes any certificate.
                host.starttls(context=ssl.create_default_context())
            if self.mail.username and self.mail.password:
                host.login(self.mail.username, self.mail.password)
        except BaseException:
            host.close()
            raise
        return host

    def _open(self) -> smtplib.SMTP | smtplib.SMTP_SSL:
        timeout = current_app.config["MAIL_TIMEOUT_SECONDS"]
        if self.mail.use_ssl:
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(
                self.mail.server, self.mail.port, timeout=timeout, context=context
            )
        return smtplib.SMTP(self.mail.server, self.mail.port, timeout=timeout)


class Postman:
    """Carries letters over one connection, which is opened when first needed."""

    def __init__(self) -> None:
        self._connection: _TimedConnection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.hang_up()

    def knock(self) -> None:
        """See whether the server lets us in. Raises ServerUnreachable."""
        self._connect()

    def deliver(self, letter: Composed, message_id: str) -> None:
        """Hand a letter to the server. Raises ServerUnreachable or LetterRefused."""
        connection = self._connect()
        try:
            connection.send(_message(letter, message_id))
        except smtplib.SMTPRecipientsRefused as error:
            code, reason = next(iter(error.recipients.values()))
            self._forget_the_letter(connection)
            raise LetterRefused(f"{code} {_text(reason)}", code in PERMANENT) from error
        except smtplib.SMTPResponseException as error:
            self._forget_the_letter(connection)
            permanent = error.smtp_code in PERMANENT
            raise LetterRefused(
                f"{error.smtp_code} {_text(error.smtp_error)}", permanent
            ) from error
        except UnicodeError as error:
            # Nothing was sent yet: no header can carry an umlaut before the @.
            raise LetterRefused(f"{letter.recipient}: not an address", permanent=True) from error
        except (smtplib.SMTPException, OSError) as error:
            # The line broke in the middle of this letter: others may still pass on a new one.
            self.hang_up()
            raise LetterRefused(f"{type(error).__name__}: {error}", permanent=False) from error

    def hang_up(self) -> None:
        """Close the connection; the next letter opens a new one."""
        connection, self._connection = self._connection, None
        if connection is not None and connection.host is not None:
            try:
                connection.host.quit()
            except (smtplib.SMTPException, OSError):
                connection.host.close()

    def _connect(self) -> _TimedConnection:
        if self._connection is not None and not _alive(self._connection):
            self.hang_up()
        if self._connection is None:
            connection = _TimedConnection(current_app.extensions["mail"])
            try:
                self._connection = connection.__enter__()
            except (smtplib.SMTPException, OSError) as error:
                raise ServerUnreachable(f"{type(error).__name__}: {error}") from error
        return self._connection

    def _forget_the_letter(self, connection: _TimedConnection) -> None:
        try:
            if connection.host is not None:
                connection.host.rset()
        except (smtplib.SMTPException, OSError):
            self.hang_up()


def _alive(connection: Connection) -> bool:
    try:
        return connection.host is None or connection.host.noop()[0] == 250
    except (smtplib.SMTPException, OSError):
        return False


def _text(reason: bytes | str) -> str:
    return reason.decode(errors="replace") if isinstance(reason, bytes) else reason


def _message(letter: Composed, message_id: str) -> Message:
    message = Message(
        subject=letter.subject,
        recipients=[letter.recipient],
        body=letter.text,
        html=letter.html,
        # Out-of-office robots must not answer.
        extra_headers={"Auto-Submitted": "auto-generated"},
        attachments=[
            Attachment(enclosure.filename, enclosure.content_type, enclosure.data)
            for enclosure in letter.enclosures
        ],
    )
    message.msgId = message_id
    return message
