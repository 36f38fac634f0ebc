"""Many at once who want the last places of what several ticket types share."""

import random
from collections import Counter
from collections.abc import Callable

from flask import Flask
from sqlalchemy import func, select

from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.commands import book
from ortenaudigital.bookings.holds.models import Hold, HoldState
from ortenaudigital.bookings.models import Ticket
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.checkin.models import Device, WalkInShare
from ortenaudigital.checkin.walkins.commands import give_shares
from ortenaudigital.event_changes.commands import import_event
from ortenaudigital.events.errors import SoldOut
from ortenaudigital.events.models import Event, Quota, TicketType
from ortenaudigital.events.queries import get_event
from ortenaudigital.events.rights import Decision
from ortenaudigital.events.sections.toml.event import read_event_file
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.kernel.errors import DomainError
from tests.concurrency.test_races import THREADS, together
from tests.factories import (
    BOOKED_AT,
    booking_request,
    event_file_text,
    make_device,
    make_towns,
)

TYPES = ("buergerticket", "kinderticket", "fachticket")
HALL = '\n[[quota]]\nslug = "saal"\nsize = {hall}\noverbook = "{share} %"\n'


def text(hall: int, house: int, share: int = 0) -> str:
    """Write an event of three public types, two of which share a hall; the house limits a day.

    `share`: by how many per cent the hall is overbooked.
    """
    file = event_file_text(stands="").replace('access = "invitation"', 'access = "public"')
    head, citizens, professionals = file.split("[[ticket_type]]")
    citizens = citizens.replace("quota = 100", 'quota = 100\nquotas = ["saal"]')
    children = citizens.replace("buergerticket", "kinderticket")
    professionals = professionals.replace("quota = 20", "quota = 100\nmax_per_booking = 6")
    head = head.replace('closes = "13:00"', f'closes = "13:00"\ncapacity = {house}')
    sections = [head, citizens, children, professionals]
    return "[[ticket_type]]".join(sections) + HALL.format(hall=hall, share=share)


def store(hall: int, house: int, share: int = 0) -> Event:
    plan = read_event_file(text(hall, house, share))
    with transaction():
        import_event(plan, Decision(), BOOKED_AT, "test")
        return get_event(plan.event.slug)


def make(hall: int, house: int) -> str:
    make_towns()
    slug = store(hall, house).slug
    db.session.rollback()
    return slug


def try_to_book(slug: str, ticket_type: str, number: int = 1) -> str:
    try:
        with transaction():
            book(slug, booking_request(ticket_type=ticket_type, number=number), BOOKED_AT)
    except SoldOut:
        return "sold out"
    return ticket_type


def recount() -> dict[int, int]:
    """Count anew what is taken: tickets that are valid, what phones have, and what is held."""
    db.session.rollback()
    db.session.expire_all()
    valid = select(Ticket.ticket_type_id, func.count()).where(Ticket.cancelled_at.is_(None))
    shares = select(WalkInShare.ticket_type_id, func.sum(WalkInShare.number - WalkInShare.used))
    held = select(Hold.ticket_type_id, func.sum(Hold.number)).where(Hold.state == HoldState.OPEN)
    places: Counter[int] = Counter()
    for query in (
        valid.group_by(Ticket.ticket_type_id),
        shares.group_by(WalkInShare.ticket_type_id),
        held.group_by(Hold.ticket_type_id),
    ):
        for type_id, number in db.session.execute(query):
            places[type_id] += int(number)
    taken: Counter[int] = Counter({each.id: 0 for each in db.session.scalars(select(Quota))})
    for ticket_type in db.session.scalars(select(TicketType)):
        for quota in ticket_type.draws_on:
            taken[quota.id] += places[ticket_type.id]
    return dict(taken)


def counted() -> dict[int, int]:
    return {each.id: each.taken for each in db.session.scalars(select(Quota))}


def check_counts() -> None:
    assert recount() == counted()
    assert all(each.left is None or each.left >= 0 for each in db.session.scalars(select(Quota)))


def taken_of(slug: str) -> int:
    return db.session.scalars(select(Quota.taken).where(Quota.slug == slug)).one()


def test_the_last_places_of_a_hall_that_two_types_share(context: Flask) -> None:
    slug = make(hall=10, house=100)
    told = together(context, THREADS, lambda index: try_to_book(slug, TYPES[index % 2]))
    assert told.pop("sold out") == THREADS - 10
    assert sum(told.values()) == 10
    check_counts()
    assert taken_of("saal") == 10


def test_the_last_places_of_the_house_on_a_day(context: Flask) -> None:
    slug = make(hall=100, house=10)
    told = together(context, THREADS, lambda index: try_to_book(slug, TYPES[index % 3]))
    assert told.pop("sold out") == THREADS - 10
    assert sum(told.values()) == 10
    check_counts()
    house = get_event(slug).days[1].quota
    assert house is not None
    assert house.taken == 10


def test_everything_at_once_ends_with_counts_that_are_right(context: Flask) -> None:
    """Bookings, cancellations, shares of phones and imports lock in one order, and none waits."""
    slug = make(hall=30, house=40)
    event = get_event(slug)
    devices = [make_device(event, f"Tür {number}")[0].id for number in range(3)]
    types = [each.id for each in event.ticket_types]
    db.session.rollback()

    def book_and_cancel(draw: random.Random) -> None:
        with transaction():
            request = booking_request(ticket_type=draw.choice(TYPES), number=draw.randint(1, 4))
            booking_id = book(slug, request, BOOKED_AT)
        if draw.random() < 0.6:
            with transaction():
                cancel_tickets(get_booking(booking_id), {1, 2}, BOOKED_AT)

    def share(draw: random.Random) -> None:
        with transaction():
            device = db.session.get_one(Device, draw.choice(devices))
            give_shares(device, {each: draw.randint(0, 3) for each in types}, BOOKED_AT, "olga")

    def resize(draw: random.Random) -> None:
        store(draw.randint(20, 40), draw.randint(30, 50))

    def act(index: int) -> str:
        draw = random.Random(index)
        acts: list[Callable[[random.Random], None]] = [book_and_cancel, book_and_cancel, share]
        for _ in range(6):
            try:
                resize(draw) if index % 8 == 0 else draw.choice(acts)(draw)
            except DomainError:
                db.session.rollback()
        return "done"

    assert together(context, 16, act) == {"done": 16}
    check_counts()
