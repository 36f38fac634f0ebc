"""The letters of invitations, written when they are sent."""

from uuid import UUID

from flask_babel import force_locale

from ortenaudigital.adapters.mailer import Composed
from ortenaudigital.bookings.access.addresses import count_of_address
from ortenaudigital.bookings.access.links import invitation_url
from ortenaudigital.bookings.access.models import Invitation
from ortenaudigital.bookings.access.rules import InvitationState
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.events.rules import EventState, Phase, booking_phase, erase_at
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db
from ortenaudigital.outbox.texts.registry import OF_EVENT
from ortenaudigital.outbox.writing import write_letter

INVITATION = "invitations.invitation"
REMINDER = "invitations.reminder"
# What the organisers' own words about an invitation can name.
PLACEHOLDERS = (*OF_EVENT, "name", "plaetze")
UNANSWERED = (InvitationState.SENT, InvitationState.OPENED)


def invitation(subject_id: str) -> Composed | None:
    """Write the letter with the personal link; None if it would lead nowhere."""
    return _compose(subject_id, INVITATION)


def reminder(subject_id: str) -> Composed | None:
    """Write the letter that asks once more; None if the invitation was answered meanwhile.

    Whoever has booked the same tickets in another way, such as by a code, has answered too.
    """
    found = db.session.get(Invitation, UUID(subject_id))
    booked = found and count_of_address(found.event_id, found.ticket_type_id, found.email)
    return None if booked else _compose(subject_id, REMINDER)


def _compose(subject_id: str, kind: str) -> Composed | None:
    found = db.session.get(Invitation, UUID(subject_id))
    if found is None or not found.email or found.state not in UNANSWERED:
        return None
    event, ticket_type = found.event, found.ticket_type
    if event.state is not EventState.PUBLISHED or _is_closed(event, ticket_type):
        return None
    return write(found, event, ticket_type, kind)


def write(found: Invitation, event: Event, ticket_type: TicketType, kind: str) -> Composed:
    """Write a letter about an invitation, which need not be stored."""
    with force_locale(found.language):
        context = {
            "invitation": found,
            "event": event,
            "days": ticket_type.days,
            "closes_at": ticket_type.booking_closes_at or event.booking_closes_at,
            "invitation_url": invitation_url(event.slug, found.id),
            "erase_at": erase_at(day.closes_at for day in event.days),
            "language": found.language,
            "placeholders": {"name": found.name, "plaetze": str(found.number)},
        }
        return write_letter(kind, found.email, context)


def _is_closed(event: Event, ticket_type: TicketType) -> bool:
    closes_at = ticket_type.booking_closes_at or event.booking_closes_at
    ends = [day.closes_at for day in ticket_type.days]
    return booking_phase(event.state, utc_now(), None, closes_at, ends) is not Phase.OPEN
