"""The letters about a group, written when they are sent, in the language of the booking.

What goes to people who have not booked themselves holds what the organisers say, the person's own
name, and the name of the organisation: neither can hold an address of the internet.
"""

from collections.abc import Sequence
from uuid import UUID

from flask_babel import force_locale

from ortenaudigital.adapters.mailer import Composed, Enclosure
from ortenaudigital.bookings.documents import tickets_pdf
from ortenaudigital.bookings.groups.queries import find_address, find_group, list_addressed
from ortenaudigital.bookings.letters import compose, find_coming, is_to_come
from ortenaudigital.bookings.links import companion_url, group_url
from ortenaudigital.bookings.models import Ticket
from ortenaudigital.events.rules import EventState, erase_at
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db
from ortenaudigital.outbox.texts.registry import OF_EVENT
from ortenaudigital.outbox.writing import write_letter

# What the organisers' own words to somebody of a group can name.
PLACEHOLDERS = (*OF_EVENT, "name", "organisation", "ticket")
GROUP_SENDING = "bookings.group_sending"
GROUP_TICKET = "bookings.group_ticket"


def group_sending(subject_id: str) -> Composed | None:
    """Write how the tickets go to each; None if they went, or there is nobody to send them to."""
    booking = find_coming(subject_id)
    if booking is None or booking.event.is_cancelled:
        return None
    group, addressed = find_group(booking.id), list_addressed(booking)
    if group is None or group.sent_at is not None or not addressed:
        return None
    with force_locale(booking.language):
        more = {"number": len(addressed), "group_url": group_url(booking)}
        return compose(booking, GROUP_SENDING, [], **more)


def group_ticket(subject_id: str) -> Composed | None:
    """Write to somebody of a group; None if the ticket or the address is gone."""
    ticket = db.session.get(Ticket, UUID(subject_id))
    email = find_address(UUID(subject_id))
    if ticket is None or ticket.cancelled_at is not None or not email:
        return None
    booking, group = ticket.booking, find_group(ticket.booking_id)
    if group is None or booking.event.state is not EventState.PUBLISHED:
        return None
    if not is_to_come(booking.event, utc_now()):
        return None
    with force_locale(booking.language):
        pdf = tickets_pdf(booking, only=ticket)
        enclosures = [Enclosure(f"{ticket.short_code}.pdf", "application/pdf", pdf)]
        return compose_ticket(ticket, group.organisation, email, enclosures)


def compose_ticket(
    ticket: Ticket, organisation: str, email: str, enclosures: Sequence[Enclosure]
) -> Composed:
    """Write to somebody of a group, which need not be stored, in whose language we are."""
    booking = ticket.booking
    context = {
        "ticket": ticket,
        "event": booking.event,
        "organisation": organisation,
        "days": ticket.ticket_type.days,
        "ticket_url": companion_url(ticket),
        "erase_at": erase_at(day.closes_at for day in ticket.ticket_type.days),
        "language": booking.language,
        "placeholders": {
            "name": ticket.display_name,
            "organisation": organisation,
            "ticket": ticket.short_code,
        },
    }
    return write_letter(GROUP_TICKET, email, context, enclosures)
