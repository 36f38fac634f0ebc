"""All parts of an event on one page, each with its state and what it lacks before publishing."""

from typing import Any

from flask import g, render_template
from flask.typing import ResponseReturnValue

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.event_changes.versions import file_of
from ortenaudigital.events.queries import list_quotas, list_ticket_types
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.event.parts.places import list_places
from ortenaudigital.web.organiser.event.parts.readiness import list_states
from ortenaudigital.web.shared.access.guards import needs


@organiser.get("/<slug>/veranstaltung")
@needs(Permission.EVENT_CHANGE)
def parts() -> ResponseReturnValue:
    """Show all parts of the event, each with a page of its own."""
    return overview_page()


def overview_page(**more: Any) -> str:
    """Show all parts of the event in hand, perhaps with what is wrong with the size of a quota."""
    event = g.event
    return render_template(
        "organiser/event/parts/parts.html",
        event=event,
        places={each.which: each for each in list_places(event)},
        states=list_states(file_of(event)),
        ticket_types=list_ticket_types(event),
        quotas=[each for each in list_quotas(event) if each.slug],
        **({"size": None, "refusals": (), "changes": ()} | more),
    )
