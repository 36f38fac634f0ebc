"""Forget who booked: when the promised day has come, or at their wish."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, delete, exists, func, or_, select, update

from ortenaudigital.audit.privacy import forget_actors_about
from ortenaudigital.bookings.changes import cancel_outside, refresh_search_text
from ortenaudigital.bookings.changes.errors import BookingChanged
from ortenaudigital.bookings.groups.commands import delete_groups
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.needs.commands import delete_needs
from ortenaudigital.bookings.notes.commands import delete_notes
from ortenaudigital.bookings.privacy.requests import forget_changes_of, forget_requests
from ortenaudigital.bookings.questions.models import Answer
from ortenaudigital.bookings.search import forget_trigrams
from ortenaudigital.events.models import Day, admits_to
from ortenaudigital.events.privacy import event_over
from ortenaudigital.events.revisions import next_revisions
from ortenaudigital.events.rules import RETENTION
from ortenaudigital.jobs.commands import delete_jobs_of
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import row_count
from ortenaudigital.kernel.personal import Due, Request
from ortenaudigital.outbox.privacy import forget_letters

NAMING = ("first_name", "last_name", "email", "address_key", "search_text", "sort_name")
NOBODY = dict.fromkeys(NAMING, "")


def erase(request: Request) -> None:
    """Forget a person at their wish: what they will not use is free for others."""
    ids = request.ids("booking")
    tickets = db.session.scalars(select(Ticket).where(Ticket.id.in_(request.ids("ticket")))).all()
    concerned = [*ids, *(ticket.booking_id for ticket in tickets)]
    # First, since it locks the rows of all ticket types in the order in which others lock them.
    tell_phones(concerned, request.now)
    query = select(Booking).where(Booking.id.in_(ids)).execution_options(populate_existing=True)
    bookings = db.session.scalars(query).unique().all()
    to_come = [ticket for booking in bookings for ticket in _to_come(booking, request.now)]
    cancel_outside(to_come, request.now, request.actor)
    if ids:
        _forget(ids, request.now)
    for ticket in tickets:
        ticket.name = ""
        refresh_search_text(ticket.booking)
    delete_documents(concerned)
    forget_requests(request.person)
    db.session.flush()
    forget_trigrams()


def _to_come(booking: Booking, now: datetime) -> list[Ticket]:
    """Return the tickets that somebody could still use."""
    if booking.erased_at is not None:
        return []
    valid = booking.valid_tickets
    return [each for each in valid if any(day.closes_at > now for day in each.ticket_type.days)]


def count_due(until: datetime) -> int:
    """Count the bookings whose last day is long over."""
    return db.session.scalar(select(func.count()).select_from(_due(until).subquery())) or 0


def erase_due(due: Due) -> int:
    """Forget who booked tickets whose last day is long over; return how many bookings."""
    ids = db.session.scalars(_due(due.until).limit(due.most)).all()
    if ids:
        _forget(ids, due.now)
        # It reads the whole index: once, with the last of them.
        if len(ids) < due.most:
            forget_trigrams()
    return len(ids)


def _due(until: datetime) -> Select[UUID]:
    """Select the ids of the bookings whose last day was 28 days before `until`, or earlier.

    Nothing asks for a flag alone: what is there and due is found, whatever happened to its event.
    """
    days = (
        select(Day.id)
        .join(admits_to, admits_to.c.day_id == Day.id)
        .join(Ticket, Ticket.ticket_type_id == admits_to.c.ticket_type_id)
        .where(Ticket.booking_id == Booking.id)
        .correlate(Booking)
    )
    later = days.where(Day.closes_at > until - RETENTION).exists()
    over = and_(~later, or_(days.exists(), event_over(Booking.event_id, until)))
    named = exists().where(Ticket.booking_id == Booking.id, Ticket.name != "")
    filled = or_(*(getattr(Booking, column) != "" for column in NOBODY))
    answered = exists().where(Answer.booking_id == Booking.id)
    left = or_(Booking.erased_at.is_(None), named, filled, answered)
    return select(Booking.id).where(over, left)


def _forget(ids: Sequence[UUID], now: datetime) -> None:
    tell_phones(ids, now)
    delete_documents(ids)
    db.session.execute(update(Ticket).where(Ticket.booking_id.in_(ids)).values(name=""))
    # Long gone by then, unless it is at their wish.
    delete_needs(ids)
    delete_groups(ids)
    delete_notes(ids)
    db.session.execute(delete(Answer).where(Answer.booking_id.in_(ids)))
    values: dict[str, Any] = {**NOBODY, "erased_at": now}
    db.session.execute(update(Booking).where(Booking.id.in_(ids)).values(values))
    forget_changes_of(ids)
    tickets = db.session.scalars(select(Ticket.id).where(Ticket.booking_id.in_(ids)))
    # Those of a group have letters of their own.
    subjects = [str(each) for each in (*ids, *tickets)]
    forget_letters(subjects)
    forget_actors_about(subjects)


def delete_documents(ids: Sequence[UUID]) -> None:
    """Delete what was made out of bookings, and names people as they do."""
    events = select(Booking.event_id).where(Booking.id.in_(ids)).distinct()
    for event_id in db.session.scalars(events):
        delete_jobs_of(f"event:{event_id}")


def tell_phones(ids: Sequence[UUID], now: datetime) -> None:
    """Let phones learn that names are others, or gone, while their event goes on.

    Raises BookingChanged if a ticket went to another type meanwhile: that one is not locked.
    """
    goes_on = exists().where(Day.event_id == Booking.event_id, Day.closes_at > now)
    query = (
        select(Ticket.ticket_type_id, Ticket.id)
        .join(Booking, Booking.id == Ticket.booking_id)
        .where(Booking.id.in_(ids), goes_on)
        .order_by(Ticket.ticket_type_id, Ticket.id)
    )
    rows = db.session.execute(query).all()
    for type_id, group in groupby(rows, key=lambda row: row.ticket_type_id):
        tickets = [row.id for row in group]
        for ticket_id, revision in zip(tickets, next_revisions(type_id, len(tickets)), strict=True):
            of_type = (Ticket.id == ticket_id, Ticket.ticket_type_id == type_id)
            marked = update(Ticket).where(*of_type).values(revision=revision)
            if not row_count(db.session.execute(marked)):
                raise BookingChanged()
