"""What happened at the door of the stage: every kind of conflict, manual actions, shares, paper."""

from datetime import datetime, timedelta
from uuid import uuid4

from ortenaudigital.bookings.models import Booking
from ortenaudigital.checkin.commands import ScanRequest, lock, scan
from ortenaudigital.checkin.devices.commands import note_contact, set_override
from ortenaudigital.checkin.devices.paired import get_device_by_token
from ortenaudigital.checkin.models import Device
from ortenaudigital.checkin.paper.commands import paper_device
from ortenaudigital.checkin.rules import Action
from ortenaudigital.checkin.scans.conflicts import list_conflicts
from ortenaudigital.checkin.sync.changes import settle
from ortenaudigital.checkin.walkins.commands import give_shares
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.db import connection, db, transaction
from ortenaudigital.kernel.db.driver import driver_of
from tests.factories import make_booking, make_device

SILENCE = timedelta(minutes=5)


def scan_request(token: str, now: datetime, code: str = "", **changes: object) -> None:
    """Have a phone tell of something that was done at the door."""
    request = ScanRequest(uuid4(), code, now, **changes)  # type: ignore[arg-type]
    with transaction():
        scan(get_device_by_token(token, now), request, now)


def set_the_door(event: Event, now: datetime, organiser: str) -> dict[str, str]:
    """Let two phones disagree in every way, and one be locked; return what fits into addresses."""
    front, front_token = make_device(event, "Altes Rathaus, Seiteneingang", now=now)
    _, back_token = make_device(event, "Hof", now=now)
    locked, _ = make_device(event, "Vergessenes Telefon", now=now)
    booking = make_booking(event, now, number=4)
    _rights(event, front, locked, now, organiser)
    _disagree(booking, front_token, back_token, now)
    _by_hand(event, booking, front_token, now)
    with transaction():
        settle(event, list_conflicts(event)[-1].scan.id, now, organiser)
        silent = get_device_by_token(back_token, now)
        note_contact(driver_of(connection()), silent, 12, "0123456789ab", now - SILENCE)
        paper_device(event, now)
    return {
        "date": event.last_day.date.isoformat(),
        "scan_id": str(list_conflicts(event)[0].scan.id),
    }


def _rights(event: Event, front: Device, locked: Device, now: datetime, organiser: str) -> None:
    with transaction():
        set_override(front, True, now, organiser)
        give_shares(front, {event.ticket_types[0].id: 5}, now, organiser)
        lock(locked, now, organiser)


def _disagree(booking: Booking, front: str, back: str, now: datetime) -> None:
    first, second, *_ = [ticket.short_code for ticket in booking.tickets]
    # The oldest conflict is the one that is settled.
    scan_request(back, now, "no code at all", shown="welcome")
    scan_request(front, now, first, shown="welcome")
    scan_request(back, now, first, shown="welcome")
    scan_request(back, now, second, shown="unknown")
    scan_request(back, now, "no code at all", shown="cancelled")


def _by_hand(event: Event, booking: Booking, front: str, now: datetime) -> None:
    third = booking.tickets[2].short_code
    scan_request(front, now, third, action=Action.OVERRIDE, reason="Ausweis gesehen. " * 6)
    for name in ("", "Rita Süß"):
        scan_request(
            front, now, action=Action.WALK_IN, ticket_type_id=event.ticket_types[0].id, name=name
        )
    undone = uuid4()
    last = booking.tickets[3].short_code
    with transaction():
        scan(get_device_by_token(front, now), ScanRequest(undone, last, now), now)
    scan_request(front, now, action=Action.UNDO, undoes=undone, reason="Falsche Person")
    db.session.expire_all()


def door_pages(event: Event, empty: Event) -> dict[str, str]:
    """Return the addresses of the door's pages in special states."""
    day, first = event.days[-1].date, event.days[0].date
    desk, other = f"/orga/{event.slug}", f"/orga/{empty.slug}"
    return {
        "desk: live, another day": f"{desk}/einlass?tag={first}",
        "desk: live, nothing yet": f"{other}/einlass",
        "desk: conflicts, settled": f"{desk}/einlass/konflikte?status=settled",
        "desk: conflicts, none": f"{other}/einlass/konflikte",
        "desk: by hand, nothing": f"{desk}/einlass/{first}/protokoll",
        "desk: paper, one type": f"{desk}/einlass/{day}/nachtragen?art=buergerticket",
        "desk: paper, too early": f"{other}/einlass/{empty.days[0].date}/nachtragen",
    }
