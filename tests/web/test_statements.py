"""Every page asks the database as often for a thousand rows as for one, whichever it is."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ortenaudigital.audit.models import Entry
from ortenaudigital.bookings.letters import CONFIRMATION
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.checkin.models import Admission, Device, Scan
from ortenaudigital.checkin.rules import Action
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import entrance_of, get_event
from ortenaudigital.fair.applications.models import Assignment, Exhibitor
from ortenaudigital.fair.applications.rules import Kind, State
from ortenaudigital.fair.inventory.models import Slot, Stand
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.models import Letter
from tests.factories import make_event
from tests.statements import counted
from tests.web.cast import Stage, address, routes

SIZES = (1, 3, 1000)
# What a page asks is the same on both databases, but for a search: a few pages of lists will do.
SIZES_ON_POSTGRESQL = (1, 3, 30)
# No event file allows more in one booking.
MOST_TICKETS = 50
# Pages that have nothing to show of one row, such as bookings that are alike.
NOT_FOR_ONE = ("organiser.duplicates",)
# As many as any page may ask; raise it for a good reason only.
MOST = 40


def addresses(app: Flask, stage: Stage) -> dict[str, str]:
    found = {
        rule.endpoint: address(app, rule, stage)
        for rule, method in routes(app)
        if method == "GET" and rule.endpoint != "static"
    }
    bookings, letters = found["organiser.bookings"], found["organiser.letters"]
    return found | {
        "bookings, found": f"{bookings}?q=muster",
        "bookings, cancelled": f"{bookings}?status=cancelled",
        "bookings, after one": f"{bookings}?nach={stage.values['booking_id']}",
        "bookings, by name": f"{bookings}?sort=name&nach={stage.values['booking_id']}",
        "bookings, of who is in": f"{bookings}?da=drin&erinnerung=offen&bedarf=nein",
        "letters, found": f"{letters}?q=muster",
        "letters, of an event": f"{letters}?veranstaltung={stage.values['slug']}",
        "letters, after one": f"{letters}?nach={stage.values['letter_id']}",
        "exhibitors, found": f"{found['organiser.exhibitors']}?q=firma",
    }


def grow(stage: Stage, first: int, last: int) -> None:
    """Let everything become more that there is one of: about the same subjects and beside them."""
    with transaction():
        event = get_event(stage.values["slug"])
        for number in range(first, last):
            # All at once at the end: row by row it would take a minute.
            with db.session.no_autoflush:
                _add_booking(stage, event, number)
                _add_stands(stage, event, number)


def _add_booking(stage: Stage, event: Event, number: int) -> None:
    now = utc_now() - timedelta(minutes=1, seconds=number)
    device = Device(
        event_id=event.id,
        name=f"Tür {number}",
        pairing_hash=uuid4().bytes * 2,
        pairing_ends_at=now,
        created_at=now,
        paired_at=now,
    )
    booking = Booking(
        id=uuid4(),
        event_id=event.id,
        reference=f"OD-{number:06}",
        request_id=uuid4(),
        key_hash=uuid4().bytes * 2,
        language="de",
        first_name="Max",
        last_name="Muster",
        email="max@example.org",
        search_text="max muster",
        created_at=now,
        cancelled_at=None if number % 3 else now,
    )
    db.session.add(booking)
    own = UUID(stage.values["booking_id"])
    for booking_id, position in ((own, number + 2), (booking.id, 1)):
        if position <= MOST_TICKETS:
            _add_ticket(event, booking_id, position, device)
        letter = {"kind": CONFIRMATION, "subject_id": str(booking_id), "label": "OD-A"}
        moments = {"created_at": now, "due_at": now}
        message = {"message_id": uuid4().hex, "event_id": event.id, "last_error": "x"}
        said = {"action": "bookings.resent", "subject": str(booking_id), "done_as": "test"}
        db.session.add_all([Letter(**letter, **moments, **message), Entry(at=now, **said)])


def _add_ticket(event: Event, booking_id: UUID, position: int, device: Device) -> None:
    ticket = Ticket(
        id=uuid4(),
        booking_id=booking_id,
        ticket_type_id=event.ticket_types[0].id,
        position=position,
        code_hash=uuid4().bytes * 2,
    )
    entrance = db.session.scalars(select(entrance_of(event.last_day))).one()
    moments = {"scanned_at": utc_now(), "received_at": utc_now()}
    answers = {"verdict": "already_in", "shown": "welcome", "conflict": "let_in", "reason": "x"}
    ids = {"ticket": ticket, "device": device, "checkpoint_id": entrance}
    scan = Scan(scan_id=uuid4(), action=Action.OVERRIDE, **ids, **moments, **answers)
    inside = Admission(scan_id=uuid4(), admitted_at=utc_now(), entered_at=utc_now(), **ids)
    db.session.add_all([ticket, scan, inside])


def _add_stands(stage: Stage, event: Event, number: int) -> None:
    own = UUID(stage.values["exhibitor_id"])
    exhibitor = Exhibitor(
        id=uuid4(),
        event_id=event.id,
        request_id=uuid4(),
        key_hash=uuid4().bytes * 2,
        language="de",
        name=f"Firma {number}",
        kind=Kind.COMPANY,
        contact_name="Max Muster",
        email="max@example.org",
        state=State.ACCEPTED,
        applied_at=utc_now(),
    )
    db.session.add(exhibitor)
    for place, holder in enumerate([own, exhibitor.id, None]):
        stand = Stand(event_id=event.id, label=f"X{number}-{place}", position=number)
        slot = Slot(stand=stand, day_id=event.last_day.id)
        db.session.add(slot)
        if holder is not None:
            given = {"assigned_at": utc_now(), "assigned_by": "test"}
            db.session.add(Assignment(slot=slot, exhibitor_id=holder, **given))


def ask(app: Flask, browser: FlaskClient, stage: Stage) -> dict[str, int]:
    headers = {"Authorization": f"Bearer {stage.token}"}
    with app.app_context():
        engine = db.engine
    found = {}
    for name, url in addresses(app, stage).items():
        with counted(engine) as number:
            answer = browser.get(url, headers=headers)
        assert answer.status_code in (200, 302), (name, answer.status_code)
        found[name] = number[0]
    return found


@pytest.mark.long
def test_a_page_asks_no_more_often_for_more_rows(
    app: Flask,
    organiser: FlaskClient,
    stage: Stage,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Now and then it is noted who was seen, by whichever page comes next.
    for module in ("accounts.sessions", "checkin.devices.paired"):
        monkeypatch.setattr(f"ortenaudigital.{module}.SEEN_EVERY", timedelta(days=1))
    # Whoever lays out a document has asked for all that is in it.
    monkeypatch.setattr("ortenaudigital.adapters.pdf.render", lambda *_, **__: b"%PDF")
    sizes = SIZES if database_url.startswith("sqlite") else SIZES_ON_POSTGRESQL
    asked: dict[int, dict[str, int]] = {}
    before = 0
    for size in sizes:
        with app.app_context():
            make_event(slug=f"anderes-{size}", title="Anderes")
            grow(stage, before, size)
            assert len(db.session.scalars(select(Booking.id)).all()) == size + 1
            db.session.remove()
        before = size
        asked[size] = ask(app, organiser, stage)
    growing = {
        name: numbers
        for name in asked[1]
        if max(numbers := [asked[size][name] for size in sizes[name in NOT_FOR_ONE :]]) > numbers[0]
    }
    assert growing == {}
    assert {name: number for name, number in asked[sizes[-1]].items() if number > MOST} == {}
