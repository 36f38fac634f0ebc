"""Questions about the wait list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, func, or_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, aliased

from ortenaudigital.bookings.access.models import AccessCode, Invitation
from ortenaudigital.bookings.holds.models import Hold, HoldState
from ortenaudigital.bookings.wait_list.errors import UnknownEntry
from ortenaudigital.bookings.wait_list.models import WaitListEntry
from ortenaudigital.bookings.wait_list.rules import OPEN, EntryState
from ortenaudigital.events.models import Day, Event, Quota, TicketType, admits_to
from ortenaudigital.events.queries import closes_at
from ortenaudigital.events.rules import Access
from ortenaudigital.kernel.codes import fingerprint
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.sealed import SealedId

MOST_LISTED = 200
IS_WAITING = WaitListEntry.state == EntryState.WAITING
IS_OPEN = WaitListEntry.state.in_(OPEN)


def _offered_by(column: InstrumentedAttribute[UUID | None]) -> ScalarSelect[int]:
    """Count the places that others are offered by the same code or invitation."""
    other = aliased(WaitListEntry)
    same = getattr(other, column.key) == column
    offered = select(func.coalesce(func.sum(other.number), 0))
    return offered.where(same, other.state == EntryState.OFFERED).scalar_subquery()


# Who is on a list, and how what opened their type stands.
WAITING_WITH_RIGHTS = (
    select(
        WaitListEntry.id,
        WaitListEntry.ticket_type_id,
        WaitListEntry.number,
        WaitListEntry.passed_over,
        WaitListEntry.email,
        WaitListEntry.access_code_id,
        AccessCode.size,
        AccessCode.used.label("code_used"),
        AccessCode.ends_at,
        AccessCode.withdrawn_at.label("code_withdrawn_at"),
        _offered_by(WaitListEntry.access_code_id).label("code_offered"),
        WaitListEntry.invitation_id,
        Invitation.number.label("invited"),
        Invitation.used.label("invitation_used"),
        Invitation.withdrawn_at,
        Invitation.declined_at,
        _offered_by(WaitListEntry.invitation_id).label("invitation_offered"),
    )
    .outerjoin(AccessCode, AccessCode.id == WaitListEntry.access_code_id)
    .outerjoin(Invitation, Invitation.id == WaitListEntry.invitation_id)
)


def is_right_gone(entry: WaitListEntry, now: datetime) -> bool:
    """Say whether what opened the type to somebody was taken back, or ended."""
    query = select(WaitListEntry.id).where(WaitListEntry.id == entry.id, _right_is_gone(now))
    return db.session.scalar(query) is not None


def get_entry_by_key(key: str) -> WaitListEntry:
    """Return the entry behind a private link. Raises UnknownEntry."""
    query = select(WaitListEntry).where(WaitListEntry.key_hash == fingerprint(key))
    entry = db.session.scalar(query)
    if entry is None:
        raise UnknownEntry()
    return entry


def get_entry(entry_id: UUID) -> WaitListEntry:
    """Return an entry. Raises UnknownEntry."""
    entry = db.session.get(WaitListEntry, entry_id)
    if entry is None:
        raise UnknownEntry()
    return entry


def is_known(request_id: SealedId) -> bool:
    """Say whether a form was sent before."""
    query = select(WaitListEntry.id).where(WaitListEntry.request_id == request_id)
    return db.session.scalar(query) is not None


def find_open(ticket_type_id: int, mailbox: str) -> UUID | None:
    """Find who is on the list with this address already."""
    query = select(WaitListEntry.id).where(
        WaitListEntry.ticket_type_id == ticket_type_id, WaitListEntry.mailbox == mailbox, IS_OPEN
    )
    return db.session.scalar(query)


def count_ahead(entry: WaitListEntry) -> int:
    """Count those who came before and wait for the same ticket type."""
    before = tuple_(WaitListEntry.created_at, WaitListEntry.id) < tuple_(entry.created_at, entry.id)
    query = select(func.count()).where(
        WaitListEntry.ticket_type_id == entry.ticket_type_id, IS_WAITING, before
    )
    return db.session.scalar(query) or 0


@dataclass(frozen=True)
class Counted:
    """How many entries and places wait for a ticket type, and how many offers run."""

    waiting: int = 0
    places: int = 0
    offers: int = 0


def count_by_type(event: Event) -> dict[int, Counted]:
    """Count who waits, by the id of the ticket type, where there is anybody."""
    waits = WaitListEntry.state == EntryState.WAITING
    query = (
        select(
            WaitListEntry.ticket_type_id,
            func.count().filter(waits),
            func.coalesce(func.sum(WaitListEntry.number).filter(waits), 0),
            func.count().filter(WaitListEntry.state == EntryState.OFFERED),
        )
        .join(TicketType, TicketType.id == WaitListEntry.ticket_type_id)
        .where(TicketType.event_id == event.id, IS_OPEN)
        .group_by(WaitListEntry.ticket_type_id)
    )
    return {key: Counted(*map(int, numbers)) for key, *numbers in db.session.execute(query)}


def list_open(ticket_type: TicketType) -> Sequence[WaitListEntry]:
    """List who waits for a ticket type or has an offer, in order; at most `MOST_LISTED`."""
    query = select(WaitListEntry).where(WaitListEntry.ticket_type_id == ticket_type.id, IS_OPEN)
    query = query.order_by(WaitListEntry.created_at, WaitListEntry.id)
    return db.session.scalars(query.limit(MOST_LISTED)).unique().all()


def list_ended(event: Event) -> Sequence[WaitListEntry]:
    """List who waited and does no longer, the latest first; at most `MOST_LISTED`."""
    query = (
        select(WaitListEntry)
        .join(TicketType, TicketType.id == WaitListEntry.ticket_type_id)
        .where(TicketType.event_id == event.id, ~IS_OPEN)
        .order_by(WaitListEntry.ended_at.desc(), WaitListEntry.id)
    )
    return db.session.scalars(query.limit(MOST_LISTED)).unique().all()


def list_with_offer(day_ids: Sequence[int]) -> Sequence[WaitListEntry]:
    """List who has an offer for one of these days."""
    types = select(admits_to.c.ticket_type_id).where(admits_to.c.day_id.in_(day_ids))
    query = select(WaitListEntry).where(
        WaitListEntry.ticket_type_id.in_(types), WaitListEntry.state == EntryState.OFFERED
    )
    return db.session.scalars(query).unique().all()


def list_forsaken() -> Sequence[UUID]:
    """List the ids of holds that somebody was offered who is no longer there, such as erased."""
    query = (
        select(Hold.id)
        .join(WaitListEntry, WaitListEntry.hold_id == Hold.id)
        .where(Hold.state == HoldState.OPEN, WaitListEntry.state != EntryState.OFFERED)
    )
    return db.session.scalars(query).all()


def list_events_with_freed() -> Sequence[int]:
    """List the ids of events where places came free while somebody waits."""
    query = select(Quota.event_id).where(Quota.freed > 0).distinct()
    return db.session.scalars(query.order_by(Quota.event_id)).all()


def has_kept(event_id: int, *, saved: bool = False) -> bool:
    """Say whether places of an event came free and are not offered yet, or are `saved` up."""
    kept = or_(Quota.freed > 0, Quota.saved > 0) if saved else Quota.freed > 0
    query = select(Quota.id).where(Quota.event_id == event_id, kept)
    return db.session.scalar(query.limit(1)) is not None


def list_events_to_look_at() -> Sequence[int]:
    """List the ids of all events where somebody waits, or where places are kept for somebody."""
    waits = select(TicketType.event_id).join(
        WaitListEntry, WaitListEntry.ticket_type_id == TicketType.id
    )
    kept = select(Quota.event_id).where(or_(Quota.freed > 0, Quota.saved > 0))
    both = waits.where(IS_WAITING).union(kept).subquery()
    return db.session.scalars(select(both.c.event_id).order_by(both.c.event_id)).all()


def list_to_close(now: datetime, most: int) -> Sequence[UUID]:
    """List the ids of those who wait, or have an offer, for what can no longer be booked."""
    query = (
        select(WaitListEntry.id)
        .join(TicketType, TicketType.id == WaitListEntry.ticket_type_id)
        .join(Event, Event.id == TicketType.event_id)
        .where(IS_OPEN, or_(_is_closed(now), _right_is_gone(now)))
    )
    return db.session.scalars(query.order_by(WaitListEntry.created_at).limit(most)).all()


def _right_is_gone(now: datetime) -> ColumnElement[bool]:
    """Say in SQL whether a code or an invitation opens nothing any more, and never will."""
    code = exists().where(
        AccessCode.id == WaitListEntry.access_code_id,
        or_(AccessCode.withdrawn_at.is_not(None), AccessCode.ends_at <= now),
    )
    invitation = exists().where(
        Invitation.id == WaitListEntry.invitation_id, Invitation.withdrawn_at.is_not(None)
    )
    closed = exists().where(
        TicketType.id == WaitListEntry.ticket_type_id, TicketType.access == Access.INVITATION
    )
    return and_(closed.correlate(WaitListEntry), or_(code, invitation))


def _is_closed(now: datetime) -> ColumnElement[bool]:
    to_come = exists().where(
        and_(admits_to.c.ticket_type_id == TicketType.id, admits_to.c.day_id == Day.id),
        Day.closes_at > now,
    )
    # What is called off is closed in that moment, see `telling`.
    return or_(closes_at <= now, ~to_come)
