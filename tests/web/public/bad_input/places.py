"""The public forms, each with where it is shown and what somebody fills in rightly."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask import Flask

from ortenaudigital.bookings.access.codes import withdraw_code
from ortenaudigital.bookings.access.links import invitation_key
from ortenaudigital.bookings.links import booking_key, companion_key, ticket_code
from ortenaudigital.bookings.wait_list.links import entry_key
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from tests.factories import make_booking, make_event, make_offered
from tests.features.bookings.questions.questionnaires import GOOD, make_asking_event_today
from tests.invited import make_code, make_invitation, set_type, text_of_code
from tests.web.public.bad_input.exhibitors import ASKED, RIGHT

WHO = {"first_name": "Erika", "last_name": "Müller", "email": "erika@example.org"}
OFFICE = {"q_buergerticket_office": "bau"}
GROUP = {**WHO, "organisation": "Stadt Achern", "guests": "Berg; Bo; bo@example.org\nAnna Müller"}


@dataclass(frozen=True)
class Page:
    """A form: the address that shows it, the one it is sent to, and what is filled in."""

    shown: str
    right: Mapping[str, Any] = field(default_factory=dict)
    sent_to: str = ""


@dataclass(frozen=True)
class Place:
    """One event with all of these forms, and codes that open nothing, by what is wrong."""

    app: Flask
    pages: Mapping[str, Page]
    codes: Mapping[str, str]


def make_place(app: Flask) -> Place:
    with app.app_context():
        event = make_asking_event_today()
        set_type(event.slug, 0, max_per_group=30, max_per_address=2)
        set_type(event.slug, 1, max_per_group=10, domains=["achern.de"])
        at = f"/{event.slug}"
        code = text_of_code(make_code(event, utc_now(), size=3))
        invited = invitation_key(make_invitation(event, number=4, now=utc_now()).id)
        # Its fair begins later: that of today takes no applications any more.
        fair = f"/{make_event(slug='messe', settings=ASKED).slug}/aussteller"
        pages = {
            "application": Page(f"{fair}/bewerbung", RIGHT),
            "tickets": Page(f"{at}/tickets", WHO | OFFICE),
            "embedded": Page(f"{at}/einbetten", WHO | OFFICE),
            "group": Page(f"{at}/gruppe", GROUP | OFFICE),
            "group_by_code": Page(f"{at}/code/{code}/gruppe", GROUP),
            "group_by_invitation": Page(f"{at}/einladung/{invited}/buchen/gruppe", GROUP),
            "code": Page(f"{at}/code", {"code": code}),
            "by_code": Page(f"{at}/code/{code}", WHO),
            "by_invitation": Page(f"{at}/einladung/{invited}/buchen"),
            "work_address": Page(f"{at}/dienstadresse", WHO | {"email": "erika@achern.de"}),
            "wait_list": Page(f"{at}/warteliste", WHO),
            "lost_links": Page("/tickets-vergessen", {"email": "erika@example.org"}),
            "report": Page(f"/fehler-melden?seite={at}/", {"message": "Der Knopf fehlt."}),
        }
        return Place(app, pages | dict(_of_booking(event)), dict(_closed_codes(event)))


def _of_booking(event: Event) -> Iterator[tuple[str, Page]]:
    booking = make_booking(event, utc_now(), number=2, answers=GOOD, email="bo@example.org")
    at, ticket = f"/buchung/{booking_key(booking.id)}", booking.tickets[1]
    own = f"/t/{ticket_code(ticket.id, 0)}/{companion_key(ticket.id, 0)}"
    offered = f"/angebot/{entry_key(make_offered(event, utc_now()))}"
    yield "names", Page(f"{at}/namen")
    yield "address", Page(f"{at}/adresse", {"email": "neu@example.org"})
    alone = make_booking(event, utc_now(), answers=GOOD, email="anna@example.org")
    another = f"/buchung/{booking_key(alone.id)}/weiteres-ticket"
    yield "another_ticket", Page(another, {"name": "Anna Müller"})
    yield "answers", Page(f"{at}/angaben")
    yield "needs", Page(f"{at}/angaben", {"needs_consent": "y"}, f"{at}/bedarf")
    yield "reminder", Page(f"{at}/antwort/weniger")
    yield "own_name", Page(f"{own}/name", {"name": "Anna Müller"})
    yield "offer", Page(offered, OFFICE, f"{offered}/annehmen")


def _closed_codes(event: Event) -> Iterator[tuple[str, str]]:
    used, gone, ended = (make_code(event, utc_now(), label=each) for each in "abc")
    with transaction():
        used.used = 1
        ended.ends_at = utc_now() - timedelta(days=1)
        withdraw_code(gone, utc_now(), "test")
    yield from (("used", text_of_code(used)), ("gone", text_of_code(gone)))
    yield "ended", text_of_code(ended)
