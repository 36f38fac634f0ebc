"""All that decides about some scans, as plain values: device, tickets, who is in.

Facts follow what was decided upon them, so that the next scan of the same request sees it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from ortenaudigital.checkin.devices.paired import PairedDevice
from ortenaudigital.checkin.rules import DayWindow, date_at, key_of
from ortenaudigital.checkin.scans.messages import ScanRequest, TicketAtDoor


@dataclass(frozen=True)
class Place:
    """A checkpoint where somebody scans: its key, its day, and that day's hours."""

    id: int
    key: str
    day_id: int
    date: date
    opens_at: datetime
    closes_at: datetime

    @cached_property
    def window(self) -> DayWindow:
        """Return the hours of its day."""
        return DayWindow(self.date, self.opens_at, self.closes_at)


@dataclass(frozen=True)
class Presence:
    """When a ticket was let in at a checkpoint, last came in, and went out again if it is out."""

    admitted_at: datetime
    entered_at: datetime
    left_at: datetime | None
    device: str


@dataclass(frozen=True)
class KnownScan:
    """A scan that is stored already."""

    device_id: int
    event_id: int
    action: str
    verdict: str
    ticket_id: UUID | None
    checkpoint_id: int | None
    scanned_at: datetime
    shown: str | None
    conflict: str | None


@dataclass(frozen=True)
class Facts:
    """What holds, or held a moment ago where nobody was kept from changing it."""

    device: PairedDevice
    places: Mapping[str, Place]
    tickets: dict[UUID, TicketAtDoor]
    old_codes: dict[bytes, UUID]
    presences: dict[tuple[UUID, int], Presence]
    scans: dict[UUID, KnownScan]
    codes: dict[bytes, TicketAtDoor] = field(default_factory=dict)
    short_codes: dict[tuple[str, int], TicketAtDoor] = field(default_factory=dict)

    @cached_property
    def _windows(self) -> list[DayWindow]:
        return [each.window for each in self.places.values()]

    def place(self, key: str | None, at: datetime) -> Place | None:
        """Find the checkpoint that a key names; without one the entrance at a moment."""
        if key is None:
            key = key_of(date_at(self._windows, at, self.device.timezone))
        return self.places.get(key)

    def ticket(self, request: ScanRequest) -> tuple[TicketAtDoor | None, bool]:
        """Find the ticket that was read or typed, and say whether its code is replaced."""
        hashed = request.code_hash
        if hashed is None:
            typed = request.short_code
            return (self.short_codes.get(typed) if typed else None), False
        if hashed in self.codes:
            return self.codes[hashed], False
        old = self.old_codes.get(hashed)
        return (self.tickets.get(old) if old else None), True

    def presence(self, ticket: TicketAtDoor | None, place: Place | None) -> Presence | None:
        """Find when a ticket was let in at a place."""
        return self.presence_at(ticket, place.id if place else None)

    def presence_at(self, ticket: TicketAtDoor | None, place_id: int | None) -> Presence | None:
        """Find when a ticket was let in at the place with an id."""
        return self.presences.get((ticket.id, place_id)) if ticket and place_id else None
