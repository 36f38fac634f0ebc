"""Take changes of the floor back, make them again, take over those of another event."""

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.events.errors import UnknownEvent
from ortenaudigital.events.queries import get_event
from ortenaudigital.fair.inventory.editing.copying import copy_floor
from ortenaudigital.fair.inventory.editing.undoing import redo, undo
from ortenaudigital.web.organiser.blueprint import organiser, own_events
from ortenaudigital.web.organiser.fair.floor.saving import refusal_of
from ortenaudigital.web.organiser.fair.floor.stands import back, floor_page
from ortenaudigital.web.shared.access.guards import needs


@organiser.post("/<slug>/staende/rueckgaengig")
@needs(Permission.FAIR_CHANGE)
def undo_floor() -> ResponseReturnValue:
    """Take back the last change."""
    labels: list[str] = []
    if refusal := refusal_of(None, lambda editor: labels.append(undo(editor).label)):
        return floor_page(refusal, 409)
    flash(gettext("Rückgängig gemacht: %(label)s.", label=labels[0]), "success")
    return back()


@organiser.post("/<slug>/staende/wiederholen")
@needs(Permission.FAIR_CHANGE)
def redo_floor() -> ResponseReturnValue:
    """Make again what was taken back last."""
    labels: list[str] = []
    if refusal := refusal_of(None, lambda editor: labels.append(redo(editor).label)):
        return floor_page(refusal, 409)
    flash(gettext("Wiederholt: %(label)s.", label=labels[0]), "success")
    return back()


@organiser.post("/<slug>/staende/uebernehmen")
@needs(Permission.FAIR_CHANGE)
def take_over_floor() -> ResponseReturnValue:
    """Add what the floor of another event has, which the reader may look at."""
    wanted = request.form.get("from", "")
    if wanted not in {each.slug for each in own_events(Permission.FAIR_READ)}:
        raise UnknownEvent(slug=wanted)
    other = get_event(wanted)
    if refusal := refusal_of(None, lambda editor: copy_floor(editor, other)):
        return floor_page(refusal, 409)
    flash(gettext("Die Stände von %(title)s sind übernommen.", title=other.title), "success")
    return back()
