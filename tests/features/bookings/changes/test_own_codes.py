"""A lost code: who booked gets another, once, and the old one says so at the door."""

from datetime import datetime
from uuid import uuid4

from flask import Flask

from ortenaudigital.bookings.changes import cancel_tickets, reissue_own
from ortenaudigital.bookings.changes.letters import CHANGED, changed
from ortenaudigital.bookings.letters import CONFIRMATION
from ortenaudigital.bookings.links import companion_key, ticket_code
from ortenaudigital.bookings.models import Booking
from ortenaudigital.checkin.commands import ScanRequest, scan
from ortenaudigital.checkin.rules import Verdict
from ortenaudigital.kernel.db import transaction
from tests.factories import BOOKED_AT, make_device, make_event
from tests.features.bookings.changes.booked import anew, booked, waiting
from tests.features.checkin.test_checkin import paired
from tests.features.outbox.written import flat, written


def reissue(booking: Booking, seen: int = 0) -> bool:
    with transaction():
        return reissue_own(anew(booking).tickets[1], seen, BOOKED_AT)


def test_the_old_code_is_replaced_and_so_is_the_link_handed_over(
    context: Flask, now: datetime
) -> None:
    event = make_event()
    booking = booked(event)
    ticket = booking.tickets[1]
    before = companion_key(ticket.id, ticket.reissue)
    assert reissue(booking)
    ticket = anew(booking).tickets[1]
    assert companion_key(ticket.id, ticket.reissue) != before
    device = paired(make_device(event)[0])
    with transaction():
        codes = [ticket_code(ticket.id, number) for number in (0, 1)]
        said = [scan(device, ScanRequest(uuid4(), code, now), now).verdict for code in codes]
    assert said == [Verdict.REPLACED, Verdict.WELCOME]


def test_a_second_press_leaves_the_new_code(context: Flask) -> None:
    booking = booked(make_event())
    assert [reissue(booking), reissue(booking)] == [True, False]
    assert anew(booking).tickets[1].reissue == 1
    assert reissue(booking, seen=1)


def test_a_cancelled_ticket_gets_none(context: Flask) -> None:
    booking = booked(make_event())
    with transaction():
        cancel_tickets(anew(booking), {2}, BOOKED_AT)
    assert not reissue(booking)


def test_the_letter_brings_the_tickets_and_waits_for_other_changes(context: Flask) -> None:
    booking = booked(make_event())
    reissue(booking)
    reissue(booking, seen=1)
    assert len(waiting(CHANGED)) == 1
    assert waiting(CONFIRMATION) == []
    letter = written(changed(str(booking.id)))
    assert "Ticket 2 hat einen neuen QR-Code." in flat(letter.text)
    assert [part.filename for part in letter.enclosures] == [
        f"{booking.reference}.pdf",
        "termin.ics",
    ]
