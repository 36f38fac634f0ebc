"""Somebody is forgotten while others write about them: no name comes back, no place is lost."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from ortenaudigital.bookings.changes import cancel_tickets, rename_ticket
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.events.models import TicketType
from ortenaudigital.fair.applications.models import Assignment, Exhibitor
from ortenaudigital.fair.inventory.models import Slot
from ortenaudigital.fair.placement.commands import assign
from ortenaudigital.fair.placement.queries import list_free_slots
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.personal import Correction
from ortenaudigital.privacy import requests
from tests.concurrency.together import behind, together
from tests.factories import BOOKED_AT, make_booking, make_event, make_exhibitor

ERIKA, EMIL = "erika@example.org", "emil@example.org"


def forget(address: str = ERIKA) -> int:
    return requests.erase(requests.find(address), BOOKED_AT, "command line")


def test_a_name_that_comes_late_is_not_written(app: Flask) -> None:
    with app.app_context():
        ticket_id = make_booking(make_event(), number=2).tickets[1].id

        def rename() -> None:
            rename_ticket(db.session.get_one(Ticket, ticket_id), "Nora", BOOKED_AT)

        assert behind(app, forget, rename) == "booking_erased"
        db.session.expire_all()
        booking = db.session.scalars(select(Booking)).unique().one()
        assert (booking.search_text, [ticket.name for ticket in booking.tickets]) == ("", ["", ""])


def test_a_name_that_comes_just_before_goes_too(app: Flask) -> None:
    with app.app_context():
        ticket_id = make_booking(make_event(), number=2).tickets[1].id

        def rename() -> None:
            rename_ticket(db.session.get_one(Ticket, ticket_id), "Nora", BOOKED_AT)

        behind(app, rename, forget)
        db.session.expire_all()
        booking = db.session.scalars(select(Booking)).unique().one()
        assert (booking.search_text, [ticket.name for ticket in booking.tickets]) == ("", ["", ""])


def test_a_renamed_ticket_does_not_bring_the_old_address_back(app: Flask) -> None:
    with app.app_context():
        ticket_id = make_booking(make_event(), number=2).tickets[1].id

        def correct() -> None:
            right = Correction(email="neu@example.org")
            requests.correct(requests.find(ERIKA), right, BOOKED_AT, "command line")

        def rename() -> None:
            rename_ticket(db.session.get_one(Ticket, ticket_id), "Nora", BOOKED_AT)

        behind(app, correct, rename)
        db.session.expire_all()
        booking = db.session.scalars(select(Booking)).unique().one()
        assert "neu@example.org" in booking.search_text
        assert "erika@" not in booking.search_text
        assert "nora" in booking.search_text


@pytest.mark.parametrize("round_", range(4))
def test_places_are_given_back_once(app: Flask, round_: int) -> None:
    with app.app_context():
        booking_id = make_booking(make_event(), number=3).id

    def cancel() -> int:
        return cancel_tickets(db.session.get_one(Booking, booking_id), {1, 2, 3}, BOOKED_AT)

    deeds = [forget, cancel, forget, cancel]
    together(app, *deeds[round_:], *deeds[:round_])
    with app.app_context():
        kind = db.session.scalars(
            select(TicketType).where(TicketType.slug == "buergerticket")
        ).one()
        assert kind.taken == 0
        valid = select(func.count()).where(Ticket.cancelled_at.is_(None))
        assert db.session.scalar(valid) == 0


def test_nobody_who_was_forgotten_gets_a_stand(app: Flask) -> None:
    with app.app_context():
        event = make_event()
        exhibitor_id = make_exhibitor(event).id
        slot_id = list_free_slots(event)[0].id

        def give() -> None:
            exhibitor = db.session.get_one(Exhibitor, exhibitor_id)
            assign(db.session.get_one(Slot, slot_id), exhibitor, BOOKED_AT, "olga@example.org")

        assert behind(app, lambda: forget(EMIL), give) == "exhibitor_erased"
        assert db.session.scalar(select(func.count()).select_from(Assignment)) == 0
