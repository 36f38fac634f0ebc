"""Questions about bookings and tickets."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, case, func, literal, select
from sqlalchemy.orm import joinedload, lazyload, selectinload

from ortenaudigital.bookings.errors import LeadsOn, NotBookable, UnknownBooking, UnknownTicket
from ortenaudigital.bookings.links import booking_key
from ortenaudigital.bookings.models import BookedCount, Booking, Ticket
from ortenaudigital.bookings.rules import Offer, read_short_code
from ortenaudigital.events.models import Day, Event, TicketType, admits_to
from ortenaudigital.events.queries import closes_at, opens_at
from ortenaudigital.kernel.clock import moment_of_step, shifts
from ortenaudigital.kernel.codes import fingerprint
from ortenaudigital.kernel.db import connection, db
from ortenaudigital.kernel.db.kept import Kept, kept
from ortenaudigital.kernel.sealed import SealedId

QUARTER = timedelta(minutes=15)
QUARTERS_A_DAY = 96


_ID_BY_REQUEST = select(Booking.id).where(Booking.request_id == bindparam("request_id"))


def find_booking_by_request(request_id: SealedId) -> UUID | None:
    """Find the id of the booking that a form made before."""
    return db.session.scalar(_ID_BY_REQUEST, {"request_id": request_id})


_LAST_CLOSES_AT = select(func.max(Day.closes_at)).where(Day.event_id == Event.id).scalar_subquery()
_TYPE_ENDS_AT = (
    select(func.max(Day.closes_at))
    .join(admits_to, admits_to.c.day_id == Day.id)
    .where(admits_to.c.ticket_type_id == TicketType.id)
    .scalar_subquery()
)
_OFFER = (
    select(
        Event.id.label("event_id"),
        Event.state,
        Event.version,
        Event.calendar_sequence,
        opens_at.label("booking_opens_at"),
        closes_at.label("booking_closes_at"),
        _LAST_CLOSES_AT.label("ends_at"),
        _TYPE_ENDS_AT.label("type_ends_at"),
        TicketType.id.label("ticket_type_id"),
        TicketType.access,
        TicketType.max_per_booking,
        TicketType.questions,
        Event.needs,
        TicketType.max_per_address,
        TicketType.max_per_group,
        TicketType.confirm_first,
        Event.proof_of_work,
        TicketType.domains,
    )
    .join(TicketType, TicketType.event_id == Event.id)
    .where(Event.slug == bindparam("event"), TicketType.slug == bindparam("ticket_type"))
)


def find_offer(event: str, ticket_type: str) -> Offer | None:
    """Find what the event with this slug offers of a ticket type."""
    names = {"event": event, "ticket_type": ticket_type}
    row = connection().execute(_OFFER, names).one_or_none()
    return None if row is None else Offer(**row._mapping)


def kept_offer(event: str, ticket_type: str) -> Offer | None:
    """Find what is offered of a ticket type, as it was within the last moment."""
    offers: Kept[tuple[str, str], Offer | None] = kept("offers")
    return offers.get((event, ticket_type), lambda: find_offer(event, ticket_type))


def get_offer(event: str, ticket_type: str) -> Offer:
    """Return what is offered of a ticket type. Raises NotBookable."""
    offer = find_offer(event, ticket_type)
    if offer is None:
        raise NotBookable()
    return offer


_BY_KEY = (
    select(Booking)
    .where(Booking.key_hash == bindparam("key_hash"))
    .options(
        joinedload(Booking.event),
        selectinload(Booking.tickets).options(lazyload(Ticket.booking)),
    )
)


def get_booking(booking_id: UUID) -> Booking:
    """Return a booking. Raises UnknownBooking."""
    booking = db.session.get(Booking, booking_id)
    if booking is None:
        raise UnknownBooking()
    return booking


def get_booking_by_key(key: str) -> Booking:
    """Return the booking behind a private link. Raises UnknownBooking or LeadsOn."""
    booking = db.session.scalar(_BY_KEY, {"key_hash": fingerprint(key)})
    if booking is None:
        raise UnknownBooking()
    if booking.merged_into_id is not None:
        raise LeadsOn(booking_key(booking.merged_into_id))
    return booking


def get_ticket(ticket_id: UUID) -> Ticket:
    """Return a ticket. Raises UnknownTicket."""
    ticket = db.session.get(Ticket, ticket_id)
    if ticket is None:
        raise UnknownTicket()
    return ticket


def get_ticket_by_code(code: str) -> Ticket:
    """Return the ticket whose QR code holds this code now. Raises UnknownTicket."""
    ticket = db.session.scalar(select(Ticket).where(Ticket.code_hash == fingerprint(code)))
    if ticket is None:
        raise UnknownTicket()
    return ticket


def find_ticket_by_short_code(short_code: str) -> Ticket | None:
    """Find a ticket by what is printed below its QR code, such as `OD-7K3M9P-2`."""
    typed = read_short_code(short_code)
    if typed is None:
        return None
    reference, position = typed
    return db.session.scalar(
        select(Ticket)
        .join(Booking, Booking.id == Ticket.booking_id)
        .where(Booking.reference == reference, Ticket.position == position)
    )


def count_tickets(event: Event) -> dict[int, int]:
    """Count the valid tickets of an event by the id of their type."""
    rows = db.session.execute(
        select(Ticket.ticket_type_id, func.count())
        .join(TicketType, TicketType.id == Ticket.ticket_type_id)
        .where(TicketType.event_id == event.id, Ticket.cancelled_at.is_(None))
        .group_by(Ticket.ticket_type_id)
    )
    return dict(rows.all())


def bookings_per_day(event: Event) -> list[tuple[date, int]]:
    """Count the tickets booked on each date, in the zone of the event, cancelled ones left out."""
    booked: Counter[date] = Counter()
    for per_day in bookings_per_day_and_type([event.id], event.timezone)[event.id].values():
        booked.update(dict(per_day))
    return sorted(booked.items())


def bookings_per_day_and_type(
    event_ids: Sequence[int], zone: str
) -> dict[int, dict[int, list[tuple[date, int]]]]:
    """Count the same of several events, by their ids and below them by those of ticket types."""
    quarters = (
        select(
            TicketType.event_id,
            BookedCount.ticket_type_id,
            BookedCount.quarter,
            BookedCount.number,
        )
        .join(TicketType, TicketType.id == BookedCount.ticket_type_id)
        .where(TicketType.event_id.in_(event_ids), BookedCount.number > 0)
        .subquery()
    )
    ends = select(func.min(quarters.c.quarter), func.max(quarters.c.quarter))
    first, last = db.session.execute(ends).one()
    found: dict[int, dict[int, list[tuple[date, int]]]] = {each: {} for each in event_ids}
    if first is None:
        return found
    # Summed up by date in the database: of a hundred days there are ten thousand quarters, and to
    # read them took more than half of the overview.
    shift = _shift_of(quarters.c.quarter, shifts(first, last, QUARTER, zone))
    days = select(
        quarters.c.event_id,
        quarters.c.ticket_type_id,
        ((quarters.c.quarter + shift) // QUARTERS_A_DAY).label("day"),
        quarters.c.number,
    ).subquery()
    by = (days.c.event_id, days.c.ticket_type_id, days.c.day)
    query = select(*by, func.sum(days.c.number)).group_by(*by).order_by(days.c.day)
    for event_id, type_id, day, number in db.session.execute(query):
        on = moment_of_step(day, timedelta(days=1)).date()
        found[event_id].setdefault(type_id, []).append((on, int(number)))
    return found


def _shift_of(quarter: ColumnElement[int], since: Sequence[tuple[int, int]]) -> ColumnElement[int]:
    """Say in SQL by how many quarters local time is ahead."""
    (_, usual), *changed = since
    later = [(quarter >= begins, ahead) for begins, ahead in reversed(changed)]
    return case(*later, else_=usual) if later else literal(usual)
