"""The dates of an exhibitor, for the page and for calendars: set-up, fair, pitch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from flask import current_app
from flask_babel import gettext
from sqlalchemy import func, select

from ortenaudigital.adapters.calendar import Appointment, calendar_file
from ortenaudigital.audit.models import Entry
from ortenaudigital.events.sections.fair.portal import SetUpKind, SetUpPlan, list_set_up
from ortenaudigital.fair.applications.links import portal_url
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.inventory.models import Slot
from ortenaudigital.kernel.addresses import read_mailbox
from ortenaudigital.kernel.db import db

# What changes where an exhibitor is when.
MOVES = (
    *("stands.assigned", "stands.taken_back", "stands.told"),
    *("stands.withdrawn", "stands.rejected", "stands.accepted"),
)


def slots_of(exhibitor: Exhibitor) -> list[Slot]:
    """List what is an exhibitor's as far as they were told, by time."""
    return sorted(exhibitor.told_slots, key=lambda slot: (slot.day.date, slot.begins_at, slot.id))


def set_up_for(exhibitor: Exhibitor) -> list[SetUpPlan]:
    """List the times of set-up that are for the areas of an exhibitor's stands, or for all."""
    areas = {slot.stand.area.name for slot in slots_of(exhibitor) if slot.stand and slot.stand.area}
    plans = list_set_up(exhibitor.event)
    mine = [each for each in plans if not each.area or not areas or each.area in areas]
    return sorted(mine, key=lambda each: each.starts)


def kind_words(kind: SetUpKind) -> str:
    """Say what a time is for."""
    words = {
        SetUpKind.DELIVERY: gettext("Anlieferung"),
        SetUpKind.SET_UP: gettext("Aufbau"),
        SetUpKind.DISMANTLING: gettext("Abbau"),
    }
    return str(words[kind])


def dates_file(exhibitor: Exhibitor, now: datetime) -> bytes:
    """Make the iCalendar file of an exhibitor; it cancels all if they are not at the fair."""
    there = _is_there(exhibitor)
    entries = [*_set_up(exhibitor), *_slots(exhibitor)] if there else _cancelled(exhibitor)
    sender = read_mailbox(current_app.config["MAIL_DEFAULT_SENDER"]).address
    method = "PUBLISH" if there else "CANCEL"
    return calendar_file(method, entries, exhibitor.event.contact or sender, now)


def dates_method(exhibitor: Exhibitor) -> str:
    """Say what the calendar file of an exhibitor does."""
    return "PUBLISH" if _is_there(exhibitor) else "CANCEL"


def _is_there(exhibitor: Exhibitor) -> bool:
    return exhibitor.told_state == "accepted" and not exhibitor.event.is_cancelled


@dataclass(frozen=True)
class _Time:
    """What an entry is about; `key` stays the same when it moves."""

    key: str
    starts: datetime
    ends: datetime
    words: str
    place: str = ""


def _set_up(exhibitor: Exhibitor) -> list[Appointment]:
    times = [
        _Time(f"set-up-{n}", each.starts, each.ends, kind_words(each.kind), _where(each))
        for n, each in enumerate(set_up_for(exhibitor))
    ]
    return _appointments(exhibitor, times)


def _where(plan: SetUpPlan) -> str:
    return ", ".join(filter(None, [plan.place, plan.area]))


def _slots(exhibitor: Exhibitor) -> list[Appointment]:
    slots = slots_of(exhibitor)
    stands = [slot for slot in slots if slot.stand is not None]
    times = [_day(list(group)) for _, group in groupby(stands, lambda slot: slot.day_id)]
    pitches = [slot for slot in slots if slot.stage is not None]
    return _appointments(exhibitor, [*times, *(_pitch(n, each) for n, each in enumerate(pitches))])


def _day(slots: Sequence[Slot]) -> _Time:
    day = slots[0].day
    labels = ", ".join(slot.label for slot in slots)
    words = gettext("Stand %(label)s", label=labels)
    return _Time(f"fair-{day.calendar_key}", day.opens_at, day.closes_at, words)


def _pitch(number: int, slot: Slot) -> _Time:
    words = gettext("Pitch")
    return _Time(f"pitch-{number}", slot.begins_at, slot.finishes_at, words, slot.label)


def _cancelled(exhibitor: Exhibitor) -> list[Appointment]:
    """Call off what an earlier file may have announced: nothing says any more what that was."""
    days = [
        _Time(f"fair-{day.calendar_key}", day.opens_at, day.closes_at, "")
        for day in exhibitor.event.days
    ]
    times = [
        _Time(f"set-up-{n}", each.starts, each.ends, kind_words(each.kind))
        for n, each in enumerate(sorted(list_set_up(exhibitor.event), key=lambda one: one.starts))
    ]
    return _appointments(exhibitor, [*times, *days], cancelled=True)


def _appointments(
    exhibitor: Exhibitor, times: Sequence[_Time], *, cancelled: bool = False
) -> list[Appointment]:
    event, url, sequence = exhibitor.event, portal_url(exhibitor.id), _sequence(exhibitor)
    domain = current_app.config["MAIL_DOMAIN"]
    return [
        Appointment(
            uid=f"{exhibitor.id}-{each.key}@{domain}",
            sequence=sequence,
            starts=each.starts,
            ends=each.ends,
            summary=": ".join(filter(None, [event.title, each.words])),
            location=", ".join(filter(None, [each.place, event.venue_name, event.address])),
            description=url,
            url=url,
            cancelled=cancelled,
        )
        for each in times
    ]


def _sequence(exhibitor: Exhibitor) -> int:
    """Return the version of the entries: it goes up with each move and change, never down."""
    moves = select(func.count()).where(Entry.subject == str(exhibitor.id), Entry.action.in_(MOVES))
    return exhibitor.event.version + (db.session.scalar(moves) or 0)
