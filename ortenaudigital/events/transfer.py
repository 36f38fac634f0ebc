"""What of an event is copied to its next edition: what is written, not what happened."""

from datetime import datetime
from typing import Any

from sqlalchemy import null

from ortenaudigital.events.rules import EventState
from ortenaudigital.kernel.transfer import Edition, Row, Transfer, as_it_is

MOMENTS = (
    *("booking_opens_at", "booking_closes_at"),
    *("applications_open_at", "applications_close_at"),
    *("corrections_close_at", "furniture_close_at"),
)


def _event(row: Row, edition: Edition) -> Row:
    return {
        "slug": edition.slug,
        "title": edition.title,
        **{name: edition.moment(row[name]) for name in MOMENTS},
        "set_up": [_set_up(each, edition) for each in row["set_up"]],
        # Nobody sees it before somebody has looked at its texts.
        "state": EventState.DRAFT,
        "version": 1,
        "calendar_sequence": 0,
        "before_change": null(),
    }


def _set_up(stored: dict[str, Any], edition: Edition) -> dict[str, Any]:
    moved = {
        name: edition.moment(datetime.fromisoformat(stored[name])) for name in ("starts", "ends")
    }
    return stored | {name: moment.isoformat() for name, moment in moved.items() if moment}


def _day(row: Row, edition: Edition) -> Row:
    date = edition.date(row["date"])
    return {
        "date": date,
        "calendar_key": date.isoformat(),
        "opens_at": edition.moment(row["opens_at"]),
        "closes_at": edition.moment(row["closes_at"]),
    }


def _quota(_: Row, __: Edition) -> Row:
    return {"taken": 0, "freed": 0, "saved": 0}


def _ticket_type(row: Row, edition: Edition) -> Row:
    own = {name: edition.moment(row[name]) for name in ("booking_opens_at", "booking_closes_at")}
    return {"revision": 0, "wait_list_open": True, **own}


TRANSFER = Transfer(
    copies={
        "event": _event,
        "event_town": as_it_is,
        "quota": _quota,
        "day": _day,
        "checkpoint": as_it_is,
        "ticket_type": _ticket_type,
        "ticket_type_day": as_it_is,
        "ticket_type_quota": as_it_is,
    },
    leaves=frozenset({"event_version"}),
)
