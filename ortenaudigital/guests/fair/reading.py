"""Read the fair of an event: four questions, however many exhibitors there are."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, bindparam, select

from ortenaudigital.events.models import Day, Event
from ortenaudigital.fair.applications.models import Assignment, Exhibitor
from ortenaudigital.fair.inventory.models import Area, Slot, Stage, Stand
from ortenaudigital.guests.fair.published import IS_PUBLISHED, knows
from ortenaudigital.guests.fair.values import ShownExhibitor, ShownFair, ShownPitch, ShownStand
from ortenaudigital.kernel.db.kept import Kept, kept
from ortenaudigital.kernel.db.questions import ask
from ortenaudigital.kernel.text import sort_key
from ortenaudigital.pictures.models import Picture
from ortenaudigital.pictures.queries import PictureFacts

MOST_TAGS = 12


def show_fair(event: Event) -> ShownFair:
    """Return who is at the fair of an event, read at most once in a moment.

    Only who was accepted and told so is published, and with the stands that they were told of:
    organisers decide and place for days, and nobody shall read it here first.
    """
    fairs: Kept[int, ShownFair] = kept("fairs")
    return fairs.get(event.id, lambda: _read(event.id))


def list_published(event_ids: Sequence[int]) -> dict[int, list[UUID]]:
    """List the ids of the exhibitors that are published, by the ids of their events."""
    columns = select(Exhibitor.event_id, Exhibitor.id)
    published = columns.where(Exhibitor.event_id.in_(event_ids), *IS_PUBLISHED)
    found: dict[int, list[UUID]] = {}
    for row in ask(published.order_by(Exhibitor.event_id, Exhibitor.id), {}):
        found.setdefault(row.event_id, []).append(row.id)
    return found


_EVENT_ID: BindParameter[int] = bindparam("event_id")
_PUBLISHED = (Exhibitor.event_id == _EVENT_ID, *IS_PUBLISHED)
_EXHIBITORS = (
    select(
        *(Exhibitor.id, Exhibitor.name, Exhibitor.kind, Exhibitor.description),
        *(Exhibitor.language, Exhibitor.translations, Exhibitor.website, Exhibitor.links),
        *(Exhibitor.tags, Picture.id.label("picture_id"), Picture.digest),
        *(Picture.width, Picture.height),
    )
    .outerjoin(Picture, Picture.id == Exhibitor.logo_id)
    .where(*_PUBLISHED)
)
_OF_PUBLISHED = (
    select(Assignment.exhibitor_id, Assignment.slot_id, Exhibitor.told_of, Exhibitor.email)
    .join(Exhibitor, Exhibitor.id == Assignment.exhibitor_id)
    .join(Slot, Slot.id == Assignment.slot_id)
    # What is only held for them may still be somebody else's.
    .where(*_PUBLISHED, Assignment.held_until.is_(None))
)
_STANDS = (
    _OF_PUBLISHED.add_columns(Stand.label, Area.name.label("area"), Day.date)
    .join(Stand, Stand.id == Slot.stand_id)
    .join(Day, Day.id == Slot.day_id)
    .outerjoin(Area, Area.id == Stand.area_id)
    .order_by(Day.date, Stand.position, Stand.id)
)
_PITCHES = (
    _OF_PUBLISHED.add_columns(Stage.name, Slot.starts_at, Slot.ends_at)
    .join(Stage, Stage.id == Slot.stage_id)
    .order_by(Slot.starts_at)
)


def _read(event_id: int) -> ShownFair:
    of_event = {"event_id": event_id}
    stands: dict[UUID, list[ShownStand]] = defaultdict(list)
    for row in filter(knows, ask(_STANDS, of_event)):
        stands[row.exhibitor_id].append(ShownStand(row.label, row.area or "", row.date))
    pitches: dict[UUID, list[ShownPitch]] = defaultdict(list)
    for row in filter(knows, ask(_PITCHES, of_event)):
        pitches[row.exhibitor_id].append(ShownPitch(row.name, row.starts_at, row.ends_at))
    rows = sorted(ask(_EXHIBITORS, of_event), key=lambda row: sort_key(row.name))
    return ShownFair(tuple(_shown(row, stands[row.id], pitches[row.id]) for row in rows))


def _shown(row: Any, stands: list[ShownStand], pitches: list[ShownPitch]) -> ShownExhibitor:
    logo = None
    if row.picture_id is not None:
        logo = PictureFacts(row.picture_id, row.digest, row.width, row.height)
    return ShownExhibitor(
        id=row.id,
        name=row.name,
        kind=str(row.kind),
        description=row.description,
        language=row.language,
        translations=row.translations,
        website=row.website,
        links=_parts(row.links, "\n"),
        tags=_parts(row.tags, ",")[:MOST_TAGS],
        logo=logo,
        stands=tuple(stands),
        pitches=tuple(pitches),
    )


def _parts(text: str, between: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(between) if part.strip()))
