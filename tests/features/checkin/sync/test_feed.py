"""The list that phones keep: complete, in pages, and after that what has changed."""

import base64
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from ortenaudigital.bookings.changes import cancel_tickets, reissue_ticket, rename_ticket
from ortenaudigital.bookings.links import ticket_code
from ortenaudigital.bookings.models import RetiredCode
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.checkin.commands import ScanRequest, scan
from ortenaudigital.checkin.devices.paired import get_device_by_token
from ortenaudigital.checkin.rules import Action
from ortenaudigital.checkin.sync import feed
from ortenaudigital.checkin.sync.feed import newest_cursor, read_list
from ortenaudigital.kernel.codes import fingerprint
from ortenaudigital.kernel.db import db, transaction
from tests.factories import BOOKED_AT, make_booking, make_device, make_event
from tests.features.checkin.door import Copy


def test_the_list_has_each_ticket_once_with_what_the_door_needs(
    context: Flask, now: datetime
) -> None:
    event = make_event()
    make_booking(make_event(slug="anderes"))
    booking = make_booking(event, number=2, companions=("Łukasz Şahin",))
    copy = Copy(event)
    assert copy.fetch() == [ticket.short_code for ticket in booking.tickets]
    first, second = booking.tickets
    code = fingerprint(ticket_code(first.id, 0))
    assert copy.tickets[first.short_code] == {
        "ref": first.short_code,
        "code": base64.urlsafe_b64encode(code).decode().rstrip("="),
        "name": "Erika Müller",
        "type": first.ticket_type_id,
    }
    assert copy.tickets[second.short_code]["name"] == "Łukasz Şahin"
    assert copy.is_new()
    assert copy.fetch() == []


@pytest.mark.parametrize("most", [1, 2, 3, 7])
def test_pages_of_any_size_hold_everything_once(context: Flask, most: int) -> None:
    event = make_event()
    with transaction():
        event.ticket_types[1].access = "public"
        event.ticket_types[1].max_per_booking = 6
    wanted = []
    for number in (1, 3, 2):
        for kind in ("buergerticket", "fachticket"):
            booking = make_booking(event, number=number, ticket_type=kind)
            wanted += [ticket.short_code for ticket in booking.tickets]
    copy = Copy(event)
    came = copy.fetch(most)
    assert sorted(came) == sorted(wanted)
    assert len(came) == len(set(came))
    assert copy.is_new()


def test_every_change_comes_as_a_delta_and_nothing_else(context: Flask, now: datetime) -> None:
    event = make_event()
    booking = make_booking(event, number=5)
    device, token = make_device(event)
    make_booking(event)
    copy = Copy(event)
    copy.fetch()
    refs = [ticket.short_code for ticket in booking.tickets]

    def change(deed: Any) -> Any:
        with transaction():
            deed(get_booking(booking.id))
        assert not copy.is_new()
        (ref,) = copy.fetch()
        assert copy.is_new()
        return copy.tickets[ref] | {"position": refs.index(ref) + 1}

    old = copy.tickets[refs[1]]["code"]
    cancelled = change(lambda b: cancel_tickets(b, {1}, BOOKED_AT))
    assert (cancelled["position"], cancelled["cancelled"]) == (1, True)
    reissued = change(lambda b: reissue_ticket(b.tickets[1], BOOKED_AT, "olga"))
    assert (reissued["position"], reissued["retired"]) == (2, [old])
    assert reissued["code"] != old
    renamed = change(lambda b: rename_ticket(b.tickets[2], "Karla Kurz", BOOKED_AT))
    assert (renamed["position"], renamed["name"]) == (3, "Karla Kurz")

    def read(ref: str) -> Any:
        paired = get_device_by_token(token, now)
        return scan(paired, ScanRequest(uuid4(), ref, now), now)

    admitted = change(lambda _: read(refs[3]))
    presence = {"at": "2027-10-01T07:30:00Z", "device": device.name}
    assert (admitted["position"], admitted["in"]) == (4, {"2027-10-01": presence})


def test_retired_codes_come_in_one_order(context: Flask) -> None:
    # Whichever way a database takes to them: the same list is the same text.
    event = make_event()
    ticket = make_booking(event).tickets[0]
    codes = [bytes([first]) * 32 for first in (200, 100, 0)]
    with transaction():
        for code in codes:
            db.session.add(RetiredCode(code_hash=code, ticket_id=ticket.id))
            db.session.flush()
    copy = Copy(event)
    copy.fetch()
    assert copy.tickets[ticket.short_code]["retired"] == [
        base64.urlsafe_b64encode(code).decode().rstrip("=") for code in sorted(codes)
    ]


def test_what_changes_nothing_brings_no_delta(context: Flask, now: datetime) -> None:
    event = make_event()
    booking = make_booking(event, number=2)
    _, token = make_device(event)
    ref = booking.tickets[0].short_code

    def read(code: str, **changes: Any) -> None:
        with transaction():
            paired = get_device_by_token(token, now)
            scan(paired, ScanRequest(uuid4(), code, now, **changes), now)

    read(ref)
    copy = Copy(event)
    copy.fetch()
    read(ref)
    read("nonsense")
    read(booking.tickets[1].short_code, shown="unknown")
    read(ref, action=Action.EXIT)
    assert copy.is_new()


def test_an_undo_comes_as_a_delta(context: Flask, now: datetime) -> None:
    event = make_event()
    ref = make_booking(event).tickets[0].short_code
    _, token = make_device(event)
    scan_id = uuid4()

    def send(request: ScanRequest) -> None:
        with transaction():
            scan(get_device_by_token(token, now), request, now)

    send(ScanRequest(scan_id, ref, now))
    copy = Copy(event)
    copy.fetch()
    assert "in" in copy.tickets[ref]
    send(ScanRequest(uuid4(), ref, now, action=Action.UNDO, undoes=scan_id))
    assert copy.fetch() == [ref]
    assert "in" not in copy.tickets[ref]


@pytest.mark.parametrize("cursor", ["", "x", "-", "1.x", "1", "999999.5", "1." + "9" * 30, "٣.٤"])
def test_a_cursor_that_is_none_of_ours_starts_from_the_beginning(
    context: Flask, cursor: str
) -> None:
    event = make_event()
    make_booking(event)
    page = read_list(event.id, cursor.replace("1.", f"{event.ticket_types[0].id}."))
    assert (len(page.tickets), page.left) == (1, 0)
    assert page.replaces == (cursor == "999999.5"), "it knows of a type that is not there"
    assert page.cursor == newest_cursor(event.id)


def test_what_changes_while_a_page_is_read_comes_with_the_next(
    context: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = make_event()
    first = make_booking(event).tickets[0].short_code
    newest = feed._newest(event.id)
    late = make_booking(event).tickets[0].short_code
    with monkeypatch.context() as patch:
        patch.setattr(feed, "_newest", lambda _: newest)
        page = read_list(event.id, "")
    assert [ticket["ref"] for ticket in page.tickets] == [first]
    after = read_list(event.id, page.cursor)
    assert [ticket["ref"] for ticket in after.tickets] == [late]
