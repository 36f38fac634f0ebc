"""What a phone sends, and what it is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from ortenaudigital.bookings.rules import read_short_code
from ortenaudigital.checkin.rules import Action, Answer
from ortenaudigital.kernel.codes import fingerprint, read_code
from ortenaudigital.kernel.sealed import SealedId, seal


@dataclass(frozen=True)
class ScanRequest:
    """What a phone sends: `scan_id` is new for each action, the same for its repeats.

    `shown` is what the phone decided by itself, None if it left that to the server. `checkpoint` is
    the key of where it was scanned; None is the entrance of the day.
    """

    scan_id: UUID
    code: str
    scanned_at: datetime
    shown: str | None = None
    action: Action = Action.SCAN
    reason: str = ""
    undoes: UUID | None = None
    ticket_type_id: int | None = None
    name: str = ""
    checkpoint: str | None = None

    @cached_property
    def sealed_id(self) -> SealedId:
        """Return the id as it is stored."""
        return seal("scan", self.scan_id)

    @cached_property
    def sealed_undoes(self) -> SealedId | None:
        """Return the id of the scan to be undone as it is stored."""
        return seal("scan", self.undoes) if self.undoes else None

    @cached_property
    def code_hash(self) -> bytes | None:
        """Return what the code that was read is found by, None if it is none."""
        code = read_code(self.code)
        return fingerprint(code) if code else None

    @cached_property
    def short_code(self) -> tuple[str, int] | None:
        """Return the reference and the position that were typed, None if they were not."""
        return read_short_code(self.code)


@dataclass(frozen=True)
class TicketAtDoor:
    """A ticket as the door sees it; `title` is the name of its type by language.

    `is_own`: it is one of the event at whose door it is shown. `days` are those that it admits to,
    and `revision` and `event_version` tell whether anything about it or them has changed since.
    """

    id: UUID
    booking_id: UUID
    ticket_type_id: int
    is_own: bool
    name: str
    title: dict[str, str]
    reference: str
    position: int
    cancelled: bool
    code_hash: bytes
    revision: int
    event_version: int
    days: tuple[date, ...]

    @property
    def short_code(self) -> str:
        """Return what is printed below the QR code and can be typed."""
        return f"{self.reference}-{self.position}"


@dataclass(frozen=True)
class ScanResult:
    """What the phone is told."""

    scan_id: UUID
    action: Action
    verdict: Answer
    ticket: TicketAtDoor | None
    first_in_at: datetime | None
    device: str | None
    valid_on: Sequence[date]
    conflict: bool
