"""Questions about exhibitors."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload, lazyload, subqueryload

from ortenaudigital.events.models import Day, Event
from ortenaudigital.events.rules import EventState
from ortenaudigital.fair.applications.errors import UnknownExhibitor
from ortenaudigital.fair.applications.models import Assignment, Exhibitor, Need, NeedDay
from ortenaudigital.fair.applications.rules import State, Window, applications_open
from ortenaudigital.fair.inventory.models import Area, Slot, Stand
from ortenaudigital.kernel.codes import fingerprint
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.sealed import SealedId
from ortenaudigital.kernel.text import fold, search_text, sort_key


def get_exhibitor(exhibitor_id: UUID) -> Exhibitor:
    """Return an exhibitor. Raises UnknownExhibitor."""
    exhibitor = db.session.get(Exhibitor, exhibitor_id)
    if exhibitor is None:
        raise UnknownExhibitor()
    return exhibitor


def is_decision_told() -> ColumnElement[bool]:
    """Say in SQL that nothing was decided about an exhibitor which they were not told."""
    left = or_(Exhibitor.decided_from.is_(None), ~Exhibitor.letter_waits)
    return and_(Exhibitor.untold.is_(False), left)


def get_exhibitor_by_key(key: str) -> Exhibitor:
    """Return the exhibitor behind a private link. Raises UnknownExhibitor."""
    query = select(Exhibitor).where(Exhibitor.key_hash == fingerprint(key))
    exhibitor = db.session.scalar(query)
    if exhibitor is None:
        raise UnknownExhibitor()
    return exhibitor


def find_exhibitor_by_request(request_id: SealedId) -> Exhibitor | None:
    """Find the application that a form made before."""
    return db.session.scalar(select(Exhibitor).where(Exhibitor.request_id == request_id))


def list_exhibitors(event: Event, state: str | None = None) -> Sequence[Exhibitor]:
    """List the exhibitors of an event by name, all or those in one state."""
    query = select(Exhibitor).where(Exhibitor.event_id == event.id)
    if state:
        query = query.where(Exhibitor.state == state)
    query = query.options(subqueryload(Exhibitor.assignments))
    return sorted(db.session.scalars(query), key=lambda exhibitor: sort_key(exhibitor.name))


def find_exhibitors(words: str, events: Collection[int] | None, most: int) -> list[UUID]:
    """Return the ids of exhibitors of events, or of all, that words find; so many at most."""
    conditions = [] if events is None else [Exhibitor.event_id.in_(events)]
    return [each.id for each in _find(conditions, words)[:most]]


def find_exhibitor_addresses(exhibitor_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return the addresses of exhibitors that have one."""
    query = select(Exhibitor.id, Exhibitor.email).where(Exhibitor.id.in_(exhibitor_ids))
    return dict(db.session.execute(query.where(Exhibitor.email != "")).all())


def find_exhibitor_names(exhibitor_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return the names of exhibitors."""
    query = select(Exhibitor.id, Exhibitor.name).where(Exhibitor.id.in_(exhibitor_ids))
    return dict(db.session.execute(query).all())


class _Named(NamedTuple):
    """What an exhibitor is found and sorted by; of hundreds it is read, and not all the rest."""

    id: UUID
    state: State
    name: str
    contact_name: str
    email: str


def _find(conditions: Sequence[ColumnElement[bool]], words: str) -> list[_Named]:
    """Find exhibitors among the hundreds of an event, sorted by name."""
    columns = [getattr(Exhibitor, field) for field in _Named._fields]
    rows = db.session.execute(select(*columns).where(*conditions))
    named = [_Named(*row) for row in rows]
    if wanted := fold(words).replace(",", " ").split():
        labels = _labels(conditions)
        named = [each for each in named if _matches(each, labels.get(each.id, []), wanted)]
    return sorted(named, key=lambda each: sort_key(each.name))


def _labels(conditions: Sequence[ColumnElement[bool]]) -> dict[UUID, list[str]]:
    query = (
        select(Assignment.exhibitor_id, Stand.label)
        .join(Exhibitor, Exhibitor.id == Assignment.exhibitor_id)
        .join(Slot, Slot.id == Assignment.slot_id)
        .join(Stand, Stand.id == Slot.stand_id)
        .where(*conditions)
    )
    labels: dict[UUID, list[str]] = {}
    for exhibitor_id, label in db.session.execute(query):
        labels.setdefault(exhibitor_id, []).append(label)
    return labels


def _matches(exhibitor: _Named, labels: Sequence[str], wanted: Sequence[str]) -> bool:
    text = search_text(exhibitor.name, exhibitor.contact_name, exhibitor.email, *labels)
    return all(word in text for word in wanted)


def count_exhibitors(event: Event) -> dict[str, int]:
    """Count the exhibitors of an event by state."""
    counts = dict.fromkeys(map(str, State), 0)
    rows = db.session.execute(
        select(Exhibitor.state, func.count())
        .where(Exhibitor.event_id == event.id)
        .group_by(Exhibitor.state)
    )
    counts.update(dict(rows.all()))
    return counts


def has_fair(event: Event) -> bool:
    """Say whether an event has anything of a fair: a place, an exhibitor, or a call for them."""
    if event.applications_open_at or event.applications_close_at:
        return True
    parts = [select(kind.id).where(kind.event_id == event.id) for kind in (Area, Stand, Exhibitor)]
    return bool(db.session.scalar(select(or_(*(part.exists() for part in parts)))))


def takes_applications(event: Event, now: datetime) -> bool:
    """Say whether exhibitors can apply for the fair of an event."""
    return event.id in find_taking_applications([event], now)


def find_taking_applications(events: Sequence[Event], now: datetime) -> set[int]:
    """Return the ids of those events for whose fair exhibitors can apply."""
    taking = [each for each in events if _may_take(each, now)]
    ids = [event.id for event in taking]
    number = select(Stand.event_id, func.count()).where(Stand.event_id.in_(ids))
    stands = dict(db.session.execute(number.group_by(Stand.event_id)).all())
    return {event.id for event in taking if _is_open(event, stands.get(event.id, 0), now)}


def _may_take(event: Event, now: datetime) -> bool:
    return event.state is EventState.PUBLISHED and now < event.last_day.closes_at


def _is_open(event: Event, stands: int, now: datetime) -> bool:
    days = event.days
    window = Window(event.applications_open_at, event.applications_close_at, days[0].opens_at)
    return applications_open(window, now, stands)


def holders(event: Event) -> dict[int, Assignment]:
    """Return what is assigned at an event, or held for somebody, by the ids of its slots."""
    query = (
        select(Assignment)
        .join(Slot, Slot.id == Assignment.slot_id)
        .join(Day, Day.id == Slot.day_id)
        .where(Day.event_id == event.id)
        .options(
            joinedload(Assignment.exhibitor).lazyload(Exhibitor.assignments),
            lazyload(Assignment.slot),
        )
    )
    return {each.slot_id: each for each in db.session.scalars(query).unique()}


def list_some(event: Event, ids: Sequence[UUID]) -> Sequence[Exhibitor]:
    """List those exhibitors of an event that are named."""
    query = select(Exhibitor).where(Exhibitor.event_id == event.id, Exhibitor.id.in_(ids))
    return db.session.scalars(query.options(subqueryload(Exhibitor.assignments))).all()


def find_need(exhibitor_id: UUID) -> Need | None:
    """Find what an exhibitor said that it needs."""
    return db.session.get(Need, exhibitor_id)


def list_wanted_days(exhibitor_id: UUID) -> Sequence[Day]:
    """List the days that an exhibitor asked for; none if any will do."""
    query = select(Day).join(NeedDay, NeedDay.day_id == Day.id).order_by(Day.date)
    return db.session.scalars(query.where(NeedDay.exhibitor_id == exhibitor_id)).all()
