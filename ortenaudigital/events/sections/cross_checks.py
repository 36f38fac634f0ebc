"""What the sections of an event file must say together, judged on values that were read.

A section with faults of its own takes part with what could be read of it, so that all faults are
said at once and none that is only the echo of another.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from pydantic import TypeAdapter

from ortenaudigital.events.messages.wholes import whole_fault
from ortenaudigital.events.rules import Access, opening_hours
from ortenaudigital.events.sections.fair.checks import check_floor
from ortenaudigital.events.sections.questions.checks import check_questions
from ortenaudigital.events.sections.raw import (
    as_list,
    entries_of,
    field_of,
    read_field,
    read_value,
    repeated,
)
from ortenaudigital.events.sections.values import (
    ClosingTime,
    EventDate,
    MailDomain,
    Moment,
    OpeningTime,
    ShortLine,
    Slug,
    Zone,
)

MOST_SECTIONS = {
    **{"day": 400, "quota": 100, "ticket_type": 100},
    **{"area": 50, "stand": 2000, "stage": 50},
}
_DATE: TypeAdapter[Any] = TypeAdapter(EventDate)
_MOMENT: TypeAdapter[Any] = TypeAdapter(Moment)
_OPENS: TypeAdapter[Any] = TypeAdapter(OpeningTime)
_CLOSES: TypeAdapter[Any] = TypeAdapter(ClosingTime)
_ZONE: TypeAdapter[Any] = TypeAdapter(Zone)
_SLUG: TypeAdapter[Any] = TypeAdapter(Slug)
_DOMAIN: TypeAdapter[Any] = TypeAdapter(MailDomain)
_LINE: TypeAdapter[Any] = TypeAdapter(ShortLine)
_NAMES: tuple[tuple[str, str, TypeAdapter[Any]], ...] = (
    ("day", "date", _DATE),
    ("quota", "slug", _SLUG),
    ("ticket_type", "slug", _SLUG),
    ("area", "name", _LINE),
    ("stand", "label", _LINE),
    ("stage", "name", _LINE),
)


@dataclass(frozen=True)
class _Day:
    """A day that could be read: its place in the file, its date, and the moments of its doors."""

    index: int
    date: date
    opens_at: datetime
    closes_at: datetime


def check_together(raw: dict[str, Any]) -> Iterable[str]:
    """Say every fault that no section has by itself, each with its place."""
    if not entries_of(raw, "day"):
        yield whole_fault("day", "no_day")
    for name, most in MOST_SECTIONS.items():
        if len(entries_of(raw, name)) > most:
            yield whole_fault(name, "too_many", most=most)
    for name, key, adapter in _NAMES:
        values = [read_field(entry, key, adapter) for entry in entries_of(raw, name)]
        yield from repeated(values, [f"{name}[{i}].{key}" for i in range(len(values))])
    yield from _check_days_exist(raw)
    yield from _check_quotas(raw)
    for i, entry in enumerate(entries_of(raw, "ticket_type")):
        questions = as_list(field_of(entry, "questions"))
        yield from check_questions(questions, f"ticket_type[{i}].questions")
    questions = as_list(field_of(raw.get("event"), "exhibitor_questions"))
    yield from check_questions(questions, "event.exhibitor_questions")
    days = list(_days(raw))
    yield from _check_hours(raw, days)
    yield from _check_moments(raw, days)
    yield from _check_access(raw)
    zone = read_field(raw.get("event"), "timezone", _ZONE) or "Europe/Berlin"
    yield from check_floor(raw, zone)


def _check_days_exist(raw: dict[str, Any]) -> Iterable[str]:
    dates = [read_field(entry, "date", _DATE) for entry in entries_of(raw, "day")]
    for name, key in (("ticket_type", "admits_to"), ("stand", "days")):
        for i, entry in enumerate(entries_of(raw, name)):
            place = f"{name}[{i}].{key}"
            wanted = [read_value(each, _DATE) for each in as_list(field_of(entry, key))]
            yield from repeated(wanted, [place] * len(wanted))
            # A day whose date cannot be read may be the one that is meant.
            if None not in dates:
                gone = [day for day in dict.fromkeys(wanted) if day and day not in dates]
                yield from (whole_fault(place, "other_day", value=day) for day in gone)


def _check_quotas(raw: dict[str, Any]) -> Iterable[str]:
    slugs = [read_field(entry, "slug", _SLUG) for entry in entries_of(raw, "quota")]
    for i, entry in enumerate(entries_of(raw, "ticket_type")):
        place = f"ticket_type[{i}].quotas"
        wanted = [read_value(each, _SLUG) for each in as_list(field_of(entry, "quotas"))]
        if isinstance(entry, dict) and "quota" not in entry and not wanted:
            yield whole_fault(f"ticket_type[{i}].quota", "quota_missing")
        if isinstance(entry, dict) and "quota" not in entry and entry.get("overbook"):
            yield whole_fault(f"ticket_type[{i}].overbook", "overbook_alone")
        yield from repeated(wanted, [place] * len(wanted))
        # A quota whose name cannot be read may be the one that is meant.
        if None not in slugs:
            gone = [slug for slug in dict.fromkeys(wanted) if slug and slug not in slugs]
            yield from (whole_fault(place, "other_quota", value=slug) for slug in gone)


def _days(raw: dict[str, Any]) -> Iterable[_Day]:
    zone = read_field(raw.get("event"), "timezone", _ZONE) or "Europe/Berlin"
    for i, entry in enumerate(entries_of(raw, "day")):
        day = read_field(entry, "date", _DATE)
        opens, closes = read_field(entry, "opens", _OPENS), read_field(entry, "closes", _CLOSES)
        if day and opens and closes:
            yield _Day(i, day, *opening_hours(day, opens, closes, zone))


def _check_hours(raw: dict[str, Any], days: Sequence[_Day]) -> Iterable[str]:
    written = entries_of(raw, "day")
    for day in days:
        # When clocks are put forward, an hour is missing: 02:30 and 03:30 are the same moment.
        if day.opens_at >= day.closes_at:
            hours = {name: written[day.index][name] for name in ("opens", "closes")}
            yield whole_fault(f"day[{day.index}].closes", "clocks_change", **hours)
    for before, after in pairwise(sorted(days, key=lambda day: day.date)):
        if before.date != after.date and after.opens_at < before.closes_at:
            opens = written[after.index]["opens"]
            place = f"day[{after.index}].opens"
            yield whole_fault(place, "before_closed", opens=opens, day=before.date)


def _check_moments(raw: dict[str, Any], days: Sequence[_Day]) -> Iterable[str]:
    event = raw.get("event")
    opens = read_field(event, "booking_opens", _MOMENT)
    closes = read_field(event, "booking_closes", _MOMENT)
    if opens and closes and closes <= opens:
        yield whole_fault("event.booking_closes", "booking_ends_first")
    if not days:
        return
    ends = max(day.closes_at for day in days)
    if opens and opens >= ends:
        yield whole_fault("event.booking_opens", "booking_too_late")
    applications = read_field(event, "applications_close", _MOMENT)
    if applications and applications > ends:
        yield whole_fault("event.applications_close", "applications_too_late")


def _check_access(raw: dict[str, Any]) -> Iterable[str]:
    for i, entry in enumerate(entries_of(raw, "ticket_type")):
        place, domains = f"ticket_type[{i}]", as_list(field_of(entry, "domains"))
        if domains and field_of(entry, "access") != Access.INVITATION:
            yield whole_fault(f"{place}.domains", "domains_of_public")
        yield from repeated([read_value(each, _DOMAIN) for each in domains], [place] * len(domains))
        opens, closes = (
            read_field(entry, "booking_opens", _MOMENT),
            read_field(entry, "booking_closes", _MOMENT),
        )
        if opens and closes and closes <= opens:
            yield whole_fault(f"{place}.booking_closes", "booking_ends_first")
