"""All exhibitors of an event as organisers see them at once: some hundreds, in three questions."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.models import (
    Assignment,
    Exhibitor,
    Need,
    NeedDay,
)
from ortenaudigital.fair.applications.organising.agenda import is_changed, is_due
from ortenaudigital.fair.applications.rules import (
    DECIDABLE,
    Kind,
    Stage,
    State,
    stage_of,
    traits_of,
)
from ortenaudigital.fair.inventory.models import Slot, Stand
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.text import fold, search_text, sort_key

PAGE_SIZE = 25


@dataclass(frozen=True)
class Line:
    """One exhibitor in a list. `days` are those asked for, by their ids; none means any."""

    id: UUID
    name: str
    kind: Kind
    stage: Stage
    contact_name: str
    email: str
    website: str
    tags: tuple[str, ...]
    days: frozenset[int]
    power_w: int
    applied_at: datetime
    labels: tuple[str, ...]
    untold: bool
    # Whether the address is known to be theirs, and it may still be decided about.
    decidable: bool
    changed: bool
    due: bool
    # Others that may be the same organisation, by their names.
    twins: tuple[str, ...] = ()

    def may_become(self, state: State) -> bool:
        """Say whether a decision would change anything: not for who has a stand already."""
        has_stand = bool(self.labels) and state is not State.ACCEPTED
        there = self.stage in (Stage.PLACED, Stage.CONFIRMED) and state is State.ACCEPTED
        return self.decidable and not has_stand and not there and self.stage.value != state.value


@dataclass(frozen=True)
class Filters:
    """What narrows a list; empty does not. `power`: only who needs any."""

    words: str = ""
    stage: str = ""
    kind: str = ""
    day: int = 0
    power: bool = False
    tag: str = ""
    # Only whose changes nobody has looked at; only with a task that is due.
    changed: bool = False
    due: bool = False


@dataclass(frozen=True)
class Board:
    """What is found of all lines, one page of it; pages count from one."""

    lines: Sequence[Line]
    total: int
    number: int
    counts: Mapping[str, int]
    tags: Sequence[str]

    @property
    def pages(self) -> int:
        """Return how many pages there are, at least one."""
        return max(1, -(-self.total // PAGE_SIZE))


def show_board(event: Event, filters: Filters, page: int, today: date) -> Board:
    """Return what the filters find, sorted by name, with counts by stage of what is left beside."""
    lines = read_lines(event, today)
    tags = sorted({tag for line in lines for tag in line.tags}, key=sort_key)
    narrowed = [line for line in lines if _fits(line, filters)]
    counts = dict.fromkeys(map(str, Stage), 0)
    for line in narrowed:
        counts[line.stage] += 1
    found = [line for line in narrowed if not filters.stage or line.stage == filters.stage]
    number = min(max(page, 1), max(1, -(-len(found) // PAGE_SIZE)))
    shown = found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return Board(shown, len(found), number, counts, tags)


def list_found(event: Event, filters: Filters, today: date) -> list[Line]:
    """Return all that the filters find, sorted by name."""
    lines = [line for line in read_lines(event, today) if _fits(line, filters)]
    return [line for line in lines if filters.stage in ("", line.stage)]


def _fits(line: Line, filters: Filters) -> bool:
    wanted = fold(filters.words).replace(",", " ").split()
    text = search_text(line.name, line.contact_name, line.email, *line.labels) if wanted else ""
    return (
        all(word in text for word in wanted)
        and (not filters.kind or line.kind == filters.kind)
        and (not filters.day or not line.days or filters.day in line.days)
        and (not filters.power or line.power_w > 0)
        and (not filters.tag or filters.tag in line.tags)
        and (line.changed or not filters.changed)
        and (line.due or not filters.due)
    )


def read_lines(event: Event, today: date) -> list[Line]:
    """Read all exhibitors of an event, sorted by name."""
    columns = (
        *(Exhibitor.id, Exhibitor.name, Exhibitor.kind, Exhibitor.state, Exhibitor.confirmed_at),
        *(Exhibitor.contact_name, Exhibitor.email, Exhibitor.website, Exhibitor.tags),
        *(Exhibitor.applied_at, Exhibitor.untold, Exhibitor.erased_at, Need.power_w),
        *(is_changed().label("changed"), is_due(today).label("due")),
    )
    query = select(*columns).outerjoin(Need, Need.exhibitor_id == Exhibitor.id)
    rows = db.session.execute(query.where(Exhibitor.event_id == event.id)).all()
    wanted, held = _wanted_days(event), _held(event)
    lines = [_line(row, wanted.get(row.id, frozenset()), held.get(row.id, _Held())) for row in rows]
    return sorted(_with_twins(lines), key=lambda line: (sort_key(line.name), line.id))


@dataclass
class _Held:
    days: set[int] = field(default_factory=set)
    labels: list[str] = field(default_factory=list)


def _line(row: Any, days: frozenset[int], held: _Held) -> Line:
    return Line(
        id=row.id,
        name=row.name,
        kind=row.kind,
        stage=stage_of(row.state, days, held.days, row.confirmed_at is not None),
        contact_name=row.contact_name,
        email=row.email,
        website=row.website,
        tags=tags_of(row.tags),
        days=days,
        power_w=row.power_w or 0,
        applied_at=row.applied_at,
        labels=tuple(dict.fromkeys(held.labels)),
        untold=row.untold,
        changed=row.changed,
        due=row.due,
        decidable=row.state in DECIDABLE and row.erased_at is None,
    )


def tags_of(tags: str) -> tuple[str, ...]:
    """Return the short words of an exhibitor, as they are stored with commas between them."""
    return tuple(dict.fromkeys(filter(None, (each.strip() for each in tags.split(",")))))


def _wanted_days(event: Event) -> dict[UUID, frozenset[int]]:
    query = select(NeedDay.exhibitor_id, NeedDay.day_id)
    query = query.join(Exhibitor, Exhibitor.id == NeedDay.exhibitor_id)
    days: dict[UUID, set[int]] = {}
    for exhibitor_id, day_id in db.session.execute(query.where(Exhibitor.event_id == event.id)):
        days.setdefault(exhibitor_id, set()).add(day_id)
    return {exhibitor_id: frozenset(each) for exhibitor_id, each in days.items()}


def _held(event: Event) -> dict[UUID, _Held]:
    query = (
        select(Assignment.exhibitor_id, Slot.day_id, Stand.label)
        .join(Exhibitor, Exhibitor.id == Assignment.exhibitor_id)
        .join(Slot, Slot.id == Assignment.slot_id)
        .join(Stand, Stand.id == Slot.stand_id)
        .where(Exhibitor.event_id == event.id, Assignment.held_until.is_(None))
        .order_by(Stand.position)
    )
    held: dict[UUID, _Held] = {}
    for exhibitor_id, day_id, label in db.session.execute(query):
        each = held.setdefault(exhibitor_id, _Held())
        each.days.add(day_id)
        each.labels.append(label)
    return held


def _with_twins(lines: Sequence[Line]) -> list[Line]:
    # Who withdrew and applied again is no riddle.
    traits = {
        line: traits_of(line.name, line.email, line.website)
        for line in lines
        if line.stage is not Stage.WITHDRAWN
    }
    having: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line, own in traits.items():
        for trait in own:
            having[trait].append(line)
    found = []
    for line in lines:
        others = {other.id: other.name for each in traits.get(line, ()) for other in having[each]}
        others.pop(line.id, None)
        found.append(replace(line, twins=tuple(sorted(others.values(), key=sort_key))))
    return found


def twins_of(exhibitor: Exhibitor) -> tuple[str, ...]:
    """Return the names of exhibitors that may be the same organisation."""
    lines = read_lines(exhibitor.event, exhibitor.event.last_day.date)
    return next((line.twins for line in lines if line.id == exhibitor.id), ())


def stage_of_one(exhibitor: Exhibitor) -> Stage:
    """Say where one exhibitor stands."""
    query = select(NeedDay.day_id).where(NeedDay.exhibitor_id == exhibitor.id)
    held = {each.slot.day_id for each in exhibitor.assignments if each.slot.stand_id}
    wanted = set(db.session.scalars(query))
    return stage_of(exhibitor.state, wanted, held, exhibitor.confirmed_at is not None)
