"""The plan of each area, to be looked at, printed and changed."""

from collections.abc import Sequence

from flask import g, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.fair.applications.queries import holders
from ortenaudigital.fair.inventory.drawing import draw_each, is_placed
from ortenaudigital.fair.inventory.editing.history import floor_version
from ortenaudigital.fair.inventory.models import Stand
from ortenaudigital.fair.inventory.queries import list_areas, list_stands
from ortenaudigital.fair.inventory.shapes import FREE, HELD, TAKEN, Mark
from ortenaudigital.kernel.errors import NotFound
from ortenaudigital.pictures.queries import list_facts
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.fair.floor.loads import warnings_of
from ortenaudigital.web.organiser.fair.floor.orders import Order, read_order
from ortenaudigital.web.organiser.fair.floor.saving import refusal_of
from ortenaudigital.web.shared.access.guards import has, needs
from ortenaudigital.web.shared.answers.refusals import words_of
from ortenaudigital.web.shared.requests.sizes import LIST, takes


@organiser.get("/<slug>/plan")
@needs(Permission.FAIR_READ)
def plan() -> ResponseReturnValue:
    """Show the plan of each area, with a list of its stands beside it."""
    return _page()


def _page() -> str:
    event = g.event
    areas, stands = list_areas(event), list_stands(event)
    marks = _marks(stands)
    pictures = list_facts([area.background_id for area in areas if area.background_id])
    return render_template(
        "organiser/fair/floor/plan.html",
        event=event,
        plans=draw_each(areas, stands, marks, pictures),
        stands=stands,
        marks=marks,
        unplaced=[stand for stand in stands if not is_placed(stand)],
        warnings=warnings_of(areas, stands),
        version=floor_version(event),
    )


def _marks(stands: Sequence[Stand]) -> dict[int, Mark]:
    held = holders(g.event)
    may_change = has(Permission.FAIR_CHANGE)
    marks = {}
    for stand in stands:
        theirs = [held[slot.id] for slot in stand.slots if slot.id in held]
        names = list(dict.fromkeys(each.exhibitor.name for each in theirs))
        only_held = bool(theirs) and all(each.held_until for each in theirs)
        state = FREE if not theirs else HELD if only_held else TAKEN
        href = (
            url_for("organiser.stand", slug=g.event.slug, stand_id=stand.id) if may_change else ""
        )
        marks[stand.id] = Mark(state, ", ".join(names), "", href)
    return marks


@organiser.post("/<slug>/plan/aendern")
@needs(Permission.FAIR_CHANGE)
@takes(LIST)
def change_plan() -> ResponseReturnValue:
    """Do what the editor asks for, and answer with the version that the floor has then.

    409 with a message if it is refused.
    """
    order = read_order(request.form.get("order", ""))
    if order is None:
        return jsonify(message=Order.unreadable()), 422
    try:
        refusal = refusal_of(order.since, order.do)
    except NotFound as error:
        return jsonify(message=words_of(error)), 404
    if refusal:
        return jsonify(message=refusal), 409
    return jsonify(version=floor_version(g.event), made=order.made)
