"""From when to when an event can be booked."""

from ortenaudigital.events.models import Event
from ortenaudigital.events.sections.values import Moment, Section, in_zone


class BookingPlan(Section):
    """The window of booking; without an end of its own it ends with the last day."""

    booking_opens: Moment | None = None
    booking_closes: Moment | None = None


def read_booking(event: Event) -> BookingPlan:
    """Return the section as it is stored. Nothing is checked."""
    return BookingPlan.model_construct(
        booking_opens=in_zone(event.booking_opens_at, event.timezone),
        booking_closes=in_zone(event.booking_closes_at, event.timezone),
    )


def store_booking(event: Event, plan: BookingPlan) -> None:
    """Make the event say what the section says."""
    event.booking_opens_at = plan.booking_opens
    event.booking_closes_at = plan.booking_closes
