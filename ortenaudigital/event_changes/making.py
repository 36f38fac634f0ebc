"""Make an event: out of a few words, out of a file, or as the next edition of another.

Inside one transaction of the caller.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from ortenaudigital.event_changes.commands import Edit, Outcome, edit_section, import_event
from ortenaudigital.event_changes.copying import Wanted, copy_event, keep_team
from ortenaudigital.event_changes.parts import values_of
from ortenaudigital.event_changes.versions import check_version, file_of
from ortenaudigital.events.errors import EventFileError
from ortenaudigital.events.messages.wholes import whole_fault
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import find_event, get_event
from ortenaudigital.events.rights import Decision
from ortenaudigital.events.sections.event_file import EventFile, document_of
from ortenaudigital.events.sections.storing import lock_event
from ortenaudigital.events.sections.toml.event import read_event_values
from ortenaudigital.events.versions import FieldChange, differences
from ortenaudigital.fair.inventory.editing.resets import list_resets
from ortenaudigital.kernel.db.constraints import constraint_as
from ortenaudigital.towns.models import Town

# As many weeks later it is the same weekday, and the same time of the year.
A_YEAR = timedelta(weeks=52)


@dataclass(frozen=True)
class Beginning:
    """What somebody says about a new event; the rest is what is usual."""

    slug: str
    title: str
    place: str
    first_day: str


def begun(beginning: Beginning, town: Town) -> EventFile:
    """Return the file of a new event of a town. Raises EventFileError with every fault."""
    day = beginning.first_day
    venue = {"name": beginning.place, "town": town.short_name}
    ticket = {
        **{"slug": "ticket", "title": {"de": "Ticket", "en": "Ticket", "fr": "Billet"}},
        **{"admits_to": [day], "quota": 100, "max_per_booking": 4, "access": "public"},
    }
    event = {
        **{"slug": beginning.slug, "title": beginning.title, "host": town.slug},
        **{"contact_email": town.email, "venue": venue},
    }
    days = [{"date": day, "opens": "09:00", "closes": "17:00"}]
    values: Mapping[str, Any] = {"event": event, "day": days, "ticket_type": [ticket]}
    return read_event_values(dict(values))


def create_event(file: EventFile, now: datetime, actor: str) -> Outcome:
    """Store a new event as a draft. Raises EventFileError, also if there is one of this name."""
    slug = file.event.slug

    def taken() -> EventFileError:
        return EventFileError([whole_fault("event.slug", "slug_taken", slug=slug)])

    with constraint_as("uq_event_slug", taken):
        outcome = import_event(_undecided(file), Decision(), now, actor)
    if not outcome.is_new:
        # It was there already: all is taken back.
        raise taken()
    return outcome


@dataclass(frozen=True)
class Look:
    """What a file would change about an event, and whom that concerns."""

    outcome: Outcome
    changes: tuple[FieldChange, ...]
    # Stands that get back what somebody changed on the pages of the floor.
    resets: Sequence[str] = ()


@dataclass(frozen=True)
class Replacement:
    """A file for an event, the version that was looked at, and whether it is only tried."""

    file: EventFile
    version: int | None = None
    trial: bool = False


def replace_event(slug: str, wanted: Replacement, now: datetime, actor: str) -> Look:
    """Make an event say what a file says, and tell everybody whom it concerns.

    Its state stays. A trial writes no letter. Raises ChangedMeanwhile if it is no longer the
    version that was looked at, or EventFileError with every fault.
    """
    file = wanted.file
    event = lock_event(slug)
    if event is None or file.event.slug != slug:
        raise EventFileError([whole_fault("event.slug", "other_slug", slug=file.event.slug)])
    check_version(event, wanted.version)
    before = document_of(file_of(event))
    decision = Decision(announce=True, force=True, trial=wanted.trial)
    resets = list_resets(event, differences(before, document_of(file)))
    outcome = import_event(_undecided(file), decision, now, actor)
    changes = differences(before, document_of(file_of(get_event(slug))))
    return Look(outcome, changes, resets)


def _undecided(file: EventFile) -> EventFile:
    # What becomes of the event is decided on a page of its own.
    return replace(file, event=file.event.model_copy(update={"state": None, "version": None}))


@dataclass(frozen=True)
class Edition:
    """The next edition: its name, title and first day, and the town that is host this time."""

    slug: str
    title: str
    first_day: date
    host: str


def suggest(old: Event) -> Edition:
    """Return the edition a year later, on the same weekday, by the same host."""
    first = old.days[0].date
    later = first + A_YEAR
    title = old.title.replace(str(first.year), str(later.year))
    slug = old.slug.replace(str(first.year), str(later.year))
    free = slug if find_event(slug) is None else f"{slug}-{later.year}"
    return Edition(free, title, later, old.host.slug if old.host else "")


def make_edition(old: Event, edition: Edition, now: datetime, actor: str) -> Event:
    """Copy an event to its next edition, with its team and perhaps another host; it is a draft.

    The former host becomes one of the co-organisers. Raises EventFileError.
    """
    new = copy_event(old, Wanted(edition.slug, edition.first_day, edition.title), now, actor)
    keep_team(old, new)
    towns = values_of(file_of(new), "organisers")
    former = towns["host"]
    if edition.host and edition.host != former:
        others = [each for each in [former, *towns["co_organisers"]] if each]
        towns["host"] = edition.host
        towns["co_organisers"] = [each for each in others if each != edition.host]
        edit_section(new.slug, Edit("organisers", towns, new.version), Decision(), now, actor)
    return get_event(edition.slug)
