"""An event as large as any, with all that organisers look at: their hall."""

import time
from dataclasses import replace
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import select, update

from ortenaudigital.events.models import Event, Quota, TicketType
from ortenaudigital.events.queries import entrance_of, get_event
from ortenaudigital.factory import create_app
from ortenaudigital.kernel.clock import local, utc_now
from ortenaudigital.kernel.db import db, transaction
from tests.benchmarks.frame.told import tell
from tests.benchmarks.growth.halls import Hall, Size, backends_of, settle
from tests.benchmarks.organisers.past import leave_behind
from tests.benchmarks.organisers.people import TOWNS, Crowd, book_all, booking_id
from tests.conftest import make_config
from tests.factories import (
    PASSWORD,
    STANDS,
    make_device,
    make_exhibitor,
    make_organiser,
)
from tests.features.mailings.mailed import draft_mailing
from tests.web.cast import Stage, make_stage
from tests.web.forms import submit

DEVICES, EXHIBITORS = 10, 100
QUOTA = 100_000_000
# Of ten bookings, how many are of each type.
SHARES = {"buergerticket": 6, "fachticket": 3, "schulticket": 1}
EMAIL = "bench@example.org"
# Neither the first nor the last, with two tickets, an answer and admissions.
A_BOOKING = 10

SCHOOLS = """
[[ticket_type]]
slug = "schulticket"
title = {{ de = "Schulticket", en = "School ticket", fr = "Billet scolaire" }}
admits_to = [{second}]
quota = 20
access = "public"
"""
QUESTION = {
    "key": "herkunft",
    "kind": "choice",
    "de": "Woher kommen Sie?",
    "options": [{"key": town, "de": town.title()} for town in TOWNS],
}


def open_office(bookings: int, database_url: str, folder: Path) -> Hall:
    """Fill an empty database with so many bookings; an owner is logged in."""
    app = create_app(make_config(database_url, folder))
    with app.app_context():
        upgrade()
    started = time.monotonic()
    stage = fill_office(app, bookings)
    with app.app_context():
        settle(db.engine)
    tell(f"{bookings:,} bookings, filled in {time.monotonic() - started:.0f} s")
    return enter(app, stage, bookings)


def fill_office(app: Flask, bookings: int, exhibitors: int = EXHIBITORS) -> Stage:
    """Make an event with one of everything, and a crowd that booked, wrote and came."""
    today = local(utc_now(), "Europe/Berlin").date()
    stage = make_stage(app, quota=1_000, stands=(STANDS + SCHOOLS).format(second=today))
    with app.app_context():
        event = get_event(stage.values["slug"])
        for number in range(exhibitors):
            make_exhibitor(event, name=f"Firma {number}")
        _fill(event, bookings)
        make_organiser(EMAIL)
        mailing = draft_mailing(event)
        with transaction():
            mailing.selection = "da=fehlt&erinnerung=offen"
        db.session.remove()
    # What has been made by hand is few; this one is one of many.
    return replace(stage, values=stage.values | {"booking_id": str(booking_id(A_BOOKING))})


def enter(app: Flask, stage: Stage, bookings: int) -> Hall:
    """Log in at an event that was filled."""
    with app.app_context():
        kind = get_event(stage.values["slug"]).ticket_types[0].slug
        db.session.remove()
        backends = backends_of(db.engine)
    browser = app.test_client()
    submit(browser, "/orga/anmelden", email=EMAIL, password=PASSWORD)
    return Hall(Size(bookings), app, stage, browser, [], backends, kind)


def _fill(event: Event, bookings: int) -> None:
    now = utc_now()
    devices = [make_device(event, f"Eingang {n}", now=now)[0].id for n in range(DEVICES)]
    _prepare(event)
    by_slug = {each.slug: each.id for each in event.ticket_types}
    types = [(by_slug[slug], share) for slug, share in SHARES.items()]
    crowd = Crowd(event.id, types, bookings)
    book_all(crowd)
    entrance = db.session.scalars(select(entrance_of(event.last_day))).one()
    leave_behind(crowd, entrance, devices)


def _prepare(event: Event) -> None:
    """Make room, ask something of those who book, and of all what they need."""
    with db.engine.begin() as connection:
        connection.execute(update(Quota).values(size=QUOTA))
        asked = update(TicketType).where(TicketType.slug == "buergerticket")
        connection.execute(asked.values(questions=[QUESTION]))
        connection.execute(update(Event).values(needs=["wheelchair", "other"]))
