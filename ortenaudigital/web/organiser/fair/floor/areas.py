"""Areas: added, changed, deleted; what lies under their stands."""

from flask import flash, g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.fair.inventory.editing.areas import (
    AreaValues,
    delete_area,
    get_area,
    save_area,
)
from ortenaudigital.fair.inventory.models import Area
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.fair.floor.area_texts import (
    read_circuits,
    read_outline,
    shown_circuits,
    shown_outline,
)
from ortenaudigital.web.organiser.fair.floor.background import BackgroundForm
from ortenaudigital.web.organiser.fair.floor.saving import form_page, refusal_of
from ortenaudigital.web.organiser.fair.floor.stands import back, floor_page
from ortenaudigital.web.shared.access.guards import needs
from ortenaudigital.web.shared.requests.sizes import PICTURE, takes


@organiser.get("/<slug>/staende/bereich/neu")
@needs(Permission.FAIR_CHANGE)
def new_area() -> ResponseReturnValue:
    """Show the form for an area."""
    return _page(BackgroundForm(), None)


@organiser.post("/<slug>/staende/bereich/neu")
@needs(Permission.FAIR_CHANGE)
@takes(PICTURE)
def add_area() -> ResponseReturnValue:
    """Add an area."""
    return _save(BackgroundForm(), None)


@organiser.get("/<slug>/staende/bereich/<int:area_id>")
@needs(Permission.FAIR_CHANGE)
def area(area_id: int) -> ResponseReturnValue:
    """Show an area, to be changed."""
    found, form = get_area(g.event, area_id), BackgroundForm()
    form.name.data = found.name
    form.width.data, form.depth.data = found.width_cm, found.depth_cm
    form.outline.data, form.circuits.data = shown_outline(found), shown_circuits(found)
    form.power_limit_w.data, form.network_limit.data = found.power_limit_w, found.network_limit
    form.show_background(found)
    return _page(form, found)


@organiser.post("/<slug>/staende/bereich/<int:area_id>")
@needs(Permission.FAIR_CHANGE)
@takes(PICTURE)
def change_area(area_id: int) -> ResponseReturnValue:
    """Change an area."""
    return _save(BackgroundForm(), get_area(g.event, area_id))


def _save(form: BackgroundForm, found: Area | None) -> ResponseReturnValue:
    # A picture is kept in a transaction of its own, after which rows are read anew.
    area_id = found.id if found else None
    values = _values(form)
    found = get_area(g.event, area_id) if area_id else None
    if values is None:
        return _page(form, found, status=422)
    refusal = refusal_of(form.since.data, lambda editor: save_area(editor, found, values))
    if refusal:
        return _page(form, get_area(g.event, area_id) if area_id else None, refusal, 409)
    flash(gettext("%(name)s ist gespeichert.", name=values.name), "success")
    return redirect(url_for("organiser.plan", slug=g.event.slug), 303)


def _values(form: BackgroundForm) -> AreaValues | None:
    """Return what was typed, or None if it has faults, which the form says."""
    valid = form.validate()
    read: dict[str, object] = {}
    for field, reader in ((form.outline, read_outline), (form.circuits, read_circuits)):
        try:
            read[field.name] = reader(field.data or "")
        except ValueError as error:
            field.errors = [*field.errors, str(error)]
            valid = False
    if not valid:
        return None
    return AreaValues(
        name=form.name.data,
        width_cm=form.width.data or 0,
        depth_cm=form.depth.data or 0,
        power_limit_w=form.power_limit_w.data,
        network_limit=form.network_limit.data,
        **read,  # type: ignore[arg-type]  # outline and circuits, as they were read
        **form.background_values(),
    )


def _page(
    form: BackgroundForm, found: Area | None, refusal: str | None = None, status: int = 200
) -> ResponseReturnValue:
    return form_page("area", form, refusal, status, area=found)


@organiser.post("/<slug>/staende/bereich/<int:area_id>/loeschen")
@needs(Permission.FAIR_CHANGE)
def drop_area(area_id: int) -> ResponseReturnValue:
    """Delete an area; its stands stay."""
    found = get_area(g.event, area_id)
    if refusal := refusal_of(None, lambda editor: delete_area(editor, found)):
        return floor_page(refusal, 409)
    flash(gettext("Der Bereich ist gelöscht. Seine Stände sind noch da."), "success")
    return back()
