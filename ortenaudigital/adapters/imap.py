"""A mailbox that is read by IMAP, over TLS with a certificate that is checked."""

import imaplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

TIMEOUT_SECONDS = 60


@dataclass(frozen=True)
class Account:
    """Where a mailbox is, and who may read it; `tls` is off for tests on this machine only."""

    server: str
    port: int
    username: str
    password: str
    folder: str = "INBOX"
    tls: bool = True


class MailboxTrouble(Exception):
    """The mailbox cannot be read now; what is said names no password."""


class Mailbox:
    """One folder that is open."""

    def __init__(self, line: imaplib.IMAP4) -> None:
        self._line = line

    def unread(self) -> Sequence[str]:
        """Return the names of the messages that nobody has read, the oldest first."""
        (found,) = self._do("SEARCH", None, "UNSEEN")[:1] or [b""]
        return found.decode().split() if isinstance(found, bytes) else []

    def fetch(self, uid: str) -> bytes:
        """Return a message, without marking it as read."""
        answer = self._do("FETCH", uid, "(BODY.PEEK[])")
        return next((each[1] for each in answer if isinstance(each, tuple)), b"")

    def mark_read(self, uid: str) -> None:
        """Mark a message as read."""
        self._do("STORE", uid, "+FLAGS.SILENT", r"(\Seen)")

    def _do(self, command: str, *arguments: str | None) -> list[bytes | tuple[bytes, bytes]]:
        state, answer = self._line.uid(command, *arguments)  # type: ignore[arg-type]  # None: charset
        if state != "OK":
            raise MailboxTrouble(f"{command}: {state}")
        return list(answer)


@contextmanager
def open_mailbox(account: Account) -> Iterator[Mailbox]:
    """Log in and open the folder. Raises MailboxTrouble, also for whatever is done with it."""
    line: imaplib.IMAP4 | None = None
    try:
        line = _connect(account)
        line.login(account.username, account.password)
        state, _ = line.select(f'"{account.folder}"')
        if state != "OK":
            raise MailboxTrouble(f"folder {account.folder}: {state}")
        yield Mailbox(line)
    except (imaplib.IMAP4.error, OSError) as error:
        raise MailboxTrouble(f"{type(error).__name__}: {error}") from error
    finally:
        _hang_up(line)


def _connect(account: Account) -> imaplib.IMAP4:
    if not account.tls:
        return imaplib.IMAP4(account.server, account.port, TIMEOUT_SECONDS)
    context = ssl.create_default_context()
    return imaplib.IMAP4_SSL(
        account.server, account.port, ssl_context=context, timeout=TIMEOUT_SECONDS
    )


def _hang_up(line: imaplib.IMAP4 | None) -> None:
    if line is None:
        return
    try:
        line.logout()
    except (imaplib.IMAP4.error, OSError):
        line.shutdown()
