"""Questions about what is to be erased, who may confirm it, and how far it is."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, or_, select

from ortenaudigital.accounts.models import Membership, User
from ortenaudigital.accounts.permissions import Role
from ortenaudigital.audit.models import Entry
from ortenaudigital.bookings.models import Booking
from ortenaudigital.checkin.models import Device
from ortenaudigital.events.models import Event
from ortenaudigital.jobs.models import Job
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.event_rows import EventRows
from ortenaudigital.kernel.paging import counted
from ortenaudigital.outbox.models import Letter, LetterState
from ortenaudigital.pictures.models import Picture
from ortenaudigital.privacy.whole_event.errors import UnknownErasure
from ortenaudigital.privacy.whole_event.models import EventErasure
from ortenaudigital.privacy.whole_event.rules import LAPSES_AFTER, OWNER_FOR, ErasureState, Facts

# What a page says goes, by the table that is counted.
COUNTED = {
    "bookings": "booking",
    "people": "ticket",
    "exhibitors": "exhibitor",
    "letters": "letter",
    "scans": "scan",
}
# Of the types there are few; of the bookings, each would be looked up.
WAYS = {"ticket": "ticket_type_id"}
# How somebody becomes an owner, and in which detail that stands.
RAISED = ("accounts.added", "accounts.role_changed", "accounts.joined")


def read_facts(event: Event, now: datetime) -> Facts:
    """Return what decides whether an event may be erased."""
    valid = (Booking.event_id == event.id, Booking.cancelled_at.is_(None))
    due = (Letter.event_id == event.id, Letter.state == LetterState.WAITING, Letter.due_at <= now)
    paired = (Device.event_id == event.id, Device.revoked_at.is_(None))
    numbers = db.session.execute(
        select(
            # Whether there is any: to count them, each booking would be looked at.
            counted(select(Booking.id).where(*valid), most=1),
            select(func.count()).select_from(Letter).where(*due).scalar_subquery(),
            select(func.coalesce(func.sum(Device.unsent), 0)).where(*paired).scalar_subquery(),
        )
    ).one()
    return Facts(event.state, event.last_day.closes_at, *(int(each) for each in numbers))


def count_content(event: Event, most: int | None = None) -> dict[str, int]:
    """Count what goes with an event, as its page says it: three questions, however much it is.

    Bookings and what comes with them no further than one more than `most`.
    """
    rows = EventRows(event.id, WAYS)
    number = rows.count(COUNTED.values(), most)
    made = select(func.count(Job.id)).where(Job.scope == f"event:{event.id}")
    shown = or_(*(Picture.id.in_(each) for each in rows.references_to(Picture.__table__)))
    return {
        **{name: number[table] for name, table in COUNTED.items()},
        "files": db.session.scalar(made) or 0,
        "pictures": db.session.scalar(select(func.count(Picture.id)).where(shown)) or 0,
    }


def list_owners(event_id: int) -> Sequence[User]:
    """List who has the lead of an event, at it or everywhere."""
    here = or_(Membership.event_id == event_id, Membership.event_id.is_(None))
    owner = select(Membership.id).where(
        Membership.user_id == User.id, Membership.role == Role.OWNER, here
    )
    query = select(User).where(User.active.is_(True), owner.exists())
    return db.session.scalars(query.order_by(User.id)).all()


def list_seconds(event_id: int, asked_by_id: int | None, now: datetime) -> list[User]:
    """List who may confirm: owners for a while already, but for the one who asks."""
    owners = [each for each in list_owners(event_id) if each.id != asked_by_id]
    subjects = [f"user:{each.id}" for each in owners]
    here = or_(Entry.event_id == event_id, Entry.event_id.is_(None))
    lately = select(Entry).where(Entry.subject.in_(subjects), Entry.action.in_(RAISED), here)
    new = {
        entry.subject
        for entry in db.session.scalars(lately.where(Entry.at > now - OWNER_FOR))
        if Role.OWNER in (entry.details.get("role"), entry.details.get("becomes"))
    }
    return [each for each in owners if f"user:{each.id}" not in new]


def find_open(event_id: int, now: datetime) -> EventErasure | None:
    """Find the request for an event that can still be confirmed."""
    query = select(EventErasure).where(
        EventErasure.event_id == event_id,
        EventErasure.state == ErasureState.OPEN,
        EventErasure.asked_at > now - LAPSES_AFTER,
    )
    return db.session.scalar(query)


def get_erasure(erasure_id: int) -> EventErasure:
    """Return a request. Raises UnknownErasure."""
    found = db.session.get(EventErasure, erasure_id)
    if found is None:
        raise UnknownErasure()
    return found


def list_erasures(
    event_ids: Collection[int] | None, user_id: int, most: int
) -> Sequence[EventErasure]:
    """List requests, the newest first: all, or those of some events and of somebody's own."""
    query = select(EventErasure).order_by(EventErasure.id.desc()).limit(most)
    if event_ids is not None:
        own = EventErasure.asked_by_id == user_id
        query = query.where(or_(EventErasure.event_id.in_(event_ids), own))
    return db.session.scalars(query).all()


def list_lapsed(now: datetime) -> Sequence[int]:
    """List the ids of open requests that are too old."""
    query = select(EventErasure.id).where(
        EventErasure.state == ErasureState.OPEN, EventErasure.asked_at <= now - LAPSES_AFTER
    )
    return db.session.scalars(query.order_by(EventErasure.id)).all()


def list_unfinished() -> Sequence[int]:
    """List the ids of what was confirmed and is not erased yet."""
    query = select(EventErasure.id).where(EventErasure.state == ErasureState.CONFIRMED)
    return db.session.scalars(query.order_by(EventErasure.id)).all()
