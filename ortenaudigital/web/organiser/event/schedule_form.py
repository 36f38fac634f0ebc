"""The form for days, hours and place: what was typed, and what is wrong with each field."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from flask import request
from flask_babel import gettext

from ortenaudigital.event_changes.rescheduling import DayTimes, Schedule
from ortenaudigital.event_changes.versions import file_of
from ortenaudigital.events.errors import EventFileError
from ortenaudigital.events.messages.faults import FileFault
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.web.shared.answers.refusals import fault_words
from ortenaudigital.web.shared.requests.values import whole_number

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")
_PLACE = re.compile(r"day\[(\d+)\]\.(date|opens|closes)")
FIELDS = ("date", "opens", "closes")
VENUE = ("name", "town", "address")


@dataclass
class TypedDay:
    """One day as it stands in the form, perhaps mistyped; `errors` by field."""

    was: str
    date: str
    opens: str
    closes: str
    errors: dict[str, str] = field(default_factory=dict)


@dataclass
class TypedSchedule:
    """The form as it was typed; `errors` of the place by field, `others` of no field at all."""

    days: Sequence[TypedDay]
    venue: Mapping[str, str]
    version: int | None
    errors: dict[str, str] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)

    def wanted(self) -> Schedule | None:
        """Return what was typed, or None with what is wrong noted at each field."""
        times = [_times(day) for day in self.days]
        for name in ("name", "town"):
            if not self.venue[name]:
                self.errors[name] = gettext("Bitte füllen Sie dieses Feld aus.")
        read = [each for each in times if each is not None]
        if len(read) < len(times) or self.errors:
            return None
        name, town, address = (self.venue[each] for each in VENUE)
        return Schedule(tuple(read), name, town, address, self.version)

    def note(self, refusal: EventFileError, event: Event) -> None:
        """Note at each field what is wrong with it, and what belongs to none."""
        for fault in refusal.faults:
            words, errors = fault_words(fault), self._at(fault, event)
            if errors is None:
                self.others.append(words)
            else:
                errors.setdefault(_name(fault), words)

    def _at(self, fault: str, event: Event) -> dict[str, str] | None:
        if not isinstance(fault, FileFault):
            return None
        if fault.place.startswith("event.venue.") and _name(fault) in VENUE:
            return self.errors
        old = fault.values.get("old")
        if isinstance(old, date):
            return next((day.errors for day in self.days if day.was == old.isoformat()), None)
        found = _PLACE.fullmatch(fault.place)
        # The file holds all days in the order of their dates, those that are over among them.
        shown = [day.was for day in self.days]
        over = [each for each in event.days if each.date.isoformat() not in shown]
        number = int(found[1]) - len(over) if found else -1
        in_order = sorted(self.days, key=lambda day: day.date)
        return in_order[number].errors if 0 <= number < len(in_order) else None

    def faults(self) -> Iterator[tuple[str, str]]:
        """Say what is wrong with each field, by its id on the page."""
        for number, day in enumerate(self.days, start=1):
            yield from ((f"{name}-{number}", words) for name, words in day.errors.items())
        yield from ((f"venue-{name}", words) for name, words in self.errors.items())

    @property
    def is_wrong(self) -> bool:
        """Say whether anything is wrong with it."""
        return any(chain(self.faults(), self.others))


def _name(fault: str) -> str:
    name = fault.place.rpartition(".")[2] if isinstance(fault, FileFault) else ""
    # What is wrong with a move is wrong with its date.
    return name if name in FIELDS + VENUE else "date"


def _times(day: TypedDay) -> DayTimes | None:
    was, becomes = _date(day.was), _date(day.date)
    if was is None or becomes is None:
        day.errors["date"] = gettext("Bitte geben Sie ein Datum an, etwa 2027-10-01.")
    for name, text in (("opens", day.opens), ("closes", day.closes)):
        if not _TIME.fullmatch(text):
            day.errors[name] = gettext("Bitte geben Sie Uhrzeiten an, etwa 08:30.")
    if day.errors or was is None or becomes is None:
        return None
    return DayTimes(was, becomes, day.opens, day.closes)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def stored_schedule(event: Event) -> TypedSchedule:
    """Return the form as the event stands, with the days that are not over."""
    coming = {day.date for day in event.days if day.closes_at > utc_now()}
    days = [
        TypedDay(plan.date.isoformat(), plan.date.isoformat(), plan.opens, plan.closes)
        for plan in file_of(event).days
        if plan.date in coming
    ]
    venue = {"name": event.venue_name, "town": event.venue_town, "address": event.venue_address}
    return TypedSchedule(days, venue, event.version)


def sent_schedule() -> TypedSchedule:
    """Return the form as it was sent."""
    lists = (request.form.getlist(name) for name in ("was", *FIELDS))
    days = [TypedDay(*(value.strip() for value in row)) for row in zip(*lists, strict=False)]
    venue = {name: " ".join(request.form.get(name, "").split()) for name in VENUE}
    return TypedSchedule(days, venue, request.form.get("version", None, whole_number))
