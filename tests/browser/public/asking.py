"""An event that asks its guests something, for the browser."""

from datetime import datetime, timedelta
from typing import Any

from ortenaudigital.bookings.links import booking_key
from tests.factories import make_booking, needs
from tests.features.bookings.questions.questionnaires import make_asking_event

SLUG = "fragen"


def asking_pages(now: datetime) -> dict[str, str]:
    """Make an event with questions and somebody who answered; return its pages."""
    first = now.date() + timedelta(days=70)
    days: dict[str, Any] = {"first": first, "second": first + timedelta(days=1)}
    event = make_asking_event(slug=SLUG, title="Lehrgang Digitallotsen", **days)
    answers = {"office": ("bau",), "topics": ("ki",), "before": ("yes",), "which": ("Excel",)}
    booking = make_booking(event, now, answers=answers, needs=needs("Ich komme mit Hund."))
    key, desk = booking_key(booking.id), f"/orga/{SLUG}"
    return {
        "booking form, questions": f"/{SLUG}/tickets",
        "booking, answered": f"/buchung/{key}",
        "details, answered": f"/buchung/{key}/angaben",
        "desk: needs of a day": f"{desk}/bedarfe?tag={days['second']}",
        "desk: needs, nothing found": f"{desk}/bedarfe?tag={days['second']}&status=done",
        "desk: booking, answered": f"{desk}/buchungen/{booking.id}",
    }
