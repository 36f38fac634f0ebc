"""What the sections of an event file must say together, judged on values that were read.

A section with faults of its own takes part with what could be read of it, so that all faults are
said at once and none that is only the echo of another.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from pydantic import TypeAdapter, ValidationError

from ortenaudigital.events.messages.wholes import whole_fault
from ortenaudigital.events.rules import Access, opening_hours
from ortenaudigital.events.sections.questions.checks import check_questions
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

MOST_SECTIONS = {"day": 400, "quota": 100, "ticket_type": 100, "stand": 2000}
_DATE: TypeAdapter[Any] = TypeAdapter(EventDate)
_MOMENT: TypeAdapter[Any] = TypeAdapter(Moment)
_OPENS: TypeAdapter[Any] = TypeAdapter(OpeningTime)
_CLOSES: TypeAdapter[Any] = TypeAdapter(ClosingTime)
_ZONE: TypeAdapter[Any] = TypeAdapter(Zone)
_SLUG: TypeAdapter[Any] = TypeAdapter(Slug)
_DOMAIN: TypeAdapter[Any] = TypeAdapter(MailDomain)
_NAMES: tuple[tuple[str, str, TypeAdapter[Any]], ...] = (
    ("day", "date", _DATE),
    ("quota", "slug", _SLUG),
    ("ticket_type", "slug", _SLUG),
    ("stand", "label", TypeAdapter(ShortLine)),
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
    if not _entries(raw, "day"):
        yield whole_fault("day", "no_day")
    for name, most in MOST_SECTIONS.items():
        if len(_entries(raw, name)) > most:
            yield whole_fault(name, "too_many", most=most)
    for name, key, adapter in _NAMES:
        values = [_read(entry, key, adapter) for entry in _entries(raw, name)]
        yield from _repeated(values, [f"{name}[{i}].{key}" for i in range(len(values))])
    yield from _check_days_exist(raw)
    yield from _check_quotas(raw)
    for i, entry in enumerate(_entries(raw, "ticket_type")):
        questions = _list(_field(entry, "questions"))
        yield from check_questions(questions, f"ticket_type[{i}].questions")
    days = list(_days(raw))
    yield from _check_hours(raw, days)
    yield from _check_moments(raw, days)
    yield from _check_access(raw)


def _repeated(values: Sequence[Any], places: Sequence[str]) -> Iterable[str]:
    seen = set()
    for place, value in zip(places, values, strict=True):
        if value is not None and value in seen:
            yield whole_fault(place, "stands_twice", value=value)
        seen.add(value)


def _check_days_exist(raw: dict[str, Any]) -> Iterable[str]:
    dates = [_read(entry, "date", _DATE) for entry in _entries(raw, "day")]
    for name, key in (("ticket_type", "admits_to"), ("stand", "days")):
        for i, entry in enumerate(_entries(raw, name)):
            place = f"{name}[{i}].{key}"
            wanted = [_value(each, _DATE) for each in _list(_field(entry, key))]
            yield from _repeated(wanted, [place] * len(wanted))
            # A day whose date cannot be read may be the one that is meant.
            if None not in dates:
                gone = [day for day in dict.fromkeys(wanted) if day and day not in dates]
                yield from (whole_fault(place, "other_day", value=day) for day in gone)


def _check_quotas(raw: dict[str, Any]) -> Iterable[str]:
    slugs = [_read(entry, "slug", _SLUG) for entry in _entries(raw, "quota")]
    for i, entry in enumerate(_entries(raw, "ticket_type")):
        place = f"ticket_type[{i}].quotas"
        wanted = [_value(each, _SLUG) for each in _list(_field(entry, "quotas"))]
        if isinstance(entry, dict) and "quota" not in entry and not wanted:
            yield whole_fault(f"ticket_type[{i}].quota", "quota_missing")
        if isinstance(entry, dict) and "quota" not in entry and entry.get("overbook"):
            yield whole_fault(f"ticket_type[{i}].overbook", "overbook_alone")
        yield from _repeated(wanted, [place] * len(wanted))
        # A quota whose name cannot be read may be the one that is meant.
        if None not in slugs:
            gone = [slug for slug in dict.fromkeys(wanted) if slug and slug not in slugs]
            yield from (whole_fault(place, "other_quota", value=slug) for slug in gone)


def _days(raw: dict[str, Any]) -> Iterable[_Day]:
    zone = _read(raw.get("event"), "timezone", _ZONE) or "Europe/Berlin"
    for i, entry in enumerate(_entries(raw, "day")):
        day = _read(entry, "date", _DATE)
        opens, closes = _read(entry, "opens", _OPENS), _read(entry, "closes", _CLOSES)
        if day and opens and closes:
            yield _Day(i, day, *opening_hours(day, opens, closes, zone))


def _check_hours(raw: dict[str, Any], days: Sequence[_Day]) -> Iterable[str]:
    written = _entries(raw, "day")
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
    opens, closes = _read(event, "booking_opens", _MOMENT), _read(event, "booking_closes", _MOMENT)
    if opens and closes and closes <= opens:
        yield whole_fault("event.booking_closes", "booking_ends_first")
    if not days:
        return
    ends = max(day.closes_at for day in days)
    if opens and opens >= ends:
        yield whole_fault("event.booking_opens", "booking_too_late")
    applications = _read(event, "applications_close", _MOMENT)
    if applications and applications > ends:
        yield whole_fault("event.applications_close", "applications_too_late")


def _check_access(raw: dict[str, Any]) -> Iterable[str]:
    for i, entry in enumerate(_entries(raw, "ticket_type")):
        place, domains = f"ticket_type[{i}]", _list(_field(entry, "domains"))
        if domains and _field(entry, "access") != Access.INVITATION:
            yield whole_fault(f"{place}.domains", "domains_of_public")
        yield from _repeated([_value(each, _DOMAIN) for each in domains], [place] * len(domains))
        opens, closes = (
            _read(entry, "booking_opens", _MOMENT),
            _read(entry, "booking_closes", _MOMENT),
        )
        if opens and closes and closes <= opens:
            yield whole_fault(f"{place}.booking_closes", "booking_ends_first")


def _entries(raw: dict[str, Any], name: str) -> list[Any]:
    return _list(raw.get(name))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _field(entry: Any, key: str) -> Any:
    return entry.get(key) if isinstance(entry, dict) else None


def _read(entry: Any, key: str, adapter: TypeAdapter[Any]) -> Any:
    return _value(_field(entry, key), adapter)


def _value(value: Any, adapter: TypeAdapter[Any]) -> Any:
    if value is None:
        return None
    try:
        return adapter.validate_python(value, strict=True)
    except ValidationError:
        return None
