"""What somebody is let through: the entrance of a day, and whatever the event has inside."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import delete, select

from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.errors import TicketsInside
from ortenaudigital.bookings.links import ticket_url
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.checkin.commands import ScanRequest, ScanResult, scan
from ortenaudigital.checkin.devices.commands import get_device_by_token
from ortenaudigital.checkin.models import Admission, Device, Scan
from ortenaudigital.checkin.paper.documents import list_guests
from ortenaudigital.checkin.queries import count_in
from ortenaudigital.checkin.rules import Action
from ortenaudigital.checkin.scans.conflicts import list_conflicts
from ortenaudigital.checkin.sync.door_counts import door_counts
from ortenaudigital.checkin.sync.feed import read_list
from ortenaudigital.event_changes.commands import import_event
from ortenaudigital.events.errors import EventFileError
from ortenaudigital.events.models import Checkpoint, Event
from ortenaudigital.events.queries import list_checkpoints
from ortenaudigital.events.rights import Decision
from ortenaudigital.events.sections.event_file import read_event
from ortenaudigital.events.sections.toml.event import read_event_file, write_event_file
from ortenaudigital.kernel.db import db, transaction
from tests.factories import (
    BOOKED_AT,
    EVENT_FILE,
    WORKSHOP,
    event_file_text,
    make_booking,
    make_device,
    make_event,
)
from tests.sent_statements import statements

pytestmark = pytest.mark.usefixtures("context")

DAY = "2027-10-01"
AT_WORKSHOP = f"{DAY}/workshop"
MINUTE = timedelta(minutes=1)


class Door:
    """An event with a workshop on its second day, a phone, and tickets."""

    def __init__(self, **changes: Any) -> None:
        self.event = make_event(checkpoints=WORKSHOP)
        device, self.token = make_device(self.event)
        with transaction():
            db.session.get_one(Event, self.event.id).reentry = changes.get("reentry", False)
            db.session.get_one(Device, device.id).may_override = True
        self.tickets = make_booking(self.event, number=3).tickets
        self.codes = [ticket_url(ticket) for ticket in self.tickets]

    def send(self, at: datetime, number: int = 0, where: str | None = None, **more: Any) -> str:
        return str(self.result(at, number, where, **more).verdict)

    def result(
        self, at: datetime, number: int = 0, where: str | None = None, **more: Any
    ) -> ScanResult:
        values = {"scan_id": uuid4(), "code": self.codes[number], "scanned_at": at}
        request = ScanRequest(**(values | {"checkpoint": where} | more))
        with transaction():
            return scan(get_device_by_token(self.token, at), request, at)

    def inside(self) -> tuple[int, int]:
        """Count who is in the house, and who in the workshop."""
        db.session.expire_all()
        rows = db.session.scalars(select(Admission)).unique().all()
        kinds = [each.checkpoint.is_entrance for each in rows if each.left_at is None]
        return sum(kinds), len(kinds) - sum(kinds)


def import_file(**changes: Any) -> None:
    with transaction():
        import_event(read_event_file(event_file_text(**changes)), Decision(), BOOKED_AT, "test")


def test_every_day_brings_its_entrance_along() -> None:
    event = make_event()
    found = [(each.day.date.isoformat(), each.slug) for each in list_checkpoints(event)]
    assert found == [("2027-09-30", "entrance"), (DAY, "entrance")]
    assert list_checkpoints(event)[0].title["fr"] == "Entrée"
    import_file()
    assert [each.id for each in list_checkpoints(event)] == [
        each.id for day in event.days for each in day.checkpoints
    ]


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
    assert door_counts(door.event, door.event.days[1]).here is None
    workshop = list_checkpoints(door.event)[2]
    counts = door_counts(door.event, door.event.days[0], workshop.id)
    assert (counts.here, counts.inside, counts.expected) == (AT_WORKSHOP, 1, 3)
    assert counts.day == door.event.days[1]
    assert [each.key for each in counts.checkpoints] == ["2027-09-30", DAY, AT_WORKSHOP]
    assert device.checkpoint_id is None


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


def test_an_import_removes_checkpoints_that_nobody_used(now: datetime) -> None:
    door = Door()
    workshop = list_checkpoints(door.event)[2]
    with transaction():
        device = db.session.scalars(select(Device)).one()
        device.checkpoint_id = workshop.id
    second = WORKSHOP.replace("workshop", "bar")
    import_file(checkpoints=WORKSHOP + second)
    assert [each.slug for each in list_checkpoints(door.event)][2:] == ["workshop", "bar"]
    door.send(now, where=AT_WORKSHOP)
    with pytest.raises(EventFileError) as refused:
        import_file(checkpoints=second)
    assert refused.value.faults == [
        "day 2027-10-01: checkpoint workshop is gone, but scans refer to it"
    ]
    db.session.rollback()
    for table in (Admission, Scan):
        with transaction():
            db.session.execute(delete(table))
    import_file(checkpoints=second)
    db.session.expire_all()
    assert [each.slug for each in list_checkpoints(door.event)][2:] == ["bar"]
    # Its phone is at the entrance again.
    assert db.session.scalars(select(Device.checkpoint_id)).one() is None


def test_an_event_file_with_checkpoints_reads_the_same_again() -> None:
    second = WORKSHOP.replace("workshop", "bar")
    event = make_event(checkpoints=WORKSHOP + second)
    exported = write_event_file(read_event(event))
    (_, day) = read_event_file(exported).days
    assert [each.slug for each in day.checkpoints] == ["workshop", "bar"]
    assert day.checkpoints[0].title["fr"] == "Atelier robotique"
    # Days that have only their entrance say nothing of it.
    assert exported.count("checkpoints") == 1 or exported.count("[[day.checkpoints]]") == 2
    with transaction():
        import_event(read_event_file(exported), Decision(), BOOKED_AT, "test")
    # Each import is another version of it.
    again = write_event_file(read_event(event)).replace("version = 2", "version = 1")
    assert again == exported


@pytest.mark.parametrize(
    ("checkpoints", "fault"),
    [
        (WORKSHOP.replace("workshop", "entrance"), "checkpoints[0].slug: entrance is the entrance"),
        (WORKSHOP + WORKSHOP, "checkpoints: workshop stands here twice"),
        (WORKSHOP.replace("workshop", "Work Shop"), "checkpoints[0].slug: use small letters"),
        (WORKSHOP.replace("de =", "it ="), "checkpoints[0].title: it is none of de, en, fr"),
    ],
)
def test_faults_of_checkpoints_are_named(checkpoints: str, fault: str) -> None:
    with pytest.raises(EventFileError) as refused:
        read_event_file(event_file_text(checkpoints=checkpoints))
    assert any(each.startswith(f"day[1].{fault}") for each in refused.value.faults)


def test_a_day_that_is_dropped_takes_its_checkpoints_along() -> None:
    event = make_event(checkpoints=WORKSHOP, stands="")
    assert len(list_checkpoints(event)) == 3
    head, first, _ = event_file_text(stands="").split("[[day]]")
    types = "[[ticket_type]]" + EVENT_FILE.split("[[ticket_type]]")[1].format(
        second="2027-09-30", quota=10
    )
    with transaction():
        plan = read_event_file(f"{head}[[day]]{first}{types}")
        import_event(plan, Decision(), BOOKED_AT, "test")
    assert [each.slug for each in list_checkpoints(event)] == ["entrance"]


def test_scans_cost_a_few_statements_wherever_they_are(now: datetime) -> None:
    door = Door()
    door.send(now, 2)
    costs = []
    for where in (None, AT_WORKSHOP):
        for _ in range(2):
            with statements() as sent:
                door.send(now, where=where)
            costs.append(len([each for each in sent if not each.startswith(("PRAGMA", "BEGIN"))]))
    # Let in, and already in: the device, the place, the ticket (twice), the scan, and the rest.
    assert costs == [8, 4, 8, 4]
