"""How letters go out, and where it is reported which did not arrive."""

import re
from dataclasses import dataclass

from ortenaudigital.kernel.addresses import NotAnAddress, read_mailbox
from ortenaudigital.kernel.config.environment import Reader


@dataclass(frozen=True)
class MailServer:
    """Where letters go out; the names are those of Flask-Mail."""

    server: str = "127.0.0.1"
    port: int = 25
    use_tls: bool = False
    use_ssl: bool = False
    username: str | None = None
    password: str | None = None
    sender: str = "Ortenau Digital <tickets@example.org>"
    ehlo_name: str | None = None
    # RFC 5321, 4.5.3.2: five minutes for an answer, ten after the letter itself.
    timeout_seconds: int = 300
    data_timeout_seconds: int = 600


# Whoever knows it can mark addresses as wrong.
LEAST_TOKEN = 32


@dataclass(frozen=True)
class ReportMailbox:
    """The mailbox in which mail servers report what did not arrive; read by IMAP over TLS."""

    server: str
    port: int
    username: str
    password: str
    folder: str


def read_mail(reader: Reader) -> MailServer:
    """Read by which server letters go out."""
    default = MailServer()
    server = MailServer(
        server=reader.text("MAIL_SERVER", default.server),
        port=reader.whole("MAIL_PORT", default.port, least=1, most=65535),
        use_tls=reader.switch("MAIL_USE_TLS", default.use_tls),
        use_ssl=reader.switch("MAIL_USE_SSL", default.use_ssl),
        username=reader.environment.get("MAIL_USERNAME") or None,
        password=reader.environment.get("MAIL_PASSWORD") or None,
        sender=reader.text("MAIL_DEFAULT_SENDER", default.sender),
        ehlo_name=reader.environment.get("MAIL_EHLO_NAME") or None,
        timeout_seconds=reader.whole("MAIL_TIMEOUT_SECONDS", default.timeout_seconds, least=1),
        data_timeout_seconds=reader.whole(
            "MAIL_DATA_TIMEOUT_SECONDS", default.data_timeout_seconds, least=1
        ),
    )
    reader.faults += _mail_faults(server)
    return server


def _mail_faults(server: MailServer) -> list[str]:
    faults = []
    try:
        sender = read_mailbox(server.sender)
    except NotAnAddress as error:
        faults.append(f"MAIL_DEFAULT_SENDER: {server.sender!r} is not one address: {error}")
    else:
        if not sender.address.isascii():
            faults.append("MAIL_DEFAULT_SENDER: few servers take umlauts before the @")
    if server.use_tls and server.use_ssl:
        faults.append("MAIL_USE_TLS: is on together with MAIL_USE_SSL; a server wants one of them")
    if bool(server.username) != bool(server.password):
        faults.append("MAIL_USERNAME: needs MAIL_PASSWORD, and the other way round")
    if not f"{server.username}{server.password}".isascii():
        faults.append("MAIL_PASSWORD: a login in letters beyond ASCII cannot be sent")
    if not re.fullmatch(r"[A-Za-z0-9.:\[\]-]*", server.ehlo_name or ""):
        faults.append(f"MAIL_EHLO_NAME: {server.ehlo_name!r} is no host name in ASCII")
    return faults


def read_reports(reader: Reader) -> ReportMailbox | None:
    """Read where mail servers report, if they are asked."""
    server = reader.text("BOUNCE_IMAP_SERVER", "")
    mailbox = ReportMailbox(
        server=server,
        port=reader.whole("BOUNCE_IMAP_PORT", 993, least=1, most=65535),
        username=reader.text("BOUNCE_IMAP_USERNAME", ""),
        password=reader.text("BOUNCE_IMAP_PASSWORD", ""),
        folder=reader.text("BOUNCE_IMAP_FOLDER", "INBOX"),
    )
    if server and not (mailbox.username and mailbox.password):
        reader.faults.append("BOUNCE_IMAP_SERVER: needs BOUNCE_IMAP_USERNAME and _PASSWORD too")
    return mailbox if server else None


def read_bounce_token(reader: Reader) -> str:
    """Read by what others may report to the shop; empty for nobody."""
    token = reader.text("BOUNCE_TOKEN", "")
    if token and len(token) < LEAST_TOKEN:
        reader.faults.append(f"BOUNCE_TOKEN: needs at least {LEAST_TOKEN} characters")
    return token
