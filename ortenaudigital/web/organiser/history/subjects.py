"""What entries of the history are about, by the names that organisers know."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from ortenaudigital.accounts.team.queries import find_addresses
from ortenaudigital.audit.models import Entry
from ortenaudigital.audit.rules import ORGANISER
from ortenaudigital.bookings.search import find_references
from ortenaudigital.checkin.queries import find_device_names
from ortenaudigital.fair.applications.queries import find_exhibitor_names
from ortenaudigital.web.shared.requests.values import uuid_or_none

DEVICE, PERSON = "device:", "user:"


@dataclass(frozen=True)
class Names:
    """Names by subject: references of bookings, addresses of accounts, how others are called."""

    bookings: Mapping[str, str]
    exhibitors: Mapping[str, str]
    devices: Mapping[str, str]
    people: Mapping[str, str]

    def of(self, subject: str) -> str:
        """Return the name of a subject; empty if it is none of these."""
        known = self.bookings.get(subject) or self.exhibitors.get(subject)
        return known or self.devices.get(subject) or self.people.get(subject, "")

    def actor_of(self, entry: Entry) -> str:
        """Return who did it: an address, the name of a device, or the role that is left of it."""
        known = self.people.get(entry.actor)
        return known or (ORGANISER if entry.actor.startswith(PERSON) else entry.actor)


def name_subjects(entries: Sequence[Entry]) -> Names:
    """Find the names of what some entries are about."""
    ids = [each for each in (uuid_or_none(entry.subject) for entry in entries) if each is not None]
    devices = find_device_names(_numbers(DEVICE, (entry.subject for entry in entries)))
    # Who logs in acts as an account, so that nothing is left to forget of it.
    acting = (each for entry in entries for each in (entry.subject, entry.actor))
    people = find_addresses(_numbers(PERSON, acting))
    return Names(
        _by_subject(find_references(ids)),
        _by_subject(find_exhibitor_names(ids)),
        {f"{DEVICE}{key}": name for key, name in devices.items()},
        {f"{PERSON}{key}": name for key, name in people.items()},
    )


def _numbers(kind: str, subjects: Iterable[str]) -> set[int]:
    """Return the numbers of the subjects of a kind."""
    ends = (each.removeprefix(kind) for each in subjects if each.startswith(kind))
    return {int(each) for each in ends if each.isdecimal()}


def _by_subject(found: Mapping[UUID, str]) -> dict[str, str]:
    return {str(key): name for key, name in found.items()}
