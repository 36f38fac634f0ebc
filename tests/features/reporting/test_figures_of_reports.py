"""What is reported agrees with a count in plain Python, whatever people did, on both databases."""

import random
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from ortenaudigital.bookings.changes import Cancelling, cancel_tickets
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.checkin.models import Admission
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import list_checkpoints
from ortenaudigital.events.rules import RETENTION
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.privacy.commands import erase_some
from ortenaudigital.reporting.council.commands import save_report
from ortenaudigital.reporting.council.figures import Figures
from ortenaudigital.reporting.council.queries import count_figures, find_saved, shown_figures
from tests.factories import BOOKED_AT, make_booking, make_device, make_event, make_exhibitor

pytestmark = pytest.mark.usefixtures("context")


def let_people_do(event: Event, chance: random.Random) -> None:
    """Book, cancel, come, come again, and come without having booked, at random."""
    device, _ = make_device(event)
    doors = [each.id for each in list_checkpoints(event)]
    for number in range(12):
        booking = make_booking(
            event, number=chance.randint(1, 4), email=f"g{chance.random()}@example.org"
        )
        positions = {each.position for each in booking.tickets if chance.random() < 0.3}
        with transaction():
            booking = db.session.get_one(Booking, booking.id)
            booking.at_door = number % 4 == 3
            if positions:
                cancel_tickets(booking, positions, BOOKED_AT)
        for ticket in booking.valid_tickets:
            for place, door in enumerate(doors):
                if chance.random() < 0.5:
                    at = event.days[place].opens_at + timedelta(minutes=chance.randint(0, 200))
                    ids = {"ticket_id": ticket.id, "checkpoint_id": door, "device_id": device.id}
                    moments = {"admitted_at": at, "entered_at": at}
                    with transaction():
                        db.session.add(Admission(scan_id=uuid4(), **ids, **moments))
        gone, how = {booking.tickets[-1].position}, Cancelling(although_inside=True)
        if number % 3 == 0:
            with transaction():
                again = db.session.get_one(Booking, booking.id)
                cancel_tickets(again, gone, BOOKED_AT, how=how)


def recounted(event: Event) -> dict[str, int]:
    """Count in Python from the rows themselves."""
    tickets = [
        each
        for each in db.session.scalars(select(Ticket)).unique()
        if each.ticket_type.event_id == event.id
    ]
    inside = {each.ticket_id for each in db.session.scalars(select(Admission)).unique()}
    # Whoever came counts, whatever became of the ticket.
    counts = [each for each in tickets if each.cancelled_at is None or each.id in inside]
    own = [each for each in tickets if not each.booking.at_door]
    return {
        "booked": sum(each in counts for each in own),
        "cancelled": sum(each not in counts for each in own),
        "came": sum(each.id in inside for each in tickets),
        "walk_ins": sum(each.booking.at_door for each in counts),
    }


@pytest.mark.parametrize("seed", [1, 2])
def test_reported_figures_agree_with_a_recount(seed: int) -> None:
    other, event = make_event(slug="anderes"), make_event(quota=200)
    make_exhibitor(event)
    chance = random.Random(seed)
    let_people_do(other, chance)
    let_people_do(event, chance)
    figures = count_figures(event)
    db.session.expire_all()
    known = recounted(event)
    assert {name: getattr(figures, name) for name in known} == known
    admissions = [
        each
        for each in db.session.scalars(select(Admission)).unique()
        if each.checkpoint.day.event_id == event.id
    ]
    for day, reported in zip(event.days, figures.days, strict=True):
        theirs = [each for each in admissions if each.checkpoint.day_id == day.id]
        assert reported.total == len(theirs)
        assert reported.walk_ins == sum(each.ticket.booking.at_door for each in theirs)
        assert sum(number for _, number in reported.arrivals) == len(theirs)
    # People, not admissions: some came on both days.
    assert figures.came < len(admissions)
    assert figures.exhibitors == {"start_up": 1}


def test_figures_stay_when_people_are_forgotten() -> None:
    event = make_event(quota=200)
    let_people_do(event, random.Random(3))
    now = event.last_day.closes_at
    before = count_figures(event)
    with transaction():
        save_report(event, now, "test")
    with transaction():
        while erase_some(now + RETENTION + timedelta(days=1), now + RETENTION):
            pass
    assert all(each.erased_at for each in db.session.scalars(select(Booking)).unique())
    assert shown_figures(event) == before
    saved = find_saved(event.id)
    assert saved is not None
    assert Figures.model_validate(saved.figures) == before


def test_towns_are_told_from_answers_and_stay_in_the_kept_report() -> None:
    event = make_event(quota=200)
    ask(event)
    for number, town in enumerate(["Kehl"] * 5 + ["Lahr"] * 2 + ["kehl"] * 2 + ["Zell"]):
        make_booking(event, email=f"g{number}@example.org", answers={"town": (town,)})
    make_booking(event, email="x@example.org")
    gone = make_booking(event, email="y@example.org", answers={"town": ("Kehl",)})
    with transaction():
        cancel_tickets(db.session.get_one(Booking, gone.id), {1}, BOOKED_AT)
    # Three are too few to be others: with them goes the only town that could be told.
    assert count_figures(event).origins == ()
    for number in range(2):
        make_booking(event, email=f"h{number}@example.org", answers={"town": ("Zell",)})
    now = event.last_day.closes_at
    told = (("Kehl", 7), ("", 5))
    assert count_figures(event).origins == told
    with transaction():
        save_report(event, now, "test")
        while erase_some(now + RETENTION + timedelta(days=1), now + RETENTION):
            pass
    assert count_figures(event).origins == ()
    assert shown_figures(event).origins == told
    with transaction():
        # Kept once more, it does not lose what only the first one knew.
        save_report(event, now + RETENTION, "test")
    assert shown_figures(event).origins == told


def ask(event: Event) -> None:
    """Let the first ticket type ask where somebody comes from; nobody has to say."""
    with transaction():
        event.ticket_types[0].questions = [
            {"key": "town", "de": "Wohnort", "en": "Town", "fr": "Commune"}
        ]
