"""The filters of the history: what an address chooses, and which entries that are."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import g, request
from flask_babel import gettext
from flask_login import current_user

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.audit.queries import Wanted
from ortenaudigital.kernel.clock import moment
from ortenaudigital.web.organiser.history.search import people_of, read_words, subjects_of

FILTERS = ("q", "bereich", "wer", "von", "bis")
ZONE = "Europe/Berlin"


@dataclass(frozen=True)
class Chosen:
    """What an address chooses; empty and None for all."""

    words: str
    area: str
    who: str
    first: date | None
    last: date | None

    @property
    def narrows(self) -> bool:
        """Say whether anything is chosen."""
        return bool(self.words or self.area or self.who or self.first or self.last)


def areas() -> dict[str, str]:
    """Name what the actions of the history begin with."""
    return {
        "bookings": gettext("Buchungen und Warteliste"),
        "access": gettext("Einladungen und Codes"),
        "checkin": gettext("Einlass"),
        "stands": gettext("Aussteller"),
        "floor": gettext("Standplan"),
        "contacts": gettext("Weitergegebene Kontakte"),
        "mailings": gettext("Rundbriefe"),
        "letters": gettext("Briefe"),
        "events": gettext("Veranstaltung"),
        "series": gettext("Reihen"),
        "feedback": gettext("Meldungen"),
        "exports": gettext("Mitgenommene Listen"),
        "privacy": gettext("Datenschutz"),
        "accounts": gettext("Anmeldungen"),
        "towns": gettext("Kommunen"),
        "installation": gettext("Server"),
    }


def read_chosen() -> Chosen:
    """Read what the address chooses."""
    area = request.args.get("bereich", "")
    return Chosen(
        words=request.args.get("q", "").strip(),
        area=area if area in areas() else "",
        who=request.args.get("wer", "").strip(),
        first=_day(request.args.get("von", "")),
        last=_day(request.args.get("bis", "")),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def wanted_by(chosen: Chosen) -> Wanted:
    """Return which entries are meant, of those that who asks may read."""
    event = g.get("event")
    reach: Collection[int] | None = current_user.reach_of(Permission.HISTORY_READ)
    if event is not None:
        reach = [event.id]
    return Wanted(
        events=reach,
        area=chosen.area,
        who=chosen.who,
        accounts=people_of(chosen.who) if chosen.who else (),
        since=_midnight(chosen.first, 0),
        until=_midnight(chosen.last, 1),
        subjects=subjects_of(chosen.words, reach) if chosen.words else (),
        words=read_words(chosen.words, reach),
    )


def _midnight(day: date | None, later: int) -> datetime | None:
    try:
        return moment(day + timedelta(days=later), "00:00", ZONE) if day else None
    except OverflowError:
        # At the ends of the calendar nothing happened.
        return None


def kept() -> dict[str, Any]:
    """Return the filters of the address, to be handed on."""
    return {name: request.args[name] for name in FILTERS if request.args.get(name)}
