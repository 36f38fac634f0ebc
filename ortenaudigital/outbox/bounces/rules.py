"""What a report of a mail server says, on plain values: which letter did not arrive, and why.

RFC 3464 says how such reports are written; older servers write plain text (qmail) or add a header
(Exim). Whoever is on holiday, or says that a letter is late, reports no such thing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from itertools import islice

# Reports are small, but for the letter they bring back.
MOST_BYTES = 2_000_000
# A report is about one letter, and may quote what that one answered.
MOST_IDS = 50
_MESSAGE_ID = re.compile(r"<[^\s<>@]+@[^\s<>@]+>")
_ID_LINE = re.compile(r"^message-id:\s*(<[^\s<>]+>)", re.IGNORECASE | re.MULTILINE)
_STATUS = re.compile(r"\b([245])\.\d{1,3}\.\d{1,3}\b")
_REPLY = re.compile(r"\b5\d\d[ -]")
_RETURNED = ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers")
_PLAIN_REPORT = re.compile(
    r"this is the qmail-send program|this message was created automatically by mail delivery"
    r"|could not be delivered to one or more of its recipients|permanent (fatal )?error",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Bounce:
    """That a letter did not arrive; `message_ids` are those it may be, the likeliest first."""

    message_ids: tuple[str, ...]
    reason: str


def read_bounce(data: bytes) -> Bounce | None:
    """Read a message; None if it does not say that a letter failed for good."""
    try:
        message = message_from_bytes(data[:MOST_BYTES], policy=policy.default)
        reason = _failure(message)
        ids = () if reason is None else tuple(islice(dict.fromkeys(_ids(message)), MOST_IDS))
    except RecursionError:
        # Parts within parts, deeper than the library can follow: nothing that servers write.
        return None
    return None if reason is None else Bounce(ids, reason)


def _failure(message: Message) -> str | None:
    """Return why a letter failed for good, or None."""
    reports = [part for part in message.walk() if part.get_content_type().endswith("-status")]
    if reports:
        return next((why for part in reports for why in _failed_in(part)), None)
    text = _text(message)
    failed = _header(message, "X-Failed-Recipients") or _PLAIN_REPORT.search(text)
    if not failed or _header(message, "Auto-Submitted") == "auto-generated":
        return None
    said = next((line.strip() for line in text.splitlines() if _says_why(line)), "")
    return said or None


def _says_why(line: str) -> bool:
    status = _STATUS.search(line)
    return status[1] == "5" if status else bool(_REPLY.search(line))


def _failed_in(report: Message) -> Iterator[str]:
    # The parser makes a message of each group of fields.
    groups = report.get_payload()
    for group in groups if isinstance(groups, list) else ():
        if not isinstance(group, Message):
            continue
        action = _header(group, "Action").strip().lower()
        if action == "failed":
            said = _header(group, "Diagnostic-Code").partition(";")[2].strip()
            status = _header(group, "Status").strip()
            yield " ".join(f"{status if status not in said else ''} {said}".split()) or "failed"


def _ids(message: Message) -> Iterator[str]:
    for part in message.walk():
        if part.get_content_type() in _RETURNED:
            yield from _ids_of_returned(part)
    # Where nothing is returned, the report may be an answer to the letter.
    for name in ("In-Reply-To", "References", "X-Original-Message-ID"):
        yield from _MESSAGE_ID.findall(_header(message, name))
    yield from _ID_LINE.findall(_text(message))


def _ids_of_returned(part: Message) -> Iterator[str]:
    returned = part.get_payload()
    if isinstance(returned, list) and returned and isinstance(returned[0], Message):
        yield from _MESSAGE_ID.findall(_header(returned[0], "Message-ID"))
    else:
        yield from _ID_LINE.findall(_decoded(part))


def _header(message: Message, name: str) -> str:
    try:
        return str(message.get(name, ""))
    except (IndexError, ValueError):
        # The library's own parser falls over some headers that are cut off.
        return ""


def _text(message: Message) -> str:
    parts = (part for part in message.walk() if part.get_content_type() == "text/plain")
    return "\n".join(map(_decoded, parts))


def _decoded(part: Message) -> str:
    content = part.get_payload(decode=True)
    return content.decode(errors="replace") if isinstance(content, bytes) else ""
