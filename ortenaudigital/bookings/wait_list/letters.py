"""The letters to those who wait, written when they are sent, in the language of the entry."""

from datetime import datetime
from uuid import UUID

from flask_babel import force_locale

from ortenaudigital.adapters.mailer import Composed
from ortenaudigital.bookings.links import booking_url
from ortenaudigital.bookings.wait_list.links import entry_url, join_url, offer_url
from ortenaudigital.bookings.wait_list.models import WaitListEntry
from ortenaudigital.bookings.wait_list.queries import count_ahead, is_right_gone
from ortenaudigital.bookings.wait_list.rules import OPEN, EntryState
from ortenaudigital.events.announced import announced_of
from ortenaudigital.events.rules import erase_at, text_in
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db
from ortenaudigital.outbox.texts.registry import OF_EVENT
from ortenaudigital.outbox.writing import write_letter

# What the organisers' own words to those who wait can name.
PLACEHOLDERS = (*OF_EVENT, "plaetze", "ticketart")
JOINED = "bookings.wait_list_joined"
ALREADY = "bookings.wait_list_already"
OFFER = "bookings.wait_list_offer"
OFFER_CHANGED = "bookings.wait_list_changed"
ENDED = "bookings.wait_list_ended"


def joined(subject_id: str) -> Composed | None:
    """Write the letter that says the place on the list, and how to leave it."""
    return _write(subject_id, JOINED, OPEN)


def already(subject_id: str) -> Composed | None:
    """Write the letter to somebody who asked to be put on the list a second time."""
    return _write(subject_id, ALREADY, OPEN)


def offer(subject_id: str) -> Composed | None:
    """Write the letter that offers places; None if they are not offered any more."""
    return _write(subject_id, OFFER, (EntryState.OFFERED,))


def offer_changed(subject_id: str) -> Composed | None:
    """Write the letter that says what changed about an event of which places are offered."""
    return _write(subject_id, OFFER_CHANGED, (EntryState.OFFERED,))


def ended(subject_id: str) -> Composed | None:
    """Write the letter that says that somebody is no longer on the list, and why."""
    states = set(EntryState) - {*OPEN, EntryState.BOOKED}
    return _write(subject_id, ENDED, tuple(states))


def _write(subject_id: str, kind: str, states: tuple[EntryState, ...]) -> Composed | None:
    entry = db.session.get(WaitListEntry, UUID(subject_id))
    if entry is None or not entry.email or entry.state not in states:
        return None
    if not _still_helps(entry, kind, utc_now()):
        return None
    with force_locale(entry.language):
        return compose(entry, kind)


def _still_helps(entry: WaitListEntry, kind: str, now: datetime) -> bool:
    """Say whether a letter that waited is not about what is over, or called off, by now."""
    if entry.event.is_cancelled and kind != ENDED:
        return False
    if kind in (OFFER, OFFER_CHANGED) and (entry.hold is None or entry.hold.until <= now):
        return False
    return any(day.closes_at > now for day in entry.ticket_type.days)


def compose(entry: WaitListEntry, kind: str) -> Composed:
    """Write a letter about an entry, which need not be stored, in whose language we are."""
    event = entry.event
    context = {
        "entry": entry,
        "event": event,
        "days": entry.ticket_type.days,
        "ahead": count_ahead(entry),
        "until": entry.hold.until if entry.hold else None,
        "entry_url": entry_url(entry),
        "offer_url": offer_url(entry),
        "join_url": join_url(entry),
        "right_gone": is_right_gone(entry, utc_now()),
        "booking_url": booking_url(entry.booking) if entry.booking else None,
        "erase_at": erase_at(day.closes_at for day in event.days),
        "language": entry.language,
        "announced": announced_of(event.before_change),
        "placeholders": {
            "plaetze": str(entry.number),
            "ticketart": text_in(entry.ticket_type.title, entry.language),
        },
    }
    return write_letter(kind, entry.email, context)
