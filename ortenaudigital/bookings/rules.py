"""The rules of booking on plain values."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from ortenaudigital.bookings.errors import (
    BookingCalledOff,
    BookingClosed,
    BookingErased,
    EnoughForAddress,
    EventCancelled,
    EventOver,
    ForeignDomain,
    JustSent,
    NotBookable,
    NotYetOpen,
    SentOften,
    TooManyTickets,
)
from ortenaudigital.events.rules import Access, EventState, Phase, ProofOfWork, booking_phase
from ortenaudigital.kernel.addresses import address_key

_SHORT_CODE = re.compile(r"(OD-[A-Z0-9]{6})-(\d{1,2})")


class Way(StrEnum):
    """What opens a ticket type that is by invitation."""

    INVITATION = "invitation"
    CODE = "code"
    DOMAIN = "domain"
    # Of an exhibitor, whose passes the fair counts.
    EXHIBITOR = "exhibitor"


@dataclass(frozen=True)
class Right:
    """By what somebody books what is not for everyone; `id` of the invitation or code."""

    way: Way
    id: UUID | None = None


class Listed(StrEnum):
    """Which bookings are listed."""

    ALL = ""
    VALID = "valid"
    CANCELLED = "cancelled"
    # Letters do not arrive at their address.
    UNDELIVERED = "undelivered"


# Who did something about a booking, for the history: who booked, or who was handed the private
# link of one ticket.
HOLDER = "holder"
COMPANION = "companion"
RESEND_PERIOD = timedelta(days=1)
RESEND_PAUSE = timedelta(minutes=5)
MOST_LETTERS_IN_PERIOD = 5
# A short code ends in two digits at most.
MOST_POSITIONS = 99
# Whoever gave another address has that long to confirm it.
CONFIRM_ADDRESS_WITHIN = timedelta(days=1)
# So long the letters about it, or with the links that somebody lost, may be on their way.
KEEP_REQUESTS = timedelta(days=3)


@dataclass(frozen=True)
class Offer:
    """A ticket type of an event as it can be booked; `ends_at` of the event, then of the type.

    The window is that of the type, where it has none that of the event.
    """

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
    max_per_address: int | None = None
    max_per_group: int = 0
    confirm_first: bool = False
    domains: Collection[str] = ()
    proof_of_work: ProofOfWork = ProofOfWork.AUTO


def check_offer(
    offer: Offer, number: int, now: datetime, right: Right | None = None, email: str = ""
) -> None:
    """Refuse what is not to be had now, or not by who asks for it.

    Raises as check_open and check_bookable do, and ForeignDomain.
    """
    opens_at, closes_at = offer.booking_opens_at, offer.booking_closes_at
    check_open(booking_phase(offer.state, now, opens_at, closes_at, [offer.ends_at]))
    # The event may go on, but not on the days of these tickets.
    check_open(booking_phase(offer.state, now, None, None, [offer.type_ends_at]))
    check_bookable(offer, number, right)
    if right is not None and right.way is Way.DOMAIN:
        check_domain(email, offer.domains)


def for_group(offer: Offer) -> Offer:
    """Return what is offered to whoever books for a group. Raises NotBookable if nothing is.

    A group may be larger than what an address may have of the type otherwise. Passes are always for
    a group, the staff of an exhibitor.
    """
    if offer.access is Access.EXHIBITORS:
        return replace(offer, max_per_address=None)
    most = offer.max_per_group
    if not most:
        raise NotBookable()
    of_address = offer.max_per_address
    return replace(
        offer,
        max_per_booking=most,
        max_per_address=None if of_address is None else max(of_address, most),
    )


def for_invited(offer: Offer, right: Right | None) -> Offer:
    """Return what is offered to whoever has a right: of an invitation, as many as it is for.

    How many that are, whoever wrote it has decided; it counts them itself, as the fair counts the
    passes of an exhibitor.
    """
    invited = right is not None and right.way in (Way.INVITATION, Way.EXHIBITOR)
    return (
        replace(offer, max_per_booking=MOST_POSITIONS, max_per_address=None) if invited else offer
    )


def check_open(phase: Phase) -> None:
    """Refuse a booking outside its time. Raises EventCancelled, NotYetOpen or BookingClosed."""
    if phase is Phase.CANCELLED:
        raise EventCancelled()
    if phase is Phase.NOT_YET:
        raise NotYetOpen()
    if phase is not Phase.OPEN:
        raise BookingClosed()


def check_bookable(offer: Offer, number: int, right: Right | None = None) -> None:
    """Refuse what only others may book. Raises NotBookable or TooManyTickets."""
    if offer.access != _opened_by(right) or number < 1:
        raise NotBookable()
    most = for_invited(offer, right).max_per_booking
    if number > most:
        raise TooManyTickets(most=most)


def _opened_by(right: Right | None) -> Access:
    if right is None:
        return Access.PUBLIC
    return Access.EXHIBITORS if right.way is Way.EXHIBITOR else Access.INVITATION


def check_domain(email: str, domains: Collection[str]) -> None:
    """Refuse an address that is not under one of the domains. Raises ForeignDomain."""
    if not is_under(email, domains):
        raise ForeignDomain(domains=", ".join(each.replace("*.", "…") for each in domains))


def is_under(email: str, domains: Collection[str]) -> bool:
    """Say whether an address is under a domain: `a.de` means exactly it, `*.a.de` all below."""
    local, _, host = address_key(email).rpartition("@")
    return bool(local) and any(
        host.endswith(each[1:]) if each.startswith("*.") else host == each for each in domains
    )


def needs_confirmation(offer: Offer, right: Right | None) -> bool:
    """Say whether tickets come only after a click in a letter to the address.

    A domain is proved in no other way; an invitation came in a letter already.
    """
    if right is None or right.way is Way.CODE:
        return offer.confirm_first
    return right.way is Way.DOMAIN


def check_address(most: int | None, booked: int, number: int) -> None:
    """Refuse more tickets than one mail address may have. Raises EnoughForAddress.

    Raises TooManyTickets where it has none yet, and asks for too many at once.
    """
    if most is None or booked + number <= most:
        return
    raise EnoughForAddress(most=most) if booked else TooManyTickets(most=most)


def may_move(most: int, booked: int, number: int) -> bool:
    """Say whether so many tickets may move to an address that has `booked` of `most` already.

    To one that has none they may, even if the limit was lowered since: they are no more for that.
    """
    return booked == 0 or booked + number <= most


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
