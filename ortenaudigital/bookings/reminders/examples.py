"""Letters about a made-up booking, as a preview shows them: nobody is in it, nothing is stored."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from flask_babel import force_locale

from ortenaudigital.adapters.mailer import Composed, Enclosure
from ortenaudigital.bookings.access.letters import write as write_invitation
from ortenaudigital.bookings.access.models import Invitation
from ortenaudigital.bookings.changes.letters import ADDRESS_CHANGED, CHANGED, CONFIRM_ADDRESS
from ortenaudigital.bookings.documents import calendar_file, cancellation_file, tickets_pdf
from ortenaudigital.bookings.groups.letters import GROUP_SENDING, compose_ticket
from ortenaudigital.bookings.letters import CANCELLATION, EVENT_CANCELLED, EVENT_CHANGED
from ortenaudigital.bookings.letters import compose as compose_about
from ortenaudigital.bookings.links import address_change_url, group_url
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.reminders.letters import compose
from ortenaudigital.events.announced import Announced
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import list_ticket_types
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.outbox.texts.queries import find_trial

NOBODY = UUID(int=0)
NAMES = ("", "Karl Beispiel")

Example = Callable[[Event, str], Composed]


def example_of(kind: str, **more: Any) -> Example:
    """Return what writes a letter of a kind about a made-up booking of an event, in a language.

    `more` is what its templates know besides.
    """

    def write(event: Event, language: str) -> Composed:
        booking = make_example(event, language)
        if kind == CANCELLATION:
            booking.tickets[1].cancelled_at = booking.created_at
        with force_locale(language):
            # A preview shows the letter alone, and a PDF takes as long as all the rest.
            enclosures = [] if find_trial() else _enclosures(booking, kind)
            return compose_about(booking, kind, enclosures, **more)

    return write


def example_of_news(event: Event, language: str) -> Composed:
    """Write the letter that says what changed about an event: what did, or a day as an example."""
    if event.before_change:
        return example_of(EVENT_CHANGED)(event, language)
    ago = timedelta(days=7)
    former = {
        day.id: (day.date - ago, day.opens_at - ago, day.closes_at - ago) for day in event.days
    }
    return example_of(EVENT_CHANGED, announced=Announced(former))(event, language)


def example_of_change(event: Event, language: str) -> Composed:
    """Write the letter that says what was changed about a made-up booking."""
    change = SimpleNamespace(action="bookings.ticket_added", actor="holder", details={"ticket": 2})
    return example_of(CHANGED, changes=[change])(event, language)


def example_of_confirming(event: Event, language: str) -> Composed:
    """Write the letter that asks to confirm another address for a made-up booking."""
    return example_of(CONFIRM_ADDRESS, url=address_change_url(NOBODY))(event, language)


def example_by_time(kind: str) -> Example:
    """Return what writes a letter by time about a made-up booking."""
    return lambda event, language: compose(make_example(event, language), kind, utc_now())


def example_of_invitation(kind: str) -> Example:
    """Return what writes a letter about a made-up invitation to an event."""

    def write(event: Event, language: str) -> Composed:
        invited = Invitation(id=NOBODY, name="Erika Beispiel", number=2, language=language)
        invited.email = "erika.beispiel@example.org"
        return write_invitation(invited, event, list_ticket_types(event)[0], kind)

    return write


def example_of_group_sending(event: Event, language: str) -> Composed:
    """Write the letter that asks whether the tickets of a made-up group shall go to each."""
    url = group_url(make_example(event, language))
    return example_of(GROUP_SENDING, number=2, group_url=url)(event, language)


def example_of_group_ticket(event: Event, language: str) -> Composed:
    """Write the letter to somebody of a made-up group."""
    booking = make_example(event, language)
    ticket = booking.tickets[1]
    with force_locale(language):
        enclosures = []
        if not find_trial():
            pdf = tickets_pdf(booking, only=ticket)
            enclosures = [Enclosure(f"{ticket.short_code}.pdf", "application/pdf", pdf)]
        email = "karl.beispiel@example.org"
        return compose_ticket(ticket, "Beispiel GmbH", email, enclosures)


def _enclosures(booking: Booking, kind: str) -> list[Enclosure]:
    if kind in (CANCELLATION, CONFIRM_ADDRESS, ADDRESS_CHANGED, GROUP_SENDING):
        return []
    if kind == EVENT_CANCELLED:
        content = cancellation_file(_all_cancelled(booking), utc_now())
        return [Enclosure("absage.ics", "text/calendar", content, {"method": "CANCEL"})]
    content = calendar_file(booking, utc_now())
    calendar = Enclosure("termin.ics", "text/calendar", content, {"method": "PUBLISH"})
    pdf = Enclosure(f"{booking.reference}.pdf", "application/pdf", tickets_pdf(booking))
    return [pdf, calendar]


def _all_cancelled(booking: Booking) -> Booking:
    other = make_example(booking.event, booking.language)
    for ticket in other.tickets:
        ticket.cancelled_at = booking.created_at
    return other


def make_example(event: Event, language: str) -> Booking:
    """Make a booking of two tickets that no session knows of."""
    kind = list_ticket_types(event)[0]
    booking = Booking(
        id=NOBODY,
        event=event,
        event_id=event.id,
        reference="OD-MUSTER",
        language=language,
        first_name="Erika",
        last_name="Beispiel",
        email="erika.beispiel@example.org",
        created_at=event.days[0].opens_at - timedelta(days=30),
        only_necessary=False,
    )
    booking.tickets = [
        Ticket(id=UUID(int=each), position=each, name=name, reissue=0, ticket_type=kind)
        for each, name in enumerate(NAMES, start=1)
    ]
    return booking
