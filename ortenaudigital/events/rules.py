"""The rules of an event on plain values: texts by language, phases of booking."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from ortenaudigital.events.errors import EventEnded, MoveNotPossible, StillReliedOn
from ortenaudigital.kernel.clock import moment
from ortenaudigital.kernel.errors import DomainError

DEFAULT_LANGUAGE = "de"
RETENTION = timedelta(days=28)


class EventState(StrEnum):
    """What the organisers decided about an event. That one is over follows from its last day."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"
    # Two owners decided that it goes; until nothing of it is left, nobody sees it any more.
    ERASING = "erasing"


# What everybody may see.
PUBLIC_STATES = frozenset({EventState.PUBLISHED, EventState.CANCELLED})
# The only table of what may become of an event.
MOVES: Mapping[EventState, frozenset[EventState]] = {
    EventState.DRAFT: frozenset({EventState.PUBLISHED}),
    EventState.PUBLISHED: frozenset({EventState.CANCELLED, EventState.DRAFT}),
    EventState.CANCELLED: frozenset({EventState.PUBLISHED}),
    EventState.ERASING: frozenset(),
}


class Phase(StrEnum):
    """Where an event stands on the way from its announcement to its archive."""

    NOT_YET = "not_yet"
    OPEN = "open"
    CLOSED = "closed"
    OVER = "over"
    CANCELLED = "cancelled"


class CheckpointKind(StrEnum):
    """Where a checkpoint is: at the entrance to a day, or somewhere inside."""

    ENTRANCE = "entrance"
    INSIDE = "inside"


# Every day brings it along; no other checkpoint may be called so.
ENTRANCE_SLUG = "entrance"
ENTRANCE_TITLE = {"de": "Eingang", "en": "Entrance", "fr": "Entrée"}


class Access(StrEnum):
    """Who may book a ticket type."""

    PUBLIC = "public"
    INVITATION = "invitation"
    EXHIBITORS = "exhibitors"


class ProofOfWork(StrEnum):
    """When a booking wants a proof of work of the browser."""

    # While many presses look as if no person had made them.
    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class Organising(StrEnum):
    """In which role a town holds an event."""

    HOST = "host"
    CO_ORGANISER = "co_organiser"


def text_in(texts: Mapping[str, str], language: str) -> str:
    """Pick the text of a language, else the German one, else nothing."""
    return texts.get(language) or texts.get(DEFAULT_LANGUAGE, "")


def street_and_town(venue: str, street: str, town: str) -> str:
    """Write the address of a venue as far as its name does not say it."""
    known = street or venue
    return ", ".join(filter(None, [street, "" if town in known else town]))


def possible_moves(
    state: EventState, day_ends: Iterable[datetime], now: datetime, *, relied_on: bool
) -> frozenset[EventState]:
    """Return what an event may become; `relied_on`: somebody booked or applied."""
    ends = list(day_ends)
    return frozenset(
        wanted
        for wanted in MOVES[state]
        if _refusal(state, wanted, ends, now, relied_on=relied_on) is None
    )


def check_move(
    state: EventState,
    wanted: EventState,
    day_ends: Iterable[datetime],
    now: datetime,
    *,
    relied_on: bool,
) -> None:
    """Refuse a move that is not in the table. Raises MoveNotPossible, EventEnded, StillReliedOn."""
    refusal = _refusal(state, wanted, day_ends, now, relied_on=relied_on)
    if refusal is not None:
        raise refusal


def _refusal(
    state: EventState,
    wanted: EventState,
    day_ends: Iterable[datetime],
    now: datetime,
    *,
    relied_on: bool,
) -> DomainError | None:
    if wanted not in MOVES[state]:
        return MoveNotPossible()
    if wanted is EventState.DRAFT and relied_on:
        return StillReliedOn()
    # An archive may be published at any time; what took place cannot be called off any more.
    if EventState.CANCELLED in (state, wanted) and now >= max(day_ends):
        return EventEnded()
    return None


def booking_phase(
    state: EventState,
    now: datetime,
    opens_at: datetime | None,
    closes_at: datetime | None,
    day_ends: Iterable[datetime],
) -> Phase:
    """Say whether booking is possible; without an end of its own it ends with the last day."""
    if state is EventState.CANCELLED:
        return Phase.CANCELLED
    if now >= max(day_ends):
        return Phase.OVER
    if state is EventState.DRAFT:
        return Phase.NOT_YET
    if opens_at is not None and now < opens_at:
        return Phase.NOT_YET
    if closes_at is not None and now >= closes_at:
        return Phase.CLOSED
    return Phase.OPEN


Window = tuple[datetime | None, datetime | None]


@dataclass(frozen=True)
class Opening:
    """Where the booking of several ticket types stands, and when it opens if it will."""

    phase: Phase
    opens_at: datetime | None = None


def opening_of(
    state: EventState, now: datetime, windows: Iterable[Window], day_ends: Collection[datetime]
) -> Opening:
    """Say where types stand together: open if one is, else not yet if one will be."""
    found = [(booking_phase(state, now, *each, day_ends), each[0]) for each in windows]
    phases = {phase for phase, _ in found}
    for phase in (Phase.CANCELLED, Phase.OVER, Phase.OPEN):
        if phase in phases:
            return Opening(phase)
    to_come = [opens_at for phase, opens_at in found if phase is Phase.NOT_YET]
    if not to_come:
        return Opening(Phase.CLOSED)
    # A draft is not to be booked yet, and nobody has said when.
    return Opening(Phase.NOT_YET, min((each for each in to_come if each), default=None))


def erase_at(day_ends: Iterable[datetime]) -> datetime:
    """Return when personal data of an event is erased: 28 days after its last day."""
    last = max(day_ends)
    try:
        return last + RETENTION
    except OverflowError:
        # An event that was put off for ever, to the last day that calendars know.
        return last


def opening_hours(day: date, opens: str, closes: str, zone: str) -> tuple[datetime, datetime]:
    """Return the moments from when to when the doors are open, from times such as `08:30`.

    Doors that do not close after they opened close on the next day: 22:00 to 02:00. `24:00` is the
    end of the day.
    """
    ends_on = day if closes > opens else day + timedelta(days=1)
    return moment(day, opens, zone), moment(ends_on, closes, zone)


def extra_places(size: int, overbook: int) -> int:
    """Return by how many places a quota is overbooked, by a share in percent; never rounded up."""
    return size * overbook // 100


def most_tickets(draws_on: Iterable[Collection[int]], places: Mapping[int, int]) -> int:
    """Return how many tickets of some types can be had together, without counting a place twice.

    `draws_on` is, for each type, the ids of the quotas that each ticket of it takes a place of;
    `places` what each quota has, if anything limits it. Where types overlap in many ways it may be
    too few, never too many, and nought only if no type has a place.
    """
    left = dict(places)
    number = 0
    # Who needs the fewest places comes first, so that a ticket for two days stands in no one's way.
    for quotas in sorted([left.keys() & set(each) for each in draws_on], key=len):
        most = min((left[quota] for quota in quotas), default=0)
        number += most
        for quota in quotas:
            left[quota] -= most
    return number
