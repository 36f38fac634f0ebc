"""The list that phones keep: complete, in pages, and after that what has changed."""

import base64
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from ortenaudigital.bookings.changes import cancel_tickets, reissue_ticket, rename_ticket
from ortenaudigital.bookings.links import ticket_code
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.checkin.commands import ScanRequest, scan
from ortenaudigital.checkin.devices.commands import get_device_by_token
from ortenaudigital.checkin.rules import Action
from ortenaudigital.checkin.sync.changes import start_list_anew
from ortenaudigital.checkin.sync.feed import newest_cursor, read_list
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.codes import fingerprint
from ortenaudigital.kernel.db import Base, db, transaction
from tests.factories import BOOKED_AT, make_booking, make_device, make_event


class Copy:
    """A phone's copy of the list."""

    def __init__(self, event: Event) -> None:
        self.event_id = event.id
        self.cursor = ""
        self.tickets: dict[str, Any] = {}

    def fetch(self, most: int = 2000) -> list[str]:
        """Ask until nothing is left; return the references that came."""
        came = []
        while True:
            db.session.rollback()
            page = read_list(self.event_id, self.cursor, most)
            assert len(page.tickets) <= most
            came += [row["ref"] for row in page.tickets]
            if page.replaces:
                self.tickets.clear()
            self.tickets |= {row["ref"]: row for row in page.tickets}
            self.cursor = page.cursor
            if not page.left:
                return came
            assert page.tickets, "a page without rows would be asked for without end"

    def is_new(self) -> bool:
        db.session.rollback()
        return self.cursor == newest_cursor(self.event_id)


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


class Backup:
    """A copy of all that is stored, to be put back."""

    def __init__(self) -> None:
        db.session.rollback()
        tables = Base.metadata.sorted_tables
        self.rows = [
            (table, db.session.execute(table.select()).mappings().all()) for table in tables
        ]

    def put_back(self) -> None:
        with transaction():
            for table, _ in reversed(self.rows):
                db.session.execute(table.delete())
            for table, rows in self.rows:
                if rows:
                    db.session.execute(table.insert(), [dict(row) for row in rows])


def restore(backup: Backup) -> None:
    """What the operator does: put the backup back, and say so."""
    backup.put_back()
    with transaction():
        start_list_anew(BOOKED_AT, "test")


@pytest.mark.parametrize("most", [2, 2000])
def test_after_a_backup_was_put_back_phones_have_what_it_has(context: Flask, most: int) -> None:
    """Also where as much has changed since as was lost, so that all numbers are known ones."""
    event = make_event()
    make_booking(event, number=3)
    backup = Backup()
    lost = make_booking(event, number=3, last_name="Verloren")
    copy = Copy(event)
    copy.fetch(most)
    assert lost.tickets[0].short_code in copy.tickets

    restore(backup)
    event = get_event(event.slug)
    found = make_booking(event, number=3, last_name="Danach")
    assert not copy.is_new()
    copy.fetch(most)

    whole = Copy(event)
    whole.fetch()
    assert copy.tickets == whole.tickets
    assert found.tickets[0].short_code in copy.tickets
    assert copy.is_new()
    assert copy.fetch() == [], "once is enough"


def test_a_backup_that_is_put_back_twice_is_noticed_twice(context: Flask) -> None:
    event = make_event()
    make_booking(event)
    backup = Backup()
    copy = Copy(event)
    for _ in range(2):
        make_booking(get_event(event.slug), number=2)
        copy.fetch()
        restore(backup)
        make_booking(get_event(event.slug), number=2)
        copy.fetch()
        whole = Copy(event)
        whole.fetch()
        assert copy.tickets == whole.tickets


def test_a_phone_that_knows_too_much_starts_anew_even_if_nobody_says_so(context: Flask) -> None:
    event = make_event()
    make_booking(event)
    backup = Backup()
    ghost = make_booking(event, number=2).tickets[0].short_code
    copy = Copy(event)
    copy.fetch()
    backup.put_back()
    copy.fetch()
    assert ghost not in copy.tickets
    assert len(copy.tickets) == 1
