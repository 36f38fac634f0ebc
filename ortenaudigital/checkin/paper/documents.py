"""The door list on paper: who may come in on a day, by name, with a box to tick."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import groupby
from typing import Any

from flask import render_template
from sqlalchemy import and_, select

from ortenaudigital.adapters import pdf
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.checkin.models import Admission
from ortenaudigital.events.models import Day, Event, TicketType, admits_to
from ortenaudigital.events.queries import entrance_of
from ortenaudigital.jobs.commands import Document
from ortenaudigital.jobs.worker import Report
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.text import fold

DOOR_LIST = "checkin.door_list"
# About: names of two lines and headings between them make it less.
NAMES_A_PAGE = 60


@dataclass(frozen=True)
class Guest:
    """A line of the list: the name as people look for it, last name first."""

    last_name: str
    other_names: str
    short_code: str
    ticket_type_id: int
    admitted_at: datetime | None
    left_at: datetime | None

    @property
    def name(self) -> str:
        """Return the name in one piece; empty if nobody gave one."""
        return ", ".join(filter(None, [self.last_name, self.other_names]))

    @property
    def inside(self) -> bool:
        """Say whether somebody with this ticket is in right now."""
        return self.admitted_at is not None and self.left_at is None


@dataclass(frozen=True)
class Section:
    """The guests under one letter; without a letter those who gave no name."""

    letter: str
    guests: Sequence[Guest]


def list_guests(day: Day, ticket_type: TicketType | None = None) -> list[Section]:
    """List the valid tickets for a day by name, of one type or of all; the nameless come last."""
    guests = sorted(_guests(day, ticket_type), key=_order)
    return [Section(letter, list(group)) for letter, group in groupby(guests, _letter)]


def _guests(day: Day, ticket_type: TicketType | None) -> Iterable[Guest]:
    here = and_(Admission.ticket_id == Ticket.id, Admission.checkpoint_id == entrance_of(day))
    query = (
        select(
            Ticket.name,
            Booking.first_name,
            Booking.last_name,
            Booking.reference,
            Ticket.position,
            Ticket.ticket_type_id,
            Admission.admitted_at,
            Admission.left_at,
        )
        .join(Booking, Booking.id == Ticket.booking_id)
        .join(admits_to, admits_to.c.ticket_type_id == Ticket.ticket_type_id)
        .outerjoin(Admission, here)
        .where(admits_to.c.day_id == day.id, Ticket.cancelled_at.is_(None))
    )
    if ticket_type is not None:
        query = query.where(Ticket.ticket_type_id == ticket_type.id)
    for row in db.session.execute(query):
        last_name, other_names = _name_of(row)
        code = f"{row.reference}-{row.position}"
        times = (row.admitted_at, row.left_at)
        yield Guest(last_name, other_names, code, row.ticket_type_id, *times)


def _name_of(row: Any) -> tuple[str, str]:
    if not row.name and row.first_name:
        return row.last_name, row.first_name
    # A name in one piece: its last word is what people mostly look for.
    other_names, _, last_name = (row.name or row.last_name).strip().rpartition(" ")
    return last_name, other_names


def _letter(guest: Guest) -> str:
    first = next((char for char in fold(guest.last_name) if char.isalnum()), "")
    return "0–9" if first.isdigit() else first.upper()


def _order(guest: Guest) -> tuple[bool, str, str, str, str]:
    letter = _letter(guest)
    names = (fold(guest.last_name), fold(guest.other_names))
    return (not letter, letter, *names, guest.short_code)


def make_door_list(subject: dict[str, str], report: Report) -> Document | None:
    """Make the list of a day as a job: `event`, `day` and perhaps `ticket_type` are ids."""
    event = db.session.get(Event, int(subject["event"]))
    day = db.session.get(Day, int(subject["day"]))
    wanted = subject.get("ticket_type")
    ticket_type = db.session.get(TicketType, int(wanted)) if wanted else None
    if event is None or day is None or (wanted and ticket_type is None):
        return None
    data = door_list_pdf(event, day, ticket_type, utc_now(), report)
    kind = f"-{ticket_type.slug}" if ticket_type else ""
    return Document(f"einlass-{event.slug}-{day.date}{kind}.pdf", "application/pdf", data)


def door_list_pdf(
    event: Event,
    day: Day,
    ticket_type: TicketType | None,
    now: datetime,
    report: Report = lambda _percent: None,
) -> bytes:
    """Make the list as one tagged document, to be printed before the doors open.

    `report` is told how far it is, in percent.
    """
    sections = list_guests(day, ticket_type)
    number = sum(len(section.guests) for section in sections)
    html = render_template(
        "pdf/door_list.html",
        event=event,
        day=day,
        ticket_type=ticket_type,
        titles={each.id: each.title for each in event.ticket_types},
        sections=sections,
        number=number,
        now=now,
    )
    pages = number // NAMES_A_PAGE + 1
    # What comes before and after the pages takes a while as well.
    return pdf.render(
        html,
        _stylesheet(),
        on_page=lambda page: report(min(95, 15 + 80 * page // pages)),
    )


@cache
def _stylesheet() -> str:
    return render_template("pdf/door_list.css")
