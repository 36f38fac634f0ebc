"""One mail address: read from what somebody wrote, in the form that mail servers take."""

import re
import unicodedata
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

_NAMED = re.compile(
    r'\s*(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<plain>[^<>"]*))\s*<(?P<address>[^<>]*)>\s*'
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class NotAnAddress(ValueError):
    """What was written is not exactly one mail address."""


@dataclass(frozen=True)
class Mailbox:
    """Where mail goes to: the name of its owner, may be empty, and both sides of the @.

    The domain is ASCII by IDNA 2008, the other side as it was written.
    """

    name: str
    local: str
    domain: str

    @property
    def address(self) -> str:
        """Return the bare address."""
        return f"{self.local}@{self.domain}"


def read_mailbox(text: str) -> Mailbox:
    """Read `address` or `name <address>`. Raises NotAnAddress."""
    if _CONTROL.search(text):
        raise NotAnAddress("has a line break or another control character")
    name, address = _split(text)
    try:
        # Whether its domain takes mail is for the mail server to find out.
        found = validate_email(address, check_deliverability=False)
    except EmailNotValidError as error:
        raise NotAnAddress(str(error)) from error
    return Mailbox(name, found.local_part, found.ascii_domain)


def _split(text: str) -> tuple[str, str]:
    named = _NAMED.fullmatch(text)
    if named is None:
        return "", text.strip()
    name = re.sub(r"\\(.)", r"\1", named["quoted"] or "") or (named["plain"] or "").strip()
    if "@" in (named["plain"] or ""):
        raise NotAnAddress("names more than one address")
    return name, named["address"].strip()


def ascii_host(host: str) -> str:
    """Return a host name in ASCII by IDNA 2008; what is none, such as `localhost`, as it is."""
    try:
        return read_mailbox(f"post@{host}").domain
    except NotAnAddress:
        return host


def address_key(address: str) -> str:
    """Return what all spellings of one mail address share: its case aside, the domain in ASCII.

    What stands behind a plus is a part of it, since some servers give it to another person.
    """
    local, _, domain = unicodedata.normalize("NFC", address.strip()).lower().rpartition("@")
    return f"{local}@{domain if domain.isascii() else ascii_host(domain)}"
