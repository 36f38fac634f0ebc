"""What relays say in JSON: which letters failed for good, whatever else they send."""

from typing import Any

import pytest

from ortenaudigital.outbox.bounces.relays import MOST_EVENTS, Unreadable, read_events
from ortenaudigital.outbox.bounces.rules import MOST_IDS, Bounce, read_bounce

ID = "<1.2@tickets.example.org>"


@pytest.mark.parametrize(
    "event",
    [
        {"message_id": ID, "status": "5.1.1", "reason": "no such user"},
        {"message-id": ID, "event": "hard_bounce", "reason": "no such user"},
        {"smtp-id": ID, "event": "bounce", "type": "bounce", "reason": "no such user"},
        {"Message-ID": "1.2@tickets.example.org", "type": "permanent", "reason": "no such user"},
        {"MessageID": ID, "Type": "HardBounce", "Description": "no such user"},
    ],
)
def test_what_failed_for_good_is_read(event: dict[str, Any]) -> None:
    for data in (event, [event], {"events": [event]}):
        (bounce,) = read_events(data)
        assert bounce.message_ids == (ID,)
        assert bounce.reason.endswith("no such user")


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"message_id": ID},
        {"message_id": ID, "event": "delivered"},
        {"message_id": ID, "event": "open"},
        {"message_id": ID, "status": "4.2.2", "event": "bounce"},
        {"message_id": ID, "status": "2.0.0", "event": "failed"},
        {"message_id": ID, "event": "bounce", "type": "blocked"},
        {"message_id": ID, "event": "bounce", "type": "soft"},
        {"message_id": "", "event": "hard_bounce"},
        {"message_id": 7, "event": "hard_bounce"},
        {"message_id": [ID], "status": {"5": "1"}},
        {"message_id": None, "status": "5.1.1"},
    ],
)
def test_what_did_not_or_not_for_good_is_left_out(event: dict[str, Any]) -> None:
    assert read_events(event) == []


@pytest.mark.parametrize("data", [None, 1, "x", True, [1], [None], ["x"], {"events": "x"}])
def test_what_is_no_report_is_refused(data: Any) -> None:
    with pytest.raises(Unreadable):
        read_events(data)


def test_no_list_is_too_long_to_be_refused() -> None:
    with pytest.raises(Unreadable):
        read_events([{}] * (MOST_EVENTS + 1))


def nested(depth: int) -> bytes:
    """Make a message of parts within parts."""
    lines = []
    for each in range(depth):
        lines += [f'Content-Type: multipart/mixed; boundary="b{each}"', "", f"--b{each}"]
    return "\r\n".join([*lines, "Content-Type: text/plain", "", "x"]).encode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\xff" * 1000,
        b"Content-Type: multipart/report; boundary=x\r\n\r\n--x",
        b"Content-Type: message/delivery-status\r\n\r\nAction: failed\r\nStatus: 5.1.1",
        b"Content-Type: text/plain; charset=nonsense\r\n\r\n\xe4",
        b"Subject: =?utf-8?b?////?=\r\nContent-Type: message/rfc822\r\n\r\n\r\n",
        b"<" * 100_000,
        nested(500),
        nested(3000),
    ],
    ids=lambda data: f"{len(data)} bytes",
)
def test_no_message_is_an_error(data: bytes) -> None:
    bounce = read_bounce(data)
    assert bounce is None or isinstance(bounce, Bounce)


def test_of_very_many_ids_some_are_looked_for() -> None:
    """A database takes so many values in a question, and no more."""
    quoted = " ".join(f"<{each}@example.org>" for each in range(70_000))
    report = (
        "X-Failed-Recipients: a@example.org\r\n"
        f"References: {quoted}\r\n\r\n550 5.1.1 no such user\r\n"
    )
    bounce = read_bounce(report.encode())
    assert bounce is not None
    assert len(bounce.message_ids) == MOST_IDS
