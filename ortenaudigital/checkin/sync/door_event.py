"""What an event's file says, as phones are told it: read once in a moment, not at each contact."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BindParameter, bindparam, select

from ortenaudigital.checkin.rules import DayWindow, date_at, key_of
from ortenaudigital.events.models import Checkpoint, Day, Event, TicketType, admits_to
from ortenaudigital.events.rules import Access, CheckpointKind
from ortenaudigital.kernel.db.kept import Kept, kept
from ortenaudigital.kernel.db.questions import ask


@dataclass(frozen=True)
class DoorDay:
    """A day, its hours, and the id of its entrance."""

    id: int
    window: DayWindow
    entrance_id: int | None


@dataclass(frozen=True)
class DoorCheckpoint:
    """A checkpoint as phones know it: by its key, with its title by language."""

    key: str
    title: dict[str, str]
    day_id: int


@dataclass(frozen=True)
class DoorType:
    """A ticket type: title by language, its days in their order, and whether all may book it."""

    title: dict[str, str]
    days: tuple[date, ...]
    is_public: bool


@dataclass(frozen=True)
class DoorEvent:
    """An event as it is in one version; checkpoints and types by their ids, in their order."""

    version: int
    slug: str
    title: str
    timezone: str
    reentry: bool
    days: tuple[DoorDay, ...]
    checkpoints: Mapping[int, DoorCheckpoint]
    types: Mapping[int, DoorType]

    @property
    def ends_at(self) -> datetime:
        """Return when the doors of the last day are closed."""
        return self.days[-1].window.closes_at

    def day_at(self, at: datetime) -> DoorDay | None:
        """Return the day that a moment belongs to at the door."""
        on = date_at([day.window for day in self.days], at, self.timezone)
        return next((day for day in self.days if day.window.date == on), None)

    def day_of(self, checkpoint_id: int) -> DoorDay:
        """Return the day of a checkpoint."""
        day_id = self.checkpoints[checkpoint_id].day_id
        return next(day for day in self.days if day.id == day_id)


_OF_EVENT: BindParameter[int] = bindparam("event")
_EVENT = select(Event.version, Event.slug, Event.title, Event.timezone, Event.reentry).where(
    Event.id == _OF_EVENT
)
_DAYS = (
    select(Day.id, Day.date, Day.opens_at, Day.closes_at)
    .where(Day.event_id == _OF_EVENT)
    .order_by(Day.date)
)
_CHECKPOINTS = (
    select(Checkpoint.id, Checkpoint.slug, Checkpoint.title, Checkpoint.kind)
    .add_columns(Checkpoint.day_id, Day.date)
    .join(Day, Day.id == Checkpoint.day_id)
    .where(Day.event_id == _OF_EVENT)
    .order_by(Day.date, Checkpoint.position)
)
_TYPES = (
    select(TicketType.id, TicketType.title, TicketType.access, Day.date)
    .outerjoin(admits_to, admits_to.c.ticket_type_id == TicketType.id)
    .outerjoin(Day, Day.id == admits_to.c.day_id)
    .where(TicketType.event_id == _OF_EVENT)
    .order_by(TicketType.position, TicketType.id, Day.date)
)


def door_event(event_id: int, version: int | None = None) -> DoorEvent:
    """Return an event as it was a moment ago, or as it is in a version if one is named."""
    events: Kept[int, DoorEvent] = kept("events that phones know")
    return events.get(
        event_id, lambda: _read(event_id), lambda event: version in (None, event.version)
    )


def _read(event_id: int) -> DoorEvent:
    own = {"event": event_id}
    (event,) = ask(_EVENT, own)
    checkpoints = ask(_CHECKPOINTS, own)
    entrances = {row.day_id: row.id for row in checkpoints if row.kind == CheckpointKind.ENTRANCE}
    types: dict[int, DoorType] = {}
    for row in ask(_TYPES, own):
        days = types[row.id].days if row.id in types else ()
        days = (*days, row.date) if row.date else days
        types[row.id] = DoorType(row.title, days, row.access == Access.PUBLIC)
    return DoorEvent(
        **event._mapping,
        days=tuple(
            DoorDay(row.id, DayWindow(row.date, row.opens_at, row.closes_at), entrances.get(row.id))
            for row in ask(_DAYS, own)
        ),
        checkpoints={
            row.id: DoorCheckpoint(key_of(row.date, row.slug), row.title, row.day_id)
            for row in checkpoints
        },
        types=types,
    )
