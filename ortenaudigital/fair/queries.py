"""Questions about the fair."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from ortenaudigital.events.models import Event
from ortenaudigital.events.rules import EventState
from ortenaudigital.fair.errors import UnknownExhibitor, UnknownSlot
from ortenaudigital.fair.models import Exhibitor, Slot, Stand
from ortenaudigital.fair.rules import State, applications_open
from ortenaudigital.kernel.codes import fingerprint
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.sealed import SealedId
from ortenaudigital.kernel.text import fold, search_text, sort_key

PAGE_SIZE = 25


def get_exhibitor(exhibitor_id: UUID) -> Exhibitor:
    """Return an exhibitor. Raises UnknownExhibitor."""
    exhibitor = db.session.get(Exhibitor, exhibitor_id)
    if exhibitor is None:
        raise UnknownExhibitor()
    return exhibitor


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
    return sorted(db.session.scalars(query), key=lambda exhibitor: sort_key(exhibitor.name))


@dataclass(frozen=True)
class ExhibitorPage:
    """One page of a longer list; pages count from one."""

    exhibitors: Sequence[Exhibitor]
    total: int
    number: int

    @property
    def pages(self) -> int:
        """Return how many pages there are, at least one."""
        return max(1, -(-self.total // PAGE_SIZE))


def search_exhibitors(event: Event, words: str, state: str, page: int) -> ExhibitorPage:
    """Find exhibitors by any part of name, contact, address or stand, sorted by name."""
    wanted = fold(words).replace(",", " ").split()
    found = [
        exhibitor
        for exhibitor in list_exhibitors(event, state or None)
        if all(word in _found_by(exhibitor) for word in wanted)
    ]
    number = min(max(page, 1), max(1, -(-len(found) // PAGE_SIZE)))
    shown = found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return ExhibitorPage(shown, len(found), number)


def _found_by(exhibitor: Exhibitor) -> str:
    stands = [assignment.slot.stand.label for assignment in exhibitor.assignments]
    return search_text(exhibitor.name, exhibitor.contact_name, exhibitor.email, *stands)


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


def takes_applications(event: Event, now: datetime) -> bool:
    """Say whether exhibitors can apply for the fair of an event."""
    if event.state is not EventState.PUBLISHED or now >= event.last_day.closes_at:
        return False
    number = select(func.count()).where(Stand.event_id == event.id)
    stands = db.session.scalar(number) or 0
    return applications_open(now, event.applications_close_at, event.days[0].opens_at, stands)


def list_stands(event: Event) -> Sequence[Stand]:
    """List the stands of an event in the order of its file."""
    query = select(Stand).where(Stand.event_id == event.id).order_by(Stand.position)
    return db.session.scalars(query).all()


def list_free_slots(event: Event) -> Sequence[Slot]:
    """List what can still be assigned, by day and stand."""
    query = (
        select(Slot)
        .join(Stand, Stand.id == Slot.stand_id)
        .where(Stand.event_id == event.id, ~Slot.assignment.has())
        .order_by(Slot.day_id, Stand.position)
    )
    return db.session.scalars(query).all()


def get_slot(event: Event, slot_id: int) -> Slot:
    """Return a slot of an event. Raises UnknownSlot."""
    slot = db.session.get(Slot, slot_id)
    if slot is None or slot.stand.event_id != event.id:
        raise UnknownSlot()
    return slot
