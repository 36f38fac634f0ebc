"""How the door stands, as a phone is told it at each contact."""

from datetime import datetime
from typing import Any

from ortenaudigital.checkin.devices.paired import OVER_AFTER
from ortenaudigital.checkin.models import Device
from ortenaudigital.checkin.queries import today
from ortenaudigital.checkin.sync.door_counts import DoorCounts, door_counts
from ortenaudigital.checkin.sync.feed import newest_cursor
from ortenaudigital.events.models import Day, Event, TicketType
from ortenaudigital.events.queries import list_ticket_types
from ortenaudigital.events.rules import Access
from ortenaudigital.kernel.clock import rfc3339
from ortenaudigital.web.door.shell import shell_version


def door_state(device: Device, now: datetime) -> dict[str, Any]:
    """Describe device, event and day: all that a phone needs to decide by itself."""
    event = device.event
    counts = door_counts(event, today(event, now), device.checkpoint_id)
    return {
        "device": _device(device, counts.here),
        "event": _event(event, device, counts),
        "day": _day(counts.day) if counts.day else None,
        "inside": counts.inside,
        "expected": counts.expected,
        "now": rfc3339(now),
        "over": now >= event.last_day.closes_at + OVER_AFTER,
        "newest": newest_cursor(event.id),
        "version": shell_version(),
    }


def _device(device: Device, checkpoint: str | None) -> dict[str, Any]:
    return {
        "name": device.name,
        "may_override": device.may_override,
        "locked": device.locked_at is not None,
        # Where it scans; without one at the entrance of the day that it is.
        "checkpoint": checkpoint,
        "shares": {str(share.ticket_type_id): share.left for share in device.shares},
    }


def _event(event: Event, device: Device, counts: DoorCounts) -> dict[str, Any]:
    held = {share.ticket_type_id for share in device.shares if share.left}
    return {
        "slug": event.slug,
        "title": event.title,
        "timezone": event.timezone,
        "reentry": event.reentry,
        "days": [_day(day) for day in event.days],
        "checkpoints": [{"key": each.key, "title": each.title} for each in counts.checkpoints],
        "types": [_ticket_type(each, each.id in held) for each in list_ticket_types(event)],
    }


def _day(day: Day) -> dict[str, str]:
    return {
        "date": day.date.isoformat(),
        "opens_at": rfc3339(day.opens_at),
        "closes_at": rfc3339(day.closes_at),
    }


def _ticket_type(ticket_type: TicketType, held: bool) -> dict[str, Any]:
    return {
        "id": ticket_type.id,
        "title": ticket_type.title,
        "days": [day.date.isoformat() for day in ticket_type.days],
        "walk_in": held or ticket_type.access == Access.PUBLIC,
        "left": ticket_type.left,
    }
