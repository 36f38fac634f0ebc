"""Links that put a day into a calendar on the web; nothing is loaded before somebody follows one.

They hold what everybody may read on the event's page, and never the link of a booking.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from ortenaudigital.guests.events import ShownDay, ShownEvent

GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = "https://outlook.live.com/calendar/0/deeplink/compose"


@dataclass(frozen=True)
class CalendarLinks:
    """Where a day can be put into a calendar."""

    day: ShownDay
    google: str
    outlook: str


def calendar_links(event: ShownEvent, day: ShownDay, address: str) -> CalendarLinks:
    """Return the links for a day of an event whose page has this address."""
    place = ", ".join(filter(None, [event.venue_name, event.address]))
    google = {
        "action": "TEMPLATE",
        "text": event.title,
        "dates": f"{_compact(day.opens_at)}/{_compact(day.closes_at)}",
        "location": place,
        "details": address,
    }
    outlook = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": event.title,
        "startdt": _extended(day.opens_at),
        "enddt": _extended(day.closes_at),
        "location": place,
        "body": address,
    }
    return CalendarLinks(day, _link(GOOGLE, google), _link(OUTLOOK, outlook))


def _link(base: str, values: Mapping[str, str]) -> str:
    return f"{base}?{urlencode(values)}"


def _compact(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _extended(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
