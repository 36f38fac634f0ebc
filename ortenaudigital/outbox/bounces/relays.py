"""What a relay says in JSON of letters that did not arrive, on plain values.

There is no standard for it. Read is what several call alike: an object for each letter, by itself,
in a list or as `events`, with the Message-ID, and a status (RFC 3463) or a word for what happened.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from ortenaudigital.outbox.bounces.rules import Bounce

MOST_EVENTS = 1000
_IDS = ("message_id", "message-id", "Message-ID", "MessageID", "smtp-id")
_REASONS = ("reason", "description", "Description", "response")
# Words for what has failed for good; a plain bounce may be one that is tried again.
_FOR_GOOD = frozenset({"hard_bounce", "hardbounce", "hard", "permanent", "invalid_email", "failed"})
_BOUNCES = frozenset({"bounce", "bounced"})


class Unreadable(ValueError):
    """What was sent is no report of letters."""


def read_events(data: Any) -> list[Bounce]:
    """Return the letters that failed for good; what else a relay reports is left out.

    Raises Unreadable for what is no object, no list of such, or too long.
    """
    if isinstance(data, Mapping):
        data = data.get("events", [data])
    if not isinstance(data, list) or len(data) > MOST_EVENTS:
        raise Unreadable
    if not all(isinstance(each, Mapping) for each in data):
        raise Unreadable
    return list(_bounces(data))


def _bounces(events: list[Mapping[str, Any]]) -> Iterator[Bounce]:
    for event in events:
        message_id = _first(event, _IDS)
        if message_id and _is_for_good(event):
            status, reason = _text(event, "status"), _first(event, _REASONS)
            yield Bounce((_bracketed(message_id),), " ".join(f"{status} {reason}".split()))


def _is_for_good(event: Mapping[str, Any]) -> bool:
    status = _text(event, "status")
    if status[:1] in ("2", "4"):
        return False
    words = {_text(event, name).lower() for name in ("event", "type", "Type", "severity")}
    return status.startswith("5.") or bool(words & _FOR_GOOD) or _only_bounces(words)


def _only_bounces(words: set[str]) -> bool:
    return bool(words & _BOUNCES) and not words & {"soft", "blocked", "temporary", "transient"}


def _first(event: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return next(filter(None, (_text(event, name) for name in names)), "")


def _text(event: Mapping[str, Any], name: str) -> str:
    value = event.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def _bracketed(message_id: str) -> str:
    return f"<{message_id.strip('<>')}>"
