"""What somebody is let through: the entrance of a day, and whatever the event has inside."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.errors import TicketsInside
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.checkin.models import Device, Scan
from ortenaudigital.checkin.paper.documents import list_guests
from ortenaudigital.checkin.queries import count_in
from ortenaudigital.checkin.rules import Action
from ortenaudigital.checkin.scans.conflicts import list_conflicts
from ortenaudigital.checkin.sync.feed import read_list
from ortenaudigital.checkin.sync.standing import read_standing
from ortenaudigital.events.models import Checkpoint
from ortenaudigital.events.queries import list_checkpoints
from ortenaudigital.kernel.db import db, transaction
from tests.factories import make_device
from tests.features.checkin.door import AT_WORKSHOP, DAY, MINUTE, Door, keep_events
from tests.sent_statements import statements

pytestmark = pytest.mark.usefixtures("context")


def test_in_at_the_entrance_is_welcome_at_the_workshop_once(now: datetime) -> None:
    door = Door()
    assert door.send(now) == "welcome"
    first = door.result(now + MINUTE, where=AT_WORKSHOP)
    again = door.result(now + 2 * MINUTE, where=AT_WORKSHOP)
    assert (first.verdict, first.first_in_at) == ("welcome", now + MINUTE)
    assert (again.verdict, again.first_in_at) == ("already_in", now + MINUTE)
    # The entrance goes by its own, and so do phones that know of no checkpoints.
    assert door.result(now + 3 * MINUTE).first_in_at == now
    assert door.result(now + 3 * MINUTE, where=DAY).first_in_at == now
    assert door.inside() == (1, 1)
    assert count_in(door.event.days[1]) == (1, 3)


def test_a_repeated_scan_is_answered_as_at_its_checkpoint(now: datetime) -> None:
    door = Door()
    door.send(now)
    scan_id = uuid4()
    first = door.result(now + MINUTE, where=AT_WORKSHOP, scan_id=scan_id)
    # Also a phone that moved meanwhile gets the answer of then.
    for where in (AT_WORKSHOP, None):
        again = door.result(now + MINUTE, where=where, scan_id=scan_id)
        assert replace(again, ticket=first.ticket) == first


def test_every_scan_says_where_it_was(now: datetime) -> None:
    door = Door()
    for where, code in ((None, None), (AT_WORKSHOP, None), (AT_WORKSHOP, "A" * 26)):
        door.send(now, where=where, **({"code": code} if code else {}))
    where_scanned = db.session.scalars(
        select(Checkpoint.slug).join(Scan, Scan.checkpoint_id == Checkpoint.id).order_by(Scan.id)
    )
    assert list(where_scanned) == ["entrance", "workshop", "workshop"]


def test_a_ticket_of_another_day_and_a_checkpoint_that_is_gone_let_nobody_in(now: datetime) -> None:
    door = Door()
    assert door.send(now, where="2027-09-30") == "wrong_day"
    for gone in (f"{DAY}/sauna", "2027-10-02/workshop", "2027-10-02"):
        assert door.send(now, where=gone) == "wrong_day"
        assert door.send(now, where=gone, shown="welcome") == "wrong_day"
    assert door.inside() == (0, 0)
    # What phones let in all the same is looked at.
    assert [each.scan.conflict for each in list_conflicts(door.event)] == ["let_in"] * 3


def test_taking_back_and_going_out_concern_one_checkpoint(now: datetime) -> None:
    door = Door(reentry=True)
    door.send(now)
    scan_id = uuid4()
    door.send(now + MINUTE, where=AT_WORKSHOP, scan_id=scan_id)
    assert door.inside() == (1, 1)
    out = {"where": AT_WORKSHOP, "action": Action.EXIT}
    assert door.send(now + 2 * MINUTE, **out) == "left"
    assert door.send(now + 3 * MINUTE, **out) == "not_in"
    assert door.inside() == (1, 0)
    assert door.send(now + 4 * MINUTE, where=AT_WORKSHOP) == "welcome"
    undo = {"action": Action.UNDO, "undoes": scan_id, "reason": "falsche Person"}
    # Wherever the phone scans by now.
    assert door.send(now + 5 * MINUTE, **undo) == "undone"
    assert door.inside() == (1, 0)


def test_by_hand_and_without_a_ticket_somebody_is_let_in_where_the_phone_scans(
    now: datetime,
) -> None:
    door = Door()
    by_hand = {"action": Action.OVERRIDE, "reason": "Ausweis geprüft"}
    assert door.send(now, where=AT_WORKSHOP, **by_hand) == "override"
    walk_in = {"action": Action.WALK_IN, "ticket_type_id": door.tickets[0].ticket_type_id}
    assert door.send(now, where=AT_WORKSHOP, code="", **walk_in) == "welcome"
    assert door.inside() == (0, 2)


def test_phones_learn_of_admissions_by_the_keys_of_checkpoints(now: datetime) -> None:
    door = Door()
    door.send(now)
    door.send(now, where=AT_WORKSHOP)
    rows = {row["ref"]: row for row in read_list(door.event.id, "").tickets}
    assert set(rows[door.tickets[0].short_code]["in"]) == {DAY, AT_WORKSHOP}
    device = db.session.scalars(select(Device)).one()
    at_entrance = read_standing(device.id, door.event.id, now)
    assert (at_entrance.checkpoint_id, at_entrance.inside) == (None, 1)
    workshop = list_checkpoints(door.event)[2]
    with transaction():
        device.checkpoint_id = workshop.id
    standing = read_standing(device.id, door.event.id, now - timedelta(days=1))
    assert (standing.checkpoint_id, standing.inside, standing.expected) == (workshop.id, 1, 3)
    assert standing.day is not None
    assert standing.day.id == door.event.days[1].id
    keys = [each.key for each in standing.event.checkpoints.values()]
    assert keys == ["2027-09-30", DAY, AT_WORKSHOP]


def test_who_is_in_the_house_is_told_by_its_entrance(now: datetime) -> None:
    door = Door()
    door.send(now, where=AT_WORKSHOP)
    (section,) = list_guests(door.event.days[1])
    assert not any(guest.inside for guest in section.guests), "paper is for the entrance"
    with transaction():
        assert cancel_tickets(booking_of(door.tickets[0]), {1}, now) == 1
    door.send(now, 1)
    with transaction(), pytest.raises(TicketsInside):
        cancel_tickets(booking_of(door.tickets[1]), {2}, now)


def booking_of(ticket: Ticket) -> Booking:
    return db.session.get_one(Booking, ticket.booking_id)


def test_two_phones_that_were_offline_are_compared_at_one_checkpoint(now: datetime) -> None:
    door = Door()
    door.send(now, shown="welcome")
    door.send(now, where=AT_WORKSHOP, shown="welcome")
    assert not list_conflicts(door.event), "the entrance and the workshop let in the same ticket"
    _, door.token = make_device(door.event, name="Werkstatt")
    door.send(now + MINUTE, where=AT_WORKSHOP, shown="welcome")
    (found,) = list_conflicts(door.event)
    assert found.twice
    assert found.counted is not None
    assert found.counted.checkpoint.slug == "workshop"


def test_scans_cost_a_few_statements_wherever_they_are(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_events(monkeypatch)
    door = Door()
    door.send(now, 2)
    costs = []
    for where in (None, AT_WORKSHOP):
        for _ in range(2):
            with statements() as sent:
                door.send(now, where=where)
            costs.append(len([each for each in sent if not each.startswith(("PRAGMA", "BEGIN"))]))
    # Let in, and already in: the device, the lock on PostgreSQL, the facts, and what is stored.
    assert costs == {"sqlite": [6, 3, 6, 3], "postgresql": [4, 4, 4, 4]}[db.engine.dialect.name]
