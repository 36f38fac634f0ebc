"""Read what an event may need: a fixed number of questions, however many people it has."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from ortenaudigital.bookings.models import BookedCount
from ortenaudigital.bookings.queries import QUARTER
from ortenaudigital.bookings.reminders.letters import REMINDER
from ortenaudigital.bookings.reminders.rules import next_reminder, visits_of
from ortenaudigital.bookings.undelivered import count_undelivered
from ortenaudigital.bookings.wait_list.queries import count_by_type
from ortenaudigital.checkin.models import Device
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.events.rules import Access, Phase, booking_phase, erase_at, text_in
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.organising.agenda import Agenda
from ortenaudigital.fair.applications.rules import State
from ortenaudigital.feedback.queries import open_of
from ortenaudigital.kernel.clock import step_of
from ortenaudigital.kernel.db import db
from ortenaudigital.outbox.queries import count_stuck
from ortenaudigital.outbox.texts.queries import is_off
from ortenaudigital.outbox.trouble import find_trouble
from ortenaudigital.privacy.whole_event.queries import find_open
from ortenaudigital.reporting.attention.coming import PHONES_BEFORE
from ortenaudigital.reporting.attention.facts import (
    Erasing,
    Facts,
    FairFacts,
    LetterFacts,
    Moments,
    TypeFacts,
)
from ortenaudigital.reporting.attention.guests import LOOKBACK


@dataclass(frozen=True)
class Known:
    """What a page of an event has read already, and need not be asked again."""

    ticket_types: Sequence[TicketType]
    conflicts: int
    exhibitors: dict[str, int]
    agenda: Agenda
    free_slots: int
    # Whose letters somebody may see; None is all.
    letters_of: Collection[int] | None
    # Whose account it is that looks.
    user_id: int


def read_facts(event: Event, known: Known, language: str, now: datetime) -> Facts:
    """Return what is known of an event; titles are in a language."""
    feedback = open_of(event.id)
    return Facts(
        moments=_moments(event, known.ticket_types, now),
        is_draft=event.is_draft,
        is_cancelled=event.is_cancelled,
        types=_types(event, known.ticket_types, language, now),
        fair=_fair(event, known),
        letters=_letters(known.letters_of),
        undelivered=count_undelivered(event),
        conflicts=known.conflicts,
        phones=_phones(event, now),
        feedback=feedback.number,
        feedback_since=feedback.since,
        erasing=_erasing(event, known.user_id, now),
    )


def _erasing(event: Event, user_id: int, now: datetime) -> Erasing | None:
    found = find_open(event.id, now)
    return Erasing(found.lapses_at, found.asked_by_id == user_id) if found else None


def _letters(reach: Collection[int] | None) -> LetterFacts:
    stuck, trouble = count_stuck(reach), find_trouble()
    return LetterFacts(stuck.failed, stuck.troubled, trouble.since if trouble else None)


def _fair(event: Event, known: Known) -> FairFacts:
    waits = (Exhibitor.event_id == event.id, Exhibitor.state == State.APPLIED)
    agenda = known.agenda
    return FairFacts(
        applied=known.exhibitors[State.APPLIED],
        applied_since=db.session.scalar(select(func.min(Exhibitor.applied_at)).where(*waits)),
        unplaced=agenda.unplaced,
        untold=agenda.untold,
        changed=agenda.changed,
        tasks=agenda.tasks,
        on_list=known.exhibitors[State.WAIT_LISTED],
        free=known.free_slots,
    )


def _phones(event: Event, now: datetime) -> int:
    if now < event.days[0].opens_at - PHONES_BEFORE:
        # Nobody needs one yet.
        return 0
    paired = (Device.paired_at.is_not(None), Device.revoked_at.is_(None))
    query = select(func.count(Device.id)).where(
        Device.event_id == event.id, *paired, Device.on_paper.is_(False)
    )
    return db.session.scalar(query) or 0


def _types(
    event: Event, ticket_types: Iterable[TicketType], language: str, now: datetime
) -> list[TypeFacts]:
    lately, waiting = _booked_since(event, now), count_by_type(event)
    return [
        TypeFacts(
            text_in(each.title, language),
            each.quota.size,
            each.left,
            lately.get(each.id, 0),
            waiting[each.id].waiting if each.id in waiting else 0,
        )
        for each in ticket_types
        if _is_open(event, each, now)
    ]


def _is_open(event: Event, each: TicketType, now: datetime) -> bool:
    # Passes are booked by exhibitors, as many as they were given.
    if each.access is Access.EXHIBITORS or not each.days:
        return False
    ends = [day.closes_at for day in each.days]
    return booking_phase(event.state, now, *_window(event, each), ends) is Phase.OPEN


def _window(event: Event, each: TicketType) -> tuple[datetime | None, datetime | None]:
    return (
        each.booking_opens_at or event.booking_opens_at,
        each.booking_closes_at or event.booking_closes_at,
    )


def _booked_since(event: Event, now: datetime) -> dict[int, int]:
    rows = db.session.execute(
        select(BookedCount.ticket_type_id, func.sum(BookedCount.number))
        .join(TicketType, TicketType.id == BookedCount.ticket_type_id)
        .where(
            TicketType.event_id == event.id,
            BookedCount.quarter >= step_of(now - LOOKBACK, QUARTER),
        )
        .group_by(BookedCount.ticket_type_id)
    )
    return {type_id: int(number) for type_id, number in rows}


def _moments(event: Event, ticket_types: Sequence[TicketType], now: datetime) -> Moments:
    closings = [
        closes
        for each in ticket_types
        if each.access is not Access.EXHIBITORS
        if (closes := _window(event, each)[1]) is not None and closes > now
    ]
    days = {each.id: [day.date for day in each.days] for each in ticket_types}
    reminder = next_reminder(visits_of(days), event.reminder_days, event.timezone, now)
    if reminder is not None and is_off(event.id, REMINDER):
        reminder = None
    return Moments(
        opens=event.days[0].opens_at,
        ends=event.last_day.closes_at,
        booking_closes=min(closings, default=None),
        applications_close=event.applications_close_at,
        corrections_close=event.corrections_close_at,
        reminder=reminder,
        erasure=erase_at(day.closes_at for day in event.days),
    )
