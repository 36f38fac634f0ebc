"""The connection to the mail server: Flask-Mail's, with a verified certificate and our name."""

import ipaddress
import smtplib
import ssl

from flask import current_app
from flask_mail import Connection


class TimedConnection(Connection):
    """A connection that says who we are, and waits as long as a step may take."""

    def __init__(self, timeout: float) -> None:
        """Take the settings of the app; the timeout is that of each answer, in seconds."""
        super().__init__(current_app.extensions["mail"])
        self.timeout = timeout

    def configure_host(self) -> smtplib.SMTP | smtplib.SMTP_SSL:
        """Open the line and log in. Raises smtplib.SMTPException, OSError or ValueError."""
        host = self._open()
        try:
            if self.mail.use_tls:
                # Left to itself smtplib believes any certificate.
                host.starttls(context=ssl.create_default_context())
            host.ehlo_or_helo_if_needed()
            if self.mail.username and self.mail.password:
                host.login(self.mail.username, self.mail.password)
        except BaseException:
            host.close()
            raise
        return host

    def _open(self) -> smtplib.SMTP | smtplib.SMTP_SSL:
        server, port, timeout, name = self.mail.server, self.mail.port, self.timeout, own_name()
        if self.mail.use_ssl:
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(server, port, name, timeout=timeout, context=context)
        return smtplib.SMTP(server, port, name, timeout=timeout)


def own_name() -> str:
    """Return the name to greet the server with: a full host name, else an address in brackets.

    Many servers refuse who greets them with less.
    """
    configured: str | None = current_app.config["MAIL_EHLO_NAME"]
    if configured:
        return configured
    domain: str = current_app.config["MAIL_DOMAIN"]
    try:
        address = ipaddress.ip_address(domain)
    except ValueError:
        return domain if "." in domain else "[127.0.0.1]"
    return f"[IPv6:{address}]" if address.version == 6 else f"[{address}]"
