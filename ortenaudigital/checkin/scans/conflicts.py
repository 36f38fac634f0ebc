"""Where a phone that was offline decided otherwise than what holds, until somebody settles it."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.checkin.models import Admission, Device, Scan
from ortenaudigital.checkin.queries import list_admissions, windows_of
from ortenaudigital.checkin.rules import Action, Conflict, Verdict, begins_at
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import list_checkpoints
from ortenaudigital.kernel.db import db

MOST_SHOWN = 200


@dataclass(frozen=True)
class Disagreement:
    """A scan in conflict, and the admission of its ticket that counts, if there is one.

    `by_hand`: somebody let the ticket in although it was not valid, and that is what counts.
    """

    scan: Scan
    counted: Admission | None
    by_hand: bool = False

    @property
    def is_other(self) -> bool:
        """Say whether it is not this scan whose admission counts."""
        return self.counted is not None and self.counted.scan_id != self.scan.scan_id

    @property
    def counted_at(self) -> datetime | None:
        """Return when the admission was that counts, if there is one."""
        return self.counted.admitted_at if self.counted else None

    @property
    def twice(self) -> bool:
        """Say whether the ticket was let in a second time, as far as anybody knows."""
        same_person = self.by_hand and self.scan.verdict != Verdict.ALREADY_IN
        return self.scan.conflict == Conflict.LET_IN and self.is_other and not same_person


def list_conflicts(
    event: Event, settled: bool = False, most: int | None = MOST_SHOWN
) -> Sequence[Disagreement]:
    """List the conflicts of an event that are open, or those settled; the latest first."""
    query = (
        select(Scan)
        # Few scans are in conflict, and an index has them: from there to the event, not the other
        # way round, where a join would begin with all that its devices scanned.
        .where(Scan.device.has(Device.event_id == event.id), Scan.conflict.is_not(None))
        .where(Scan.settled_at.is_not(None) if settled else Scan.settled_at.is_(None))
        .options(
            joinedload(Scan.ticket).joinedload(Ticket.booking).joinedload(Booking.event),
            joinedload(Scan.checkpoint),
        )
        .order_by(Scan.scanned_at.desc(), Scan.id.desc())
        .limit(most)
    )
    scans = db.session.scalars(query).unique().all()
    admissions = {
        (each.ticket_id, each.checkpoint_id): each
        for each in list_admissions([scan.ticket_id for scan in scans if scan.ticket_id])
    }
    overrides = _overrides([each.scan_id for each in admissions.values()])
    entrances = _entrances(event) if any(scan.checkpoint_id is None for scan in scans) else {}
    found = []
    for scan in scans:
        # Scans of before say no place where the ticket was not valid; it may be in by hand.
        here = scan.checkpoint_id or _entrance_at(event, entrances, scan.scanned_at)
        counted = admissions.get((scan.ticket_id, here)) if scan.ticket_id and here else None
        by_hand = counted is not None and counted.scan_id in overrides
        found.append(Disagreement(scan, counted, by_hand))
    return found


def _entrances(event: Event) -> dict[int, int]:
    return {each.day_id: each.id for each in list_checkpoints(event) if each.is_entrance}


def _entrance_at(event: Event, entrances: dict[int, int], at: datetime) -> int | None:
    # Not by the date of the moment: clocks of phones may be off by more than dates can say.
    windows, zone = windows_of(event), event.timezone
    for day in event.days:
        ends = begins_at(windows, day.date + timedelta(days=1), zone)
        if begins_at(windows, day.date, zone) <= at < ends:
            return entrances.get(day.id)
    return None


def _overrides(scan_ids: Sequence[UUID]) -> Set[UUID]:
    by_hand = select(Scan.scan_id).where(Scan.scan_id.in_(scan_ids), Scan.action == Action.OVERRIDE)
    return set(db.session.scalars(by_hand))


def by_device(found: Sequence[Disagreement]) -> list[tuple[Device, list[Disagreement]]]:
    """Put together what one device decided; the device with the latest conflict comes first."""
    groups: dict[int, list[Disagreement]] = {}
    for each in found:
        groups.setdefault(each.scan.device_id, []).append(each)
    return [(group[0].scan.device, group) for group in groups.values()]


def count_conflicts(slug: str) -> tuple[int, int]:
    """Return how many conflicts of an event are open, and how many are settled."""
    query = (
        select(func.count(), func.count(Scan.settled_at))
        .select_from(Scan)
        .where(Scan.device.has(Device.event.has(Event.slug == slug)), Scan.conflict.is_not(None))
    )
    found, settled = db.session.execute(query).one()
    return found - settled, settled
