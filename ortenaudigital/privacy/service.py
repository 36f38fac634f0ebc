"""Keep the promise of the privacy notice: 28 days after an event nobody is named any more."""

from datetime import datetime

from sqlalchemy import select, update

from ortenaudigital.audit.service import record
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.checkin.models import Device, Scan
from ortenaudigital.db import db
from ortenaudigital.events.models import Event
from ortenaudigital.events.rules import erase_at
from ortenaudigital.outbox.service import forget_reasons
from ortenaudigital.stands.models import Exhibitor
from ortenaudigital.stands.service import delete_unconfirmed

NOBODY = {
    "first_name": "",
    "last_name": "",
    "email": "",
    "accessibility_needs": "",
    "search_text": "",
}
NO_CONTACT = {"contact_name": "", "email": "", "phone": "", "wishes": ""}


def erase_expired(now: datetime) -> list[str]:
    """Erase the personal data of all events whose time is up; return their slugs.

    Figures stay: who booked is forgotten, how many came is not.
    """
    delete_unconfirmed(now)
    events = db.session.scalars(select(Event).where(Event.erased_at.is_(None))).all()
    expired = [e for e in events if now >= erase_at(day.closes_at for day in e.days)]
    for event in expired:
        _erase(event)
        event.erased_at = now
        record("privacy.erased", f"event:{event.id}", "worker", now)
    return [event.slug for event in expired]


def _erase(event: Event) -> None:
    of_event = select(Booking.id).where(Booking.event_id == event.id)
    exhibitors = select(Exhibitor.id).where(Exhibitor.event_id == event.id)
    subjects = [*db.session.scalars(of_event), *db.session.scalars(exhibitors)]
    forget_reasons([str(subject) for subject in subjects])
    db.session.execute(update(Ticket).where(Ticket.booking_id.in_(of_event)).values(name=""))
    db.session.execute(update(Booking).where(Booking.event_id == event.id).values(NOBODY))
    db.session.execute(update(Exhibitor).where(Exhibitor.event_id == event.id).values(NO_CONTACT))
    # What helpers typed in a hurry may name somebody.
    devices = select(Device.id).where(Device.event_id == event.id)
    db.session.execute(update(Scan).where(Scan.device_id.in_(devices)).values(reason=""))
