"""Where a phone that was offline decided otherwise than what holds, until somebody settles it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import joinedload

from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.checkin.models import Admission, Device, Scan
from ortenaudigital.db import db
from ortenaudigital.events.models import Event

MOST_SHOWN = 200


@dataclass(frozen=True)
class Disagreement:
    """A scan in conflict, and the admission of its ticket that counts, if there is one."""

    scan: Scan
    counted: Admission | None

    @property
    def twice(self) -> bool:
        """Say whether the ticket was let in a second time, as far as anybody knows."""
        is_other = self.counted is not None and self.counted.scan_id != self.scan.scan_id
        return self.scan.conflict == "let_in" and is_other


def list_conflicts(event: Event, settled: bool = False) -> Sequence[Disagreement]:
    """List the conflicts of an event that are open, or the last ones settled; the latest first."""
    query = (
        select(Scan, Admission)
        .join(Device, Device.id == Scan.device_id)
        .outerjoin(
            Admission,
            and_(Admission.ticket_id == Scan.ticket_id, Admission.day_id == Scan.day_id),
        )
        .where(Device.event_id == event.id, Scan.conflict.is_not(None))
        .where(Scan.settled_at.is_not(None) if settled else Scan.settled_at.is_(None))
        .options(joinedload(Scan.ticket).joinedload(Ticket.booking).joinedload(Booking.event))
        .order_by(Scan.scanned_at.desc(), Scan.id.desc())
        .limit(MOST_SHOWN)
    )
    return [Disagreement(scan, counted) for scan, counted in db.session.execute(query).unique()]


def count_conflicts(slug: str) -> tuple[int, int]:
    """Return how many conflicts of an event are open, and how many are settled."""
    query = (
        select(func.count(), func.count(Scan.settled_at))
        .join(Device, Device.id == Scan.device_id)
        .join(Event, Event.id == Device.event_id)
        .where(Event.slug == slug, Scan.conflict.is_not(None))
    )
    found, settled = db.session.execute(query).one()
    return found - settled, settled
