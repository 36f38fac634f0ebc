"""What entries of the history are about, by the names that organisers know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from ortenaudigital.audit.models import Entry
from ortenaudigital.bookings.search import find_references
from ortenaudigital.checkin.queries import find_device_names
from ortenaudigital.fair.applications.queries import find_exhibitor_names
from ortenaudigital.web.shared.requests.values import uuid_or_none

DEVICE = "device:"


@dataclass(frozen=True)
class Names:
    """Names by subject: the references of bookings, how exhibitors and devices are called."""

    bookings: Mapping[str, str]
    exhibitors: Mapping[str, str]
    devices: Mapping[str, str]

    def of(self, subject: str) -> str:
        """Return the name of a subject; empty if it is none of these."""
        known = self.bookings.get(subject) or self.exhibitors.get(subject)
        return known or self.devices.get(subject, "")


def name_subjects(entries: Sequence[Entry]) -> Names:
    """Find the names of what some entries are about."""
    ids = [each for each in (uuid_or_none(entry.subject) for entry in entries) if each is not None]
    devices = {
        int(entry.subject.removeprefix(DEVICE))
        for entry in entries
        if entry.subject.startswith(DEVICE)
    }
    return Names(
        _by_subject(find_references(ids)),
        _by_subject(find_exhibitor_names(ids)),
        {f"{DEVICE}{key}": name for key, name in find_device_names(devices).items()},
    )


def _by_subject(found: Mapping[UUID, str]) -> dict[str, str]:
    return {str(key): name for key, name in found.items()}
