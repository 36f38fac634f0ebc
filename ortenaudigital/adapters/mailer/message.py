"""A letter as MIME: seven bits, short lines, headers of one line, whatever its texts hold."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTPUTF8

from ortenaudigital.adapters.mailer.folding import WholeWords
from ortenaudigital.kernel.addresses import Mailbox, NotAnAddress, read_mailbox

# Seven bits, because not every server on the way takes eight.
_PLAIN = WholeWords(linesep="\r\n", cte_type="7bit")
_INTERNATIONAL = SMTPUTF8.clone(cte_type="7bit")
# Nothing that a text needs: they end lines, hide words or stop parsers.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class Enclosure:
    """A file that goes with a letter; `parameters` belong to its content type."""

    filename: str
    content_type: str
    data: bytes
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Composed:
    """A letter ready to go: addressee, subject, both texts, enclosures, who reads answers.

    `unsubscribe_url`: where a mail program asks, by one POST, that no such letter comes again.
    """

    recipient: str
    subject: str
    text: str
    html: str
    enclosures: Sequence[Enclosure] = field(default=())
    reply_to: str = ""
    unsubscribe_url: str = ""


@dataclass(frozen=True)
class Packed:
    """What the mail server gets: the envelope and the message.

    `international` if the recipient cannot be written in ASCII.
    """

    sender: str
    recipient: str
    content: bytes
    international: bool


def pack(letter: Composed, message_id: str, sender: Mailbox, now: datetime) -> Packed:
    """Make the MIME message. Raises NotAnAddress if the recipient is none."""
    to = read_mailbox(letter.recipient)
    international = not to.address.isascii()
    policy = _INTERNATIONAL if international else _PLAIN
    message = EmailMessage(policy=policy)
    message["Subject"] = one_line(letter.subject)
    message["From"] = _header(sender)
    message["To"] = _header(to)
    reply_to = _reply_to(letter.reply_to)
    if reply_to is not None:
        message["Reply-To"] = reply_to
    message["Date"] = now
    message["Message-ID"] = message_id
    # Out-of-office robots must not answer.
    message["Auto-Submitted"] = "auto-generated"
    if letter.unsubscribe_url:
        # RFC 8058: mail programs show a button for it, and POST without asking anybody.
        message["List-Unsubscribe"] = f"<{letter.unsubscribe_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(_clean(letter.text))
    message.add_alternative(_clean(letter.html), subtype="html")
    for enclosure in letter.enclosures:
        _enclose(message, enclosure)
    return Packed(sender.address, to.address, message.as_bytes(policy=policy), international)


def one_line(text: str) -> str:
    """Join what stands on several lines, without control characters."""
    return _CONTROL.sub("", " ".join(text.split()))


def _header(mailbox: Mailbox) -> Address:
    return Address(one_line(mailbox.name), mailbox.local, mailbox.domain)


def _reply_to(text: str) -> Address | None:
    try:
        mailbox = read_mailbox(text)
    except NotAnAddress:
        # An event without a usable contact: answers go to the sender.
        return None
    return _header(mailbox) if mailbox.address.isascii() else None


def _clean(text: str) -> str:
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _enclose(message: EmailMessage, enclosure: Enclosure) -> None:
    kind, _, subtype = enclosure.content_type.partition("/")
    parameters = dict(enclosure.parameters)
    if kind == "text":
        parameters["charset"] = "utf-8"
    message.add_attachment(
        enclosure.data,
        maintype=kind,
        subtype=subtype,
        cte="base64",
        filename=enclosure.filename,
        params=parameters,
    )
