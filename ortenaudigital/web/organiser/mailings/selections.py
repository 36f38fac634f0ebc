"""Who is meant: filters as the lists have them, kept as the query of an address, without names."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from flask_babel import gettext

from ortenaudigital.bookings.rules import Listed
from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.organising.board import Filters as FairFilters
from ortenaudigital.fair.applications.organising.board import read_lines
from ortenaudigital.fair.applications.rules import Kind
from ortenaudigital.kernel.clock import local
from ortenaudigital.mailings.choosing import Choice
from ortenaudigital.mailings.exhibitors import ExhibitorChoice
from ortenaudigital.mailings.guests import GuestChoice
from ortenaudigital.mailings.models import Mailing
from ortenaudigital.mailings.rules import Audience
from ortenaudigital.web.organiser.bookings.list_filters import Field, filters_of_stored
from ortenaudigital.web.organiser.bookings.list_filters import fields_of as guest_fields
from ortenaudigital.web.shared.language import day_date


def fields_of(event: Event, audience: Audience) -> list[Field]:
    """Return what can be chosen by at an event; what has nothing to tell apart is left out."""
    found = _of_guests(event) if audience is Audience.GUESTS else _of_exhibitors(event)
    return [each for each in found if each.choices or each.groups]


def _of_guests(event: Event) -> list[Field]:
    # Where letters do not arrive, none goes; what people need is no reason to write to them.
    fields = {each.name: each for each in guest_fields(event) if each.name != "bedarf"}
    states = [each for each in fields["status"].choices if each[0] != Listed.UNDELIVERED]
    return [*({**fields, "status": replace(fields["status"], choices=states)}).values()]


def _of_exhibitors(event: Event) -> list[Field]:
    stages = [
        ("applied", gettext("Noch nicht entschieden")),
        ("wait_listed", gettext("Warteliste")),
        ("accepted", gettext("Angenommen, ohne Stand")),
        ("placed", gettext("Mit Stand")),
        ("confirmed", gettext("Zugesagt")),
        ("rejected", gettext("Abgelehnt")),
        ("withdrawn", gettext("Zurückgezogen")),
    ]
    kinds = {
        Kind.COMPANY: gettext("Unternehmen"),
        Kind.START_UP: gettext("Start-up"),
        Kind.MUNICIPALITY: gettext("Kommune"),
        Kind.ASSOCIATION: gettext("Verein oder Verband"),
    }
    days = [(day.date.isoformat(), day_date(day)) for day in event.days]
    tags = sorted({tag for line in read_lines(event, event.last_day.date) for tag in line.tags})
    return [
        Field("status", gettext("Zustand"), stages),
        Field("art", gettext("Art"), [(str(kind), words) for kind, words in kinds.items()]),
        Field("tag", gettext("Tag"), days if len(days) > 1 else []),
        Field("stichwort", gettext("Stichwort"), [(tag, tag) for tag in tags]),
        Field("strom", gettext("Strom"), [("1", gettext("braucht Strom"))]),
        Field("aufgaben", gettext("Aufgaben"), [("1", gettext("mit fälliger Aufgabe"))]),
    ]


def read_selection(fields: Sequence[Field], values: Mapping[str, str]) -> str:
    """Return the query for what is chosen: each field once, in one order, and nothing else."""
    chosen = [(each.name, values.get(each.name, "")) for each in fields]
    known = {each.name: each for each in fields}
    return urlencode([(name, value) for name, value in chosen if known[name].words(value)])


def values_of(selection: str) -> dict[str, str]:
    """Return what a query chooses, by field."""
    return dict(parse_qsl(selection))


def words_of(fields: Sequence[Field], selection: str) -> list[tuple[str, str]]:
    """Say what is chosen, in pairs of a label and a value."""
    values = values_of(selection)
    named = [(each.label, each.words(values.get(each.name, ""))) for each in fields]
    return [(label, words) for label, words in named if words]


def choice_of(mailing: Mailing, until: datetime) -> Choice:
    """Return who is meant by a mailing: those who booked by a moment, or the exhibitors of then."""
    event, values = mailing.event, values_of(mailing.selection)
    if mailing.audience is Audience.GUESTS:
        filters = filters_of_stored(event, fields_of(event, mailing.audience), values)
        return GuestChoice(event, filters, until, mailing.needed)
    days = {day.date.isoformat(): day.id for day in event.days}
    wanted = FairFilters(
        stage=values.get("status", ""),
        kind=values.get("art", ""),
        day=days.get(values.get("tag", ""), 0),
        power=bool(values.get("strom")),
        tag=values.get("stichwort", ""),
        due=bool(values.get("aufgaben")),
    )
    return ExhibitorChoice(event, wanted, local(until, event.timezone).date())
