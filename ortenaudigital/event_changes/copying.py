"""Copy an event to its next edition, inside one transaction of the caller."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from ortenaudigital.accounts.commands import assign_role
from ortenaudigital.accounts.models import Membership
from ortenaudigital.audit.commands import record
from ortenaudigital.events.errors import EventFileError
from ortenaudigital.events.messages.wholes import whole_fault
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_event
from ortenaudigital.events.sections.event_file import read_event
from ortenaudigital.events.sections.toml.event import read_event_file, write_event_file
from ortenaudigital.fair.inventory.plans import read_floor
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.constraints import constraint_as
from ortenaudigital.kernel.transfer import Edition, Transfer

_transfers: dict[str, Transfer] = {}


def register(transfers: Mapping[str, Transfer]) -> None:
    """Say what each feature copies, in an order in which rows come after those they refer to."""
    _transfers.clear()
    _transfers.update(transfers)


@dataclass(frozen=True)
class Wanted:
    """What the next edition is called, and the date of its first day.

    Without a title it is that of the old one, with the new year in the place of the old.
    """

    slug: str
    first_day: date
    title: str | None = None


def copy_event(old: Event, wanted: Wanted, now: datetime, actor: str) -> Event:
    """Copy an event with all that is written about it; people and what happened stay behind.

    Raises EventFileError, with every reason, if the copy could not be imported as a file.
    """
    first = old.days[0].date
    title = wanted.title or old.title.replace(str(first.year), str(wanted.first_day.year))
    edition = Edition(wanted.slug, title, wanted.first_day - first, old.timezone)
    edition.ids["event"] = {old.id: None}
    # The unique slug settles it, also between two at the same moment.
    with constraint_as("uq_event_slug", lambda: _taken(wanted)):
        _copy(edition)
    new = get_event(wanted.slug)
    _check(new)
    record("events.copied", f"event:{new.id}", actor, now, source=old.slug)
    return new


def keep_team(old: Event, new: Event) -> None:
    """Let who belongs to an event belong to its copy as well."""
    for each in db.session.scalars(select(Membership).where(Membership.event_id == old.id)):
        assign_role(each.user_id, each.role, new.id)


def _copy(edition: Edition) -> None:
    try:
        for transfer in _transfers.values():
            transfer.copy(edition)
    except OverflowError as error:
        raise EventFileError(["day: there is no such date in calendars"]) from error


def _taken(wanted: Wanted) -> EventFileError:
    return EventFileError([whole_fault("event.slug", "slug_taken", slug=wanted.slug)])


def _check(event: Event) -> None:
    db.session.expire_all()
    read_event_file(write_event_file(read_event(event, read_floor(event))))
