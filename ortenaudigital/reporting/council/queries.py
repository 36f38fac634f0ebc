"""Count what is reported. Nearly all of it was counted as it happened; no question reads people."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import String, cast, exists, func, or_, select

from ortenaudigital.bookings.models import BookedCount, Booking, Ticket
from ortenaudigital.bookings.questions.models import Answer
from ortenaudigital.checkin.models import Admission, AdmissionCount
from ortenaudigital.checkin.queries import BUCKET, Visitors, count_visitors
from ortenaudigital.events.models import Checkpoint, Day, Event, TicketType
from ortenaudigital.events.rules import CheckpointKind
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.rules import State
from ortenaudigital.kernel.clock import local, moment_of_step
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.lookups import each_of
from ortenaudigital.reporting.council.figures import DayFigures, Figures, TypeFigures
from ortenaudigital.reporting.council.models import KeptReport, SavedReport
from ortenaudigital.reporting.council.rules import origins_of

# A question with this key asks where somebody comes from; see docs/veranstaltung.md.
ORIGIN = "town"


def find_saved(event_id: int) -> SavedReport | None:
    """Return the report of an event that was kept, or None."""
    return db.session.get(SavedReport, event_id)


def find_kept(erasure_id: int) -> KeptReport | None:
    """Return the report of an event that was erased, or None."""
    return db.session.get(KeptReport, erasure_id)


def shown_figures(event: Event) -> Figures:
    """Return what is reported of an event: as it is now, with the towns that were kept.

    Where people come from is only in their answers, which are erased.
    """
    now = count_figures(event)
    return now if now.origins else now.model_copy(update={"origins": _kept_origins(event)})


def count_figures(event: Event) -> Figures:
    """Count what is reported of an event."""
    types = db.session.execute(
        select(TicketType.id, TicketType.slug, TicketType.title, TicketType.questions)
        .where(TicketType.event_id == event.id)
        .order_by(TicketType.position)
    ).all()
    slugs = {each.id: each.slug for each in types}
    booked, cancelled, came = _booked(event), _cancelled(event), count_visitors(event)
    walk_ins = _walk_ins(event)
    counts = {
        each.id: (came.get(each.id, Visitors()), *walk_ins.get(each.id, (0, 0))) for each in types
    }
    asks = any(asks_for_town(each.questions) for each in types)
    return Figures(
        title=event.title,
        types=tuple(
            TypeFigures(
                slug=each.slug,
                title=each.title,
                # Whoever came had booked, also if the ticket was cancelled then.
                booked=booked.get(each.id, 0) + visitors.cancelled - at_door,
                cancelled=cancelled.get(each.id, 0) - visitors.cancelled - taken_back,
                came=visitors.number,
                walk_ins=at_door,
            )
            for each in types
            for visitors, at_door, taken_back in [counts[each.id]]
        ),
        days=_days(event, slugs),
        exhibitors=_exhibitors(event),
        origins=tuple(count_origins(event)) if asks else (),
    )


def asks_for_town(questions: Sequence[Mapping[str, Any]]) -> bool:
    """Say whether one of these questions asks where somebody comes from."""
    return any(question["key"] == ORIGIN for question in questions)


def count_origins(event: Event) -> list[tuple[str, int]]:
    """Return which towns were named how often, the small ones put together as `OTHERS`."""
    return origins_of(_towns(event))


def shown_origins(event: Event) -> Sequence[tuple[str, int]]:
    """Return the same, or what was kept of it in the report once the answers are erased."""
    if counted := count_origins(event):
        return counted
    return _kept_origins(event)


def _kept_origins(event: Event) -> Sequence[tuple[str, int]]:
    saved = find_saved(event.id)
    return Figures.model_validate(saved.figures).origins if saved else ()


def _booked(event: Event) -> dict[int, int]:
    query = (
        select(BookedCount.ticket_type_id, func.sum(BookedCount.number))
        .join(TicketType, TicketType.id == BookedCount.ticket_type_id)
        .where(TicketType.event_id == event.id)
        .group_by(BookedCount.ticket_type_id)
    )
    return {type_id: int(number) for type_id, number in db.session.execute(query)}


def _cancelled(event: Event) -> dict[int, int]:
    of_event = select(TicketType.id).where(TicketType.event_id == event.id)
    query = (
        select(Ticket.ticket_type_id, func.count())
        .where(Ticket.ticket_type_id.in_(of_event), Ticket.cancelled_at.is_not(None))
        .group_by(Ticket.ticket_type_id)
    )
    return dict(db.session.execute(query).all())


def _walk_ins(event: Event) -> dict[int, tuple[int, int]]:
    """Count tickets that were given at the door, by type: with whom came, and those taken back."""
    at_entrance = Admission.checkpoint.has(Checkpoint.kind == CheckpointKind.ENTRANCE)
    came = exists().where(Admission.ticket_id == Ticket.id, at_entrance)
    counts = or_(Ticket.cancelled_at.is_(None), came)
    at_door = select(Booking.id).where(Booking.event_id == event.id, Booking.at_door.is_(True))
    query = (
        select(Ticket.ticket_type_id, func.count().filter(counts), func.count().filter(~counts))
        .where(each_of(Ticket.booking_id, at_door))
        .group_by(Ticket.ticket_type_id)
    )
    return {type_id: (valid, back) for type_id, valid, back in db.session.execute(query)}


@dataclass
class _Day:
    came: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    steps: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    walk_ins: int = 0


def _days(event: Event, slugs: dict[int, str]) -> tuple[DayFigures, ...]:
    counted = AdmissionCount
    query = (
        select(
            Checkpoint.day_id,
            counted.ticket_type_id,
            counted.step,
            counted.admitted,
            counted.walk_ins,
        )
        .join(Checkpoint, Checkpoint.id == counted.checkpoint_id)
        .join(Day, Day.id == Checkpoint.day_id)
        .where(Day.event_id == event.id, Checkpoint.kind == CheckpointKind.ENTRANCE)
        .where(counted.admitted > 0)
        .order_by(counted.step)
    )
    found: dict[int, _Day] = defaultdict(_Day)
    for day_id, type_id, step, admitted, walk_ins in db.session.execute(query):
        day = found[day_id]
        day.came[slugs[type_id]] += admitted
        day.steps[step] += admitted
        day.walk_ins += walk_ins
    return tuple(_day(day, found[day.id], event.timezone) for day in event.days)


def _day(day: Day, counted: _Day, zone: str) -> DayFigures:
    arrivals = (
        (f"{local(moment_of_step(step, BUCKET), zone):%H:%M}", number)
        for step, number in counted.steps.items()
    )
    return DayFigures(
        date=day.date.isoformat(),
        came=dict(counted.came),
        walk_ins=counted.walk_ins,
        arrivals=tuple(arrivals),
    )


def _exhibitors(event: Event) -> dict[str, int]:
    query = (
        select(Exhibitor.kind, func.count())
        .where(Exhibitor.event_id == event.id, Exhibitor.state == State.ACCEPTED)
        .group_by(Exhibitor.kind)
    )
    return {str(kind): number for kind, number in db.session.execute(query)}


def _towns(event: Event) -> Sequence[tuple[str, int]]:
    of_event = select(TicketType.id).where(TicketType.event_id == event.id)
    given = cast(Answer.given, String)
    query = (
        select(given, func.min(cast(Answer.options, String)), func.count())
        .join(Booking, Booking.id == Answer.booking_id)
        .where(
            Answer.ticket_type_id.in_(of_event),
            Answer.key == ORIGIN,
            Booking.cancelled_at.is_(None),
        )
        .group_by(given)
    )
    return [(_town(*texts), number) for *texts, number in db.session.execute(query)]


def _town(given: str, options: str) -> str:
    """Return what somebody typed, or the German words of what they chose."""
    chosen, titles = json.loads(given), json.loads(options or "{}")
    first = chosen[0] if chosen else ""
    return str(titles.get(first, {}).get("de", first))
