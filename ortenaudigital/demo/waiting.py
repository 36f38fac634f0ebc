"""A workshop that is full, and some who wait for it."""

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from sqlalchemy import select

from ortenaudigital.bookings.commands import book
from ortenaudigital.bookings.making.requests import BookingRequest
from ortenaudigital.bookings.wait_list.commands import WaitRequest, join
from ortenaudigital.bookings.wait_list.models import WaitListEntry
from ortenaudigital.kernel.db import db

WORKSHOP = "reparaturwerkstatt"
PLACES = 4
# All but the last three have a place.
GUESTS = [
    *(("Anna", "Armbruster"), ("Bernd", "Boschert"), ("Carla", "Conrad"), ("Dieter", "Doll")),
    *(("Elif", "Ehret"), ("Frank", "Faist"), ("Greta", "Geiger")),
]


def seed_wait_list(event: str, namespace: UUID, now: datetime) -> None:
    """Book all places of the workshop, and let some people wait; doing it again adds nothing."""
    if db.session.scalar(select(WaitListEntry.id).limit(1)):
        return
    for number, (first_name, last_name) in enumerate(GUESTS):
        request_id = uuid5(namespace, f"workshop {last_name}")
        email = f"{last_name.lower()}@example.org"
        who = (first_name, last_name, email, "de")
        if number < PLACES:
            book(event, BookingRequest(request_id, WORKSHOP, 1, *who), now)
        else:
            later = now + timedelta(seconds=number)
            join(event, WaitRequest(request_id, WORKSHOP, 1 + number % 2, *who), later)
