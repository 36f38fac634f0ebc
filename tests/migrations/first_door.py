"""A database as it was when phones first worked without a network, with a day's work in it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count
from uuid import UUID, uuid4

import sqlalchemy as sa
from flask_security import hash_password

from ortenaudigital.bookings.links import booking_key, ticket_code
from ortenaudigital.kernel.codes import fingerprint

REVISION = "door_without_network"
BOOKINGS, PER_BOOKING = 2000, (1, 2, 3)
ADMITTED, CANCELLED = 600, 40
TOKEN, LOGIN = "token-of-a-phone-paired-before", ("olga@example.org", "ein langes Passwort")
SLUG = "od-alt"

Rows = Mapping[str, list[dict[str, object]]]


def fill(connection: sa.Connection, now: datetime) -> Rows:
    """Write an event that is on today, with bookings, a paired phone and scans; return the rows."""
    rows = {**_event(now), **_people(now)}
    rows |= _bookings(now)
    rows |= _door(rows["ticket"], now)
    rows["ticket_type"][0] |= {"taken": sum(1 for _ in _valid(rows["ticket"]))}
    rows["ticket_type"][0] |= {"changes": len(rows["ticket"])}
    metadata = sa.MetaData()
    metadata.reflect(connection)
    stored = _stored_on_sqlite if connection.dialect.name == "sqlite" else _as_it_is
    for table in metadata.sorted_tables:
        if table.name in rows:
            content = [{k: stored(v) for k, v in row.items()} for row in rows[table.name]]
            connection.execute(table.insert(), content)
    if connection.dialect.name == "postgresql":
        _advance_ids(connection, metadata)
    return rows


def _stored_on_sqlite(value: object) -> object:
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None)
    return value


def _as_it_is(value: object) -> object:
    return value


def _advance_ids(connection: sa.Connection, metadata: sa.MetaData) -> None:
    for table in metadata.sorted_tables:
        if isinstance(table.c.get("id", sa.column("")).type, sa.Integer):
            sequence = sa.func.pg_get_serial_sequence(f'"{table.name}"', "id")
            newest = sa.select(sa.func.max(table.c.id)).scalar_subquery()
            connection.execute(sa.select(sa.func.setval(sequence, newest)))


def _event(now: datetime) -> dict[str, list[dict[str, object]]]:
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    texts: dict[str, object] = {name: {} for name in ("claim", "summary", "directions")}
    event = {"id": 1, "slug": SLUG, "title": "Ortenau Digital", "timezone": "UTC", **texts}
    event |= {"organisers": ["Stadt Offenburg", "Stadt Lahr"], "venue_name": "Messe Offenburg"}
    event |= {"venue_town": "Offenburg", "venue_address": "Schutterwälder Straße 3"}
    event |= {"contact_email": "info@example.org", "certificate": False, "reentry": False}
    day = {"id": 1, "event_id": 1, "date": midnight.date(), "opens_at": midnight}
    day |= {"closes_at": midnight + timedelta(hours=23, minutes=59), "title": {}, "audience": ""}
    kind = {"id": 1, "event_id": 1, "slug": "buergerticket", "position": 1, "access": "public"}
    kind |= {"title": {"de": "Bürgerticket"}, "quota": 5000, "max_per_booking": 5, "questions": []}
    return {
        "event": [event],
        "day": [day],
        "ticket_type": [kind],
        "ticket_type_day": [{"ticket_type_id": 1, "day_id": 1}],
    }


def _people(now: datetime) -> dict[str, list[dict[str, object]]]:
    email, password = LOGIN
    user = {"id": 1, "email": email, "name": "Olga", "password": hash_password(password)}
    user |= {"active": True, "fs_uniquifier": uuid4().hex}
    exhibitor = {"id": uuid4(), "event_id": 1, "request_id": uuid4(), "language": "de"}
    exhibitor |= {"key_hash": fingerprint("e"), "name": "Kellner Software", "kind": "company"}
    exhibitor |= dict.fromkeys(("description", "website", "phone", "wishes"), "")
    exhibitor |= {"contact_name": "Karla Kellner", "email": "karla@example.org"}
    exhibitor |= {"state": "applied", "applied_at": now}
    return {
        "user": [user],
        "role": [{"id": 1, "name": "organiser"}],
        "user_role": [{"user_id": 1, "role_id": 1}],
        "exhibitor": [exhibitor],
    }


def _bookings(now: datetime) -> dict[str, list[dict[str, object]]]:
    bookings: list[dict[str, object]] = []
    tickets: list[dict[str, object]] = []
    changes = count(1)
    for number in range(BOOKINGS):
        booking_id, cancelled_at = uuid4(), now if number < CANCELLED else None
        booking = {"id": booking_id, "event_id": 1, "reference": f"OD-{number:06}"}
        booking |= {"request_id": uuid4(), "key_hash": fingerprint(booking_key(booking_id))}
        booking |= {"language": "de", "first_name": "Łukasz", "last_name": f"Sørensen {number}"}
        booking |= {"email": f"guest{number}@example.org", "accessibility_needs": ""}
        booking |= {"search_text": f"łukasz sørensen {number}", "at_door": False}
        booking |= {"created_at": now - timedelta(minutes=number), "cancelled_at": cancelled_at}
        bookings.append(booking)
        for position in range(1, PER_BOOKING[number % len(PER_BOOKING)] + 1):
            ticket_id = uuid4()
            ticket = {"id": ticket_id, "booking_id": booking_id, "ticket_type_id": 1}
            ticket |= {"position": position, "name": "", "reissue": 0, "changed": next(changes)}
            ticket |= {"code_hash": fingerprint(ticket_code(ticket_id, 0))}
            tickets.append(ticket | {"cancelled_at": cancelled_at})
    return {"booking": bookings, "ticket": tickets, "letter": _letters(bookings, now)}


def _letters(bookings: Sequence[Mapping[str, object]], now: datetime) -> list[dict[str, object]]:
    written = {"kind": "bookings.confirmation", "label": "Buchung", "attempts": 0}
    return [
        {
            **written,
            "id": number,
            "message_id": f"<{number}@localhost>",
            "subject_id": str(booking["id"]),
            "state": "waiting" if number <= 3 else "sent",
            "created_at": now,
            "due_at": now,
            "sent_at": None if number <= 3 else now,
        }
        for number, booking in enumerate(bookings, start=1)
    ]


def _valid(tickets: Sequence[Mapping[str, object]]) -> Iterator[Mapping[str, object]]:
    return (ticket for ticket in tickets if ticket["cancelled_at"] is None)


def _door(
    tickets: Sequence[Mapping[str, object]], now: datetime
) -> dict[str, list[dict[str, object]]]:
    device = {"id": 1, "event_id": 1, "name": "Haupteingang", "pairing_hash": fingerprint("p")}
    device |= {
        "pairing_ends_at": now,
        "token_hash": sha256(TOKEN.encode()).digest(),
        "created_at": now,
    }
    device |= {"paired_at": now, "may_override": True, "on_paper": False, "unsent": 0}
    device |= {"app_version": "old"}
    scans: list[dict[str, object]] = []
    admissions: list[dict[str, object]] = []
    for number, ticket in zip(range(1, ADMITTED + 1), _valid(tickets), strict=False):
        scan_id, at = uuid4(), now - timedelta(seconds=number)
        scan = {"id": number, "scan_id": scan_id, "device_id": 1, "ticket_id": ticket["id"]}
        scan |= {"action": "scan", "scanned_at": at, "received_at": at, "verdict": "welcome"}
        scans.append(scan | {"shown": "welcome", "day_id": 1, "reason": ""})
        admission = {"id": number, "ticket_id": ticket["id"], "day_id": 1, "device_id": 1}
        admissions.append(admission | {"scan_id": scan_id, "admitted_at": at, "entered_at": at})
    return {"device": [device], "scan": scans, "admission": admissions}
