"""Calendar files by `icalendar`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from icalendar import Calendar, vCalAddress
from icalendar import Event as CalendarEvent


@dataclass(frozen=True)
class Appointment:
    """One entry. Programs know it again by its `uid`, and take one with a higher `sequence`."""

    uid: str
    sequence: int
    starts: datetime
    ends: datetime
    summary: str
    location: str
    description: str
    url: str
    cancelled: bool = False


def calendar_file(
    method: str, appointments: Iterable[Appointment], organiser: str, now: datetime
) -> bytes:
    """Make an iCalendar file that publishes or cancels; `organiser` is a mail address."""
    calendar = Calendar()
    calendar.add("prodid", "-//Ortenau Digital//Tickets//DE")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    for each in appointments:
        calendar.add_component(_entry(each, organiser, now))
    return bytes(calendar.to_ical())


def _entry(appointment: Appointment, organiser: str, now: datetime) -> CalendarEvent:
    entry = CalendarEvent()
    entry.add("uid", appointment.uid)
    entry.add("sequence", appointment.sequence)
    entry.add("status", "CANCELLED" if appointment.cancelled else "CONFIRMED")
    entry.add("dtstamp", now)
    entry.add("dtstart", appointment.starts)
    entry.add("dtend", appointment.ends)
    entry.add("summary", appointment.summary)
    entry.add("location", appointment.location)
    entry.add("description", appointment.description)
    entry.add("url", appointment.url)
    # Programs that read calendars take neither PUBLISH nor CANCEL without it.
    entry.add("organizer", vCalAddress(f"mailto:{organiser}"))
    return entry
