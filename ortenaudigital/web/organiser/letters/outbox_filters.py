"""The filters of the outbox: what an address chooses, and to whom the letters on a page go."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import g, request
from flask_login import current_user

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.bookings.search import find_addresses, find_bookings
from ortenaudigital.events.queries import EventName
from ortenaudigital.fair.applications.queries import find_exhibitor_addresses, find_exhibitors
from ortenaudigital.kernel.clock import moment
from ortenaudigital.kernel.paging import Place
from ortenaudigital.mailings.models import BATCH
from ortenaudigital.outbox.models import Letter
from ortenaudigital.outbox.queries import LetterFilter
from ortenaudigital.outbox.worker import known_kinds
from ortenaudigital.web.organiser.blueprint import own_events
from ortenaudigital.web.shared.requests.values import uuid_or_none, whole_number

# Bookings whose letters a search by name shows.
MOST_SUBJECTS = 100
FILTERS = ("q", "status", "veranstaltung", "brief", "tag", "rundbrief")
ZONE = "Europe/Berlin"


@dataclass(frozen=True)
class Chosen:
    """What an address chooses; empty and None for all. `event` is fixed on the page of one."""

    event: EventName | None
    words: str
    state: str
    kind: str
    day: date | None
    mailing: int

    @property
    def narrows(self) -> bool:
        """Say whether anything but the event and the state is chosen."""
        return bool(self.words or self.kind or self.day or self.mailing)


def read_chosen(permission: Permission) -> Chosen:
    """Read what the address chooses, among the events at which who asks has a permission."""
    kind = request.args.get("brief", "")
    return Chosen(
        event=_event(own_events(permission)),
        words=request.args.get("q", "").strip(),
        state=request.args.get("status", ""),
        kind=kind if kind in known_kinds() else "",
        day=_day(request.args.get("tag", "")),
        mailing=request.args.get("rundbrief", 0, whole_number),
    )


def _event(events: Iterable[EventName]) -> EventName | None:
    here = g.get("event")
    slug = here.slug if here is not None else request.args.get("veranstaltung", "")
    return next((event for event in events if event.slug == slug), None)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def wanted_by(chosen: Chosen, permission: Permission) -> LetterFilter:
    """Return which letters are meant, of those that who asks has a permission for."""
    reach: Collection[int] | None = current_user.reach_of(permission)
    if chosen.event is not None:
        reach = [chosen.event.id]
    return LetterFilter(
        events=reach,
        subjects=_subjects(chosen, reach),
        kind=chosen.kind,
        batch=f"{BATCH}{chosen.mailing}" if chosen.mailing else "",
        written=_span(chosen.day),
    )


def _subjects(chosen: Chosen, reach: Collection[int] | None) -> list[str] | None:
    if not chosen.words:
        return None
    event_id = chosen.event.id if chosen.event else None
    bookings = find_bookings(chosen.words, MOST_SUBJECTS, event_id)
    exhibitors = find_exhibitors(chosen.words, reach, MOST_SUBJECTS)
    return [str(each) for each in (*bookings, *exhibitors)]


def _span(day: date | None) -> tuple[datetime, datetime] | None:
    if day is None:
        return None
    try:
        return moment(day, "00:00", ZONE), moment(day + timedelta(days=1), "00:00", ZONE)
    except OverflowError:
        # At the ends of the calendar there is no letter.
        return moment(date(1970, 1, 1), "00:00", ZONE), moment(date(1970, 1, 1), "00:00", ZONE)


def read_place() -> Place:
    """Read which page of the list is meant."""
    after, before = (request.args.get(name, None, whole_number) for name in ("nach", "vor"))
    return Place([after] if after else None, [before] if before else None)


def kept() -> dict[str, Any]:
    """Return the filters of the address, to be handed on."""
    return {name: request.args[name] for name in FILTERS if request.args.get(name)}


def addresses_of(letters: Sequence[Letter]) -> Mapping[str, str]:
    """Return by subject to which address letters go, as far as who asks may know it."""
    guests = [each for each in letters if _may_know(each, "bookings.", Permission.BOOKINGS_READ)]
    fair = [each for each in letters if _may_know(each, "stands.", Permission.FAIR_READ)]
    found = find_addresses(_ids(guests)) | find_exhibitor_addresses(_ids(fair))
    return {str(subject): address for subject, address in found.items()}


def _may_know(letter: Letter, room: str, permission: Permission) -> bool:
    if letter.event_id is None or not letter.kind.startswith(room):
        return False
    return permission in current_user.permissions_at(letter.event_id)


def _ids(letters: Sequence[Letter]) -> list[UUID]:
    ids = {uuid_or_none(letter.subject_id) for letter in letters}
    return [each for each in ids if each is not None]
