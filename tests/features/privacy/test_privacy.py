"""Nobody is named after the promised day, whatever happened to their event, and nobody before."""

from datetime import date, timedelta
from uuid import uuid4

from flask import Flask
from sqlalchemy import func, select

from ortenaudigital.audit.commands import record
from ortenaudigital.audit.models import Entry
from ortenaudigital.bookings.changes import reissue_ticket, resend_confirmation
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.checkin.commands import ScanRequest, scan
from ortenaudigital.checkin.devices.paired import get_device_by_token
from ortenaudigital.checkin.paper.commands import Sheet, enter
from ortenaudigital.checkin.rules import Action
from ortenaudigital.checkin.sync.feed import newest_cursor, read_list
from ortenaudigital.events.commands import store_event
from ortenaudigital.events.models import Event
from ortenaudigital.events.rules import RETENTION
from ortenaudigital.events.sections.toml.event import read_event_file
from ortenaudigital.fair.applications.deciding.decisions import decide
from ortenaudigital.fair.applications.rules import State
from ortenaudigital.fair.placement.commands import assign
from ortenaudigital.fair.placement.queries import list_free_slots
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.commands import mark_failed
from ortenaudigital.outbox.queries import list_letters
from tests.factories import (
    event_file_text,
    make_booking,
    make_device,
    make_event,
    make_exhibitor,
    make_towns,
    needs,
)
from tests.features.privacy.promise import DUE, ENDS, HOUR, everything, forget, move


def test_nobody_is_named_after_the_promised_day(context: Flask) -> None:
    event = make_event()
    booking = make_booking(event, number=2, companions=("Ali Begleiter",), needs=needs("Rampe"))
    fair = [make_exhibitor(event, name="Rebsensor", email="emil@example.org")]
    for state, name in ((False, "Undine Unentschieden"), (None, "Rita Abgelehnt")):
        fair.append(make_exhibitor(event, accepted=False, name=name, email="emil@example.org"))
        if state is None:
            with transaction():
                decide(fair[-1], State.REJECTED, ENDS - HOUR, "olga@example.org")
    _, token = make_device(event, "Handy von Gerda")
    with transaction():
        assign(list_free_slots(event)[0], fair[0], ENDS - HOUR, "olga@example.org")
        reissue_ticket(booking.tickets[0], ENDS - HOUR, "olga@example.org")
        enter(event, Sheet(uuid4(), [booking.tickets[0].short_code], ENDS), ENDS, "olga@ort.de")
        request = ScanRequest(
            uuid4(), "", ENDS, action=Action.UNDO, reason="Herr Klaus Kennt-Jeden"
        )
        scan(get_device_by_token(token, ENDS), request, ENDS)
        for letter in list_letters():
            mark_failed(letter.id, "550 <erika@example.org>: user unknown", True, ENDS)
    words = ["Erika", "Müller", "erika@", "Ali", "Emil", "emil@", "muller", "Klaus"]
    words += ["Gerda", "Undine", "Rita", "olga@"]
    forget(DUE - timedelta(seconds=1))
    before = everything()
    for word in words:
        assert word in before, word
    forget(DUE)
    left = everything()
    for word in words:
        assert word not in left, word
    assert "Rebsensor" in left
    assert len(db.session.scalars(select(Ticket)).all()) == 2
    assert len(db.session.scalars(select(Booking)).all()) == 1
    number = func.count()
    done = db.session.scalar(select(number).where(Entry.action == "privacy.erased"))
    forget(DUE + RETENTION)
    assert db.session.scalar(select(number).where(Entry.action == "privacy.erased")) == done


def test_the_history_of_an_event_names_nobody_after_the_promised_day(context: Flask) -> None:
    event, later = make_event(), make_event(slug="next", first="2028-09-30", second="2028-10-01")
    for place in (event, later):
        make_booking(place)
        device, _ = make_device(place, "Handy von Gerda")
        for actor in ("olga@x.de", "Handy von Gerda"):
            with transaction():
                record("checkin.conflict_settled", f"device:{device.id}", actor, ENDS)
    forget(DUE)
    told = [
        entry.actor
        for entry in db.session.scalars(select(Entry).order_by(Entry.id))
        if entry.action == "checkin.conflict_settled"
    ]
    assert told == ["organiser", "device", "olga@x.de", "Handy von Gerda"]


def test_the_same_event_a_year_later_is_erased_again(context: Flask) -> None:
    event = make_event()
    make_booking(event, first_name="Erika")
    forget(DUE)
    move(event, 364)
    make_booking(event, DUE + timedelta(days=30), first_name="Nora", email="nora@example.org")
    make_exhibitor(event, contact_name="Neal Neu")
    assert "Nora" in everything()
    forget(DUE + timedelta(days=364) - HOUR)
    assert "Nora" in everything()
    forget(DUE + timedelta(days=364))
    for word in ("Nora", "nora@", "Neal"):
        assert word not in everything()


def showroom(context: Flask) -> Event:
    days = [date(2027, 10, 1) + timedelta(days=number) for number in range(0, 100, 10)]
    sections = "".join(f'[[day]]\ndate = {d}\nopens = "09:00"\ncloses = "17:00"\n' for d in days)
    types = "".join(
        f'[[ticket_type]]\nslug = "t{n}"\ntitle = {{ de = "T" }}\nadmits_to = [{d}]\n'
        'quota = 9\naccess = "public"\n'
        for n, d in enumerate(days)
    )
    head = event_file_text(stands="").split("[[day]]")[0]

    make_towns()
    with transaction():
        return store_event(read_event_file(head + sections + types))


def test_early_visitors_of_a_long_event_are_forgotten_by_their_own_day(context: Flask) -> None:
    event = showroom(context)
    make_booking(event, ticket_type="t0", first_name="Frieda")
    late = make_booking(event, ticket_type="t9", first_name="Sigrid")
    cursor = newest_cursor(event.id)
    their_end = event.days[0].closes_at
    forget(their_end + RETENTION - HOUR)
    assert "Frieda" in everything()
    forget(their_end + RETENTION)
    assert "Frieda" not in everything()
    assert "Sigrid" in everything()
    # Phones, which are in use on the other days, forget too.
    (row,) = read_list(event.id, cursor).tickets
    assert (row["name"], row["cancelled"]) == ("", True)
    with transaction():
        resend_confirmation(late, their_end, "olga")
