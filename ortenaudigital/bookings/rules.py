"""The rules of booking on plain values."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from ortenaudigital.bookings.errors import (
    BookingCalledOff,
    BookingClosed,
    BookingErased,
    EventCancelled,
    EventOver,
    JustSent,
    NotBookable,
    NotYetOpen,
    SentOften,
    TooManyTickets,
)
from ortenaudigital.events.rules import Access, EventState, Phase, booking_phase

_SHORT_CODE = re.compile(r"(OD-[A-Z0-9]{6})-(\d{1,2})")


class Listed(StrEnum):
    """Which bookings are listed."""

    ALL = ""
    VALID = "valid"
    CANCELLED = "cancelled"


RESEND_PERIOD = timedelta(days=1)
RESEND_PAUSE = timedelta(minutes=5)
MOST_LETTERS_IN_PERIOD = 5


@dataclass(frozen=True)
class Offer:
    """A ticket type of an event as it can be booked; `ends_at` of the event, then of the type."""

    event_id: int
    state: EventState
    version: int
    calendar_sequence: int
    booking_opens_at: datetime | None
    booking_closes_at: datetime | None
    ends_at: datetime
    type_ends_at: datetime
    ticket_type_id: int
    access: Access
    max_per_booking: int
    # As the tables hold them: what the form asks, and which needs can be told.
    questions: Sequence[Mapping[str, Any]] = ()
    needs: Sequence[str] = ()


def check_offer(offer: Offer, number: int, now: datetime) -> None:
    """Refuse what is not to be had now. Raises as check_open and check_bookable do."""
    opens_at, closes_at = offer.booking_opens_at, offer.booking_closes_at
    check_open(booking_phase(offer.state, now, opens_at, closes_at, [offer.ends_at]))
    # The event may go on, but not on the days of these tickets.
    check_open(booking_phase(offer.state, now, None, None, [offer.type_ends_at]))
    check_bookable(offer.access, number, offer.max_per_booking)


def check_open(phase: Phase) -> None:
    """Refuse a booking outside its time. Raises EventCancelled, NotYetOpen or BookingClosed."""
    if phase is Phase.CANCELLED:
        raise EventCancelled()
    if phase is Phase.NOT_YET:
        raise NotYetOpen()
    if phase is not Phase.OPEN:
        raise BookingClosed()


def check_bookable(access: str, number: int, most: int) -> None:
    """Refuse what the public may not book. Raises NotBookable or TooManyTickets."""
    if access != Access.PUBLIC or number < 1:
        raise NotBookable()
    if number > most:
        raise TooManyTickets(most=most)


def check_changeable(now: datetime, last_day_closes_at: datetime, *, cancelled: bool) -> None:
    """Refuse changes after the event, or if there is none. Raises EventOver, BookingCalledOff."""
    if cancelled:
        raise BookingCalledOff()
    if now >= last_day_closes_at:
        raise EventOver()


def check_kept(now: datetime, erase_at: datetime, erased_at: datetime | None) -> None:
    """Refuse whatever would need the data of somebody who was forgotten. Raises BookingErased."""
    if erased_at is not None or now >= erase_at:
        raise BookingErased()


def check_resendable(now: datetime, sent_at: Collection[datetime]) -> None:
    """Refuse to fill somebody's mailbox with one letter. Raises JustSent or SentOften."""
    if len(sent_at) >= MOST_LETTERS_IN_PERIOD:
        raise SentOften(most=MOST_LETTERS_IN_PERIOD)
    if sent_at and now < max(sent_at) + RESEND_PAUSE:
        raise JustSent()


def read_short_code(text: str) -> tuple[str, int] | None:
    """Read what is printed below a QR code, `OD-7K3M9P-2`: reference and number."""
    found = _SHORT_CODE.fullmatch(text.strip().upper())
    return (found[1], int(found[2])) if found else None
