"""The letters by time about a booking, written when they are sent, in its language.

Nobody has to have them: each says how to be spared them.
"""

from datetime import datetime
from typing import Any

from flask_babel import force_locale

from ortenaudigital.adapters.mailer import Composed
from ortenaudigital.bookings.documents import admitted_days
from ortenaudigital.bookings.letters import compose as compose_about
from ortenaudigital.bookings.letters import find_addressee
from ortenaudigital.bookings.links import booking_url
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.reminders.rules import Answer
from ortenaudigital.kernel.clock import utc_now

REMINDER = "bookings.reminder"
DAY_BEFORE = "bookings.day_before"
THANKS = "bookings.thanks"
MISSED = "bookings.missed"


def reminder(subject_id: str) -> Composed | None:
    """Write the letter that asks who comes; None if it is too late for that, or no ticket valid."""
    return _before(subject_id, REMINDER)


def day_before(subject_id: str) -> Composed | None:
    """Write the letter of the day before; None if it is too late for that, or no ticket valid."""
    return _before(subject_id, DAY_BEFORE)


def thanks(subject_id: str) -> Composed | None:
    """Write the letter that thanks whoever came."""
    return _after(subject_id, THANKS)


def missed(subject_id: str) -> Composed | None:
    """Write the letter to somebody who had a ticket and did not come."""
    return _after(subject_id, MISSED)


def answer_url(booking: Booking, answer: Answer) -> str:
    """Return the address of the page on which a reminder is answered in one way."""
    return f"{booking_url(booking)}/antwort/{answer}"


def wishes_url(booking: Booking) -> str:
    """Return the address of the page that says which letters somebody wants."""
    return f"{booking_url(booking)}/briefe"


def compose(booking: Booking, kind: str, now: datetime) -> Composed:
    """Write a letter by time, in the language of the booking."""
    with force_locale(booking.language):
        return compose_about(booking, kind, [], **_more(booking, now))


def _more(booking: Booking, now: datetime) -> dict[str, Any]:
    days = admitted_days(booking.valid_tickets)
    coming = [day for day in days if day.opens_at > now]
    return {
        "day": (coming or days)[0],
        # What is over needs no directions.
        "days": coming or days,
        "answers": {each.name.lower(): answer_url(booking, each) for each in Answer},
        "unsubscribe_url": wishes_url(booking),
    }


def _before(subject_id: str, kind: str) -> Composed | None:
    booking, now = _wanted(subject_id), utc_now()
    if booking is None or admitted_days(booking.valid_tickets)[-1].opens_at <= now:
        return None
    return compose(booking, kind, now)


def _after(subject_id: str, kind: str) -> Composed | None:
    booking, now = _wanted(subject_id), utc_now()
    if booking is None or admitted_days(booking.valid_tickets)[-1].closes_at > now:
        return None
    return compose(booking, kind, now)


def _wanted(subject_id: str) -> Booking | None:
    """Return the booking, unless it was cancelled or wants no such letters by now."""
    booking = find_addressee(subject_id)
    if booking is None or booking.only_necessary or booking.undelivered_at is not None:
        return None
    if not booking.valid_tickets or booking.event.is_cancelled:
        return None
    return booking
