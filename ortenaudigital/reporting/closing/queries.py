"""Read how far the closing of an event is, and whom its letter goes to."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, or_, select

from ortenaudigital.accounts.models import Membership, User
from ortenaudigital.accounts.permissions import PERMISSIONS, Permission
from ortenaudigital.bookings.reminders.letters import THANKS
from ortenaudigital.bookings.reminders.models import LetterRound
from ortenaudigital.checkin.models import Device
from ortenaudigital.events.models import Day, Event
from ortenaudigital.events.rules import PUBLIC_STATES, RETENTION, erase_at
from ortenaudigital.fair.applications.queries import has_fair
from ortenaudigital.feedback.queries import open_of
from ortenaudigital.kernel.db import db
from ortenaudigital.reporting.closing.models import ClosingNotice, ClosingTick
from ortenaudigital.reporting.closing.rules import NOTICE, Facts, Task, checklist
from ortenaudigital.reporting.council.queries import find_saved
from ortenaudigital.reporting.editions.queries import find_next


def list_tasks(event: Event, now: datetime) -> list[Task]:
    """List what belongs to the closing of an event, and how far it is."""
    return checklist(read_facts(event), now)


def read_facts(event: Event) -> Facts:
    """Return what is known about the closing of an event."""
    saved = find_saved(event.id)
    ticks = select(ClosingTick.step, ClosingTick.done_at).where(ClosingTick.event_id == event.id)
    return Facts(
        ends=event.last_day.closes_at,
        erasure=erase_at(day.closes_at for day in event.days),
        thanked=_thanked_at(event),
        reported=saved.saved_at if saved else None,
        phones=_phones(event),
        feedback=open_of(event.id).number,
        next_edition=find_next(event),
        has_fair=has_fair(event),
        has_certificates=event.certificate,
        ticks=dict(db.session.execute(ticks).all()),
    )


def _thanked_at(event: Event) -> datetime | None:
    finished = select(func.max(LetterRound.finished_at)).where(
        LetterRound.event_id == event.id, LetterRound.kind == THANKS
    )
    return db.session.scalar(finished)


def _phones(event: Event) -> int:
    working = (Device.revoked_at.is_(None), Device.on_paper.is_(False))
    query = select(func.count(Device.id)).where(
        Device.event_id == event.id, Device.paired_at.is_not(None), *working
    )
    return db.session.scalar(query) or 0


def list_near_erasure(now: datetime) -> Sequence[Event]:
    """List the events whose people are forgotten within the next days, drafts left out."""
    ends = select(func.max(Day.closes_at)).where(Day.event_id == Event.id).scalar_subquery()
    near = (ends > now - RETENTION, ends <= now - RETENTION + NOTICE)
    query = select(Event).where(*near, Event.state.in_(PUBLIC_STATES))
    return db.session.scalars(query.order_by(Event.id)).all()


def list_untold(event: Event) -> Sequence[User]:
    """List who may change an event, at it or everywhere, and was not told of its erasure."""
    roles = [role for role, may in PERMISSIONS.items() if Permission.EVENT_CHANGE in may]
    here = or_(Membership.event_id == event.id, Membership.event_id.is_(None))
    member = select(Membership.id).where(
        Membership.user_id == User.id, Membership.role.in_(roles), here
    )
    told = select(ClosingNotice.id).where(
        ClosingNotice.user_id == User.id, ClosingNotice.event_id == event.id
    )
    query = select(User).where(User.active.is_(True), member.exists(), ~told.exists())
    return db.session.scalars(query.order_by(User.id)).all()
