"""What was forgotten is gone from every column and file, and nothing is done with it any more."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import Text, cast, select, update

from ortenaudigital.audit.models import Actor, Entry
from ortenaudigital.bookings.bulk.models import BulkRun
from ortenaudigital.bookings.bulk.rules import Deed
from ortenaudigital.bookings.changes import (
    cancel_tickets,
    reissue_ticket,
    rename_ticket,
    resend_confirmation,
)
from ortenaudigital.bookings.errors import BookingErased
from ortenaudigital.bookings.models import Booking
from ortenaudigital.checkin.commands import ScanRequest, scan
from ortenaudigital.checkin.devices.paired import get_device_by_token
from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.commands import apply
from ortenaudigital.fair.applications.deciding.decisions import decide
from ortenaudigital.fair.applications.errors import ApplicationsClosed, ExhibitorErased
from ortenaudigital.fair.applications.models import Exhibitor, Need
from ortenaudigital.fair.applications.rules import State
from ortenaudigital.fair.placement.commands import assign
from ortenaudigital.fair.placement.queries import list_free_slots
from ortenaudigital.feedback.commands import answer
from ortenaudigital.feedback.queries import get_report
from ortenaudigital.kernel.db import Base, db, transaction
from ortenaudigital.kernel.personal import Fate
from ortenaudigital.privacy.registry import claims
from ortenaudigital.privacy.whole_event.models import EventErasure
from ortenaudigital.privacy.whole_event.rules import ErasureState
from tests.factories import (
    application,
    make_booking,
    make_device,
    make_event,
    make_exhibitor,
    make_report,
)
from tests.features.bookings.wait_list.people import wait
from tests.features.privacy.promise import DUE, ENDS, HOUR, forget, move
from tests.invited import make_code, make_invitation


def refuse_deeds(booking_id: UUID, exhibitor_id: UUID, now: datetime) -> None:
    booking = db.session.get_one(Booking, booking_id)
    exhibitor = db.session.get_one(Exhibitor, exhibitor_id)
    ticket, event = booking.tickets[0], booking.event
    deeds = [
        (BookingErased, lambda: rename_ticket(ticket, "Nora", now)),
        (BookingErased, lambda: cancel_tickets(booking, {1}, now)),
        (BookingErased, lambda: reissue_ticket(ticket, now, "olga")),
        (BookingErased, lambda: resend_confirmation(booking, now, "olga")),
        (ExhibitorErased, lambda: decide(exhibitor, State.REJECTED, now, "olga")),
        (ExhibitorErased, lambda: assign(list_free_slots(event)[0], exhibitor, now, "olga")),
    ]
    for refusal, deed in deeds:
        with pytest.raises(refusal), transaction():
            deed()


def test_deeds_on_the_forgotten_are_refused(context: Flask) -> None:
    event = make_event()
    booking, exhibitor = make_booking(event), make_exhibitor(event)
    code = booking.tickets[0].short_code
    forget(DUE)
    now = DUE + HOUR
    refuse_deeds(booking.id, exhibitor.id, now)
    with pytest.raises(ApplicationsClosed), transaction():
        apply(event, application(), now)
    # Not even when the event comes back at another date.
    move(event, 364)
    refuse_deeds(booking.id, exhibitor.id, now)
    opens = db.session.get_one(Event, event.id).days[1].opens_at
    _, token = make_device(event, now=now)
    with transaction():
        verdict = scan(get_device_by_token(token, opens), ScanRequest(uuid4(), code, opens), opens)
    assert verdict.verdict == "unknown"


def test_applications_end_with_the_event_whatever_its_file_says(context: Flask) -> None:
    event = make_event()
    with transaction():
        db.session.execute(update(Event).values(applications_close_at=ENDS + timedelta(days=99)))
    with pytest.raises(ApplicationsClosed), transaction():
        apply(db.session.get_one(Event, event.id), application(), ENDS + HOUR)


def test_every_column_that_is_to_be_erased_is(context: Flask) -> None:
    event = make_event(quota=2)
    booking = make_booking(event, number=2, companions=("Ali",))
    make_invitation(event)
    make_code(event)
    waiting = wait(event)
    exhibitors = [make_exhibitor(event, accepted=False)]
    report = get_report(make_report(event))
    _, token = make_device(event)
    with transaction():
        scan(get_device_by_token(token, ENDS), ScanRequest(uuid4(), "x", ENDS, reason="y"), ENDS)
        db.session.add(Need(exhibitor_id=exhibitors[0].id))
        run = BulkRun(event_id=event.id, request_id=uuid4(), deed=Deed.CANCEL, number=1)
        run.begun_by, run.created_at = "olga@x.de", ENDS - HOUR
        asked = {"asked_at": ENDS - timedelta(days=400), "reason": "Ein Versehen"}
        of_event = {"event_id": event.id, "slug": "a", "title": "A", "first_day": ENDS.date()}
        db.session.add_all([run, EventErasure(state=ErasureState.REFUSED, **of_event, **asked)])
        decide(exhibitors[0], State.ACCEPTED, ENDS - HOUR, "olga@x.de")
        assign(list_free_slots(event)[0], exhibitors[0], ENDS - HOUR, "olga@x.de")
        answer(report, "", ENDS - HOUR, "olga@x.de")
    mark = "MARKED@example.org"
    erased = [name.split(".") for _, name, fate in claims() if fate is Fate.ERASED]
    with transaction():
        for table, column in erased:
            stored = Base.metadata.tables[table]
            db.session.execute(update(stored).values({column: mark}))
        db.session.execute(update(Exhibitor).values(state="rejected"))
    marked = {name for name in map(tuple, erased) if mark in column_text(*name)}
    assert marked == set(map(tuple, erased))
    forget(DUE)
    # The label of a letter about a booking is its reference, about who waits what they wait for;
    # that of an exhibitor is a name.
    left = {name for name in marked if mark in column_text(*name)} - {("letter", "label")}
    labels = select(Base.metadata.tables["letter"].c.subject_id).where(
        Base.metadata.tables["letter"].c.label == mark
    )
    assert set(db.session.scalars(labels)) == {str(booking.id), str(waiting)}
    assert {"audit_actor.name"} >= {".".join(name) for name in left}
    kept = select(Entry.action).join(Actor).where(Actor.name == mark)
    assert set(db.session.scalars(kept)) <= {"installation.clock_accepted", "privacy.announced"}


def column_text(table: str, column: str) -> str:
    stored = Base.metadata.tables[table].c[column]
    return str(db.session.scalars(select(cast(stored, Text))).all())


def test_files_of_sqlite_hold_nothing_of_the_forgotten(context: Flask) -> None:
    path = db.engine.url.database
    if db.engine.dialect.name != "sqlite" or path is None:
        pytest.skip("PostgreSQL tidies up by itself")
    make_booking(make_event(), last_name="Unverwechselbar")
    files = [Path(path), Path(f"{path}-wal")]
    assert any(b"Unverwechselbar" in file.read_bytes() for file in files)
    forget(DUE)
    assert [b"nverwechselbar" in file.read_bytes() for file in files] == [False, False]
