"""The pages of the history: of one event, and of the whole house."""

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.audit.queries import search_entries
from ortenaudigital.kernel.paging import Place
from ortenaudigital.web.organiser.blueprint import organiser, own_events
from ortenaudigital.web.organiser.history.filters import areas, kept, read_chosen, wanted_by
from ortenaudigital.web.organiser.history.subjects import name_subjects
from ortenaudigital.web.shared.access.guards import needs
from ortenaudigital.web.shared.requests.values import whole_number


@organiser.get("/verlauf")
@needs(Permission.HISTORY_READ)
def house_history() -> ResponseReturnValue:
    """Search what happened at all events of whoever asks; the filters are in the address."""
    return _history()


@organiser.get("/<slug>/verlauf")
@needs(Permission.HISTORY_READ)
def event_history() -> ResponseReturnValue:
    """Search what happened at one event; the filters are in the address."""
    return _history()


def _history() -> str:
    chosen = read_chosen()
    after, before = (request.args.get(name, None, whole_number) for name in ("nach", "vor"))
    place = Place([after] if after else None, [before] if before else None)
    found = search_entries(wanted_by(chosen), place)
    names = name_subjects(found.rows)
    return render_template(
        "organiser/history/history.html",
        event=g.get("event"),
        found=found,
        chosen=chosen,
        areas=areas(),
        filtered=kept(),
        by_id={event.id: event for event in own_events(Permission.HISTORY_READ)},
        bookings=names.bookings,
        exhibitors=names.exhibitors,
        devices=names.devices,
        people=names.people,
        actor_of=names.actor_of,
    )
