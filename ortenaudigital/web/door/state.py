"""How the door stands, as a phone is told it at each contact."""

from datetime import datetime
from typing import Any

from ortenaudigital.checkin.devices.paired import OVER_AFTER
from ortenaudigital.checkin.rules import DayWindow
from ortenaudigital.checkin.sync.standing import DoorStanding, read_standing
from ortenaudigital.kernel.clock import rfc3339
from ortenaudigital.web.door.shell import shell_version


def door_state(device_id: int, event_id: int, now: datetime) -> dict[str, Any]:
    """Describe device, event and day: all that a phone needs to decide by itself."""
    standing = read_standing(device_id, event_id, now)
    return {
        "device": _device(standing),
        "event": _event(standing),
        "day": _day(standing.day.window) if standing.day else None,
        "inside": standing.inside,
        "expected": standing.expected,
        "now": rfc3339(now),
        "over": now >= standing.event.ends_at + OVER_AFTER,
        "newest": standing.cursor,
        "version": shell_version(),
    }


def _device(standing: DoorStanding) -> dict[str, Any]:
    here = standing.checkpoint_id
    return {
        "name": standing.name,
        "may_override": standing.may_override,
        "locked": standing.locked,
        # Where it scans; without one at the entrance of the day that it is.
        "checkpoint": None if here is None else standing.event.checkpoints[here].key,
        "shares": {str(type_id): left for type_id, left in standing.shares.items()},
    }


def _event(standing: DoorStanding) -> dict[str, Any]:
    event = standing.event
    return {
        "slug": event.slug,
        "title": event.title,
        "timezone": event.timezone,
        "reentry": event.reentry,
        "days": [_day(day.window) for day in event.days],
        "checkpoints": [
            {"key": each.key, "title": each.title} for each in event.checkpoints.values()
        ],
        "types": [_ticket_type(type_id, standing) for type_id in event.types],
    }


def _day(window: DayWindow) -> dict[str, str]:
    return {
        "date": window.date.isoformat(),
        "opens_at": rfc3339(window.opens_at),
        "closes_at": rfc3339(window.closes_at),
    }


def _ticket_type(type_id: int, standing: DoorStanding) -> dict[str, Any]:
    kind = standing.event.types[type_id]
    return {
        "id": type_id,
        "title": kind.title,
        "days": [day.isoformat() for day in kind.days],
        "walk_in": bool(standing.shares.get(type_id)) or kind.is_public,
        "left": standing.left.get(type_id, 0),
    }
