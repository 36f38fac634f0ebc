"""Stages and their pitches: added, changed, deleted."""

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.fair.applications.queries import holders
from ortenaudigital.fair.inventory.editing.stages import (
    add_pitches,
    delete_pitches,
    delete_stage,
    get_stage,
    save_stage,
)
from ortenaudigital.fair.inventory.models import Stage
from ortenaudigital.fair.inventory.queries import list_areas
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.fair.floor.forms import NONE, StageForm
from ortenaudigital.web.organiser.fair.floor.saving import form_page, refusal_of
from ortenaudigital.web.organiser.fair.floor.stage_forms import PitchForm
from ortenaudigital.web.organiser.fair.floor.stands import back, floor_page
from ortenaudigital.web.shared.access.guards import needs
from ortenaudigital.web.shared.requests.sizes import SHEET, takes


@organiser.get("/<slug>/staende/buehne/neu")
@needs(Permission.FAIR_CHANGE)
def new_stage() -> ResponseReturnValue:
    """Show the form for a stage."""
    return _page(_form(), None)


@organiser.post("/<slug>/staende/buehne/neu")
@needs(Permission.FAIR_CHANGE)
def add_stage() -> ResponseReturnValue:
    """Add a stage."""
    return _save(None)


@organiser.get("/<slug>/staende/buehne/<int:stage_id>")
@needs(Permission.FAIR_CHANGE)
def stage(stage_id: int) -> ResponseReturnValue:
    """Show a stage with its pitches, to be changed."""
    found, form = get_stage(g.event, stage_id), _form()
    form.name.data, form.area.data = found.name, str(found.area_id or NONE)
    return _page(form, found)


@organiser.post("/<slug>/staende/buehne/<int:stage_id>")
@needs(Permission.FAIR_CHANGE)
def change_stage(stage_id: int) -> ResponseReturnValue:
    """Change a stage."""
    return _save(get_stage(g.event, stage_id))


def _form() -> StageForm:
    form = StageForm()
    form.offer(list_areas(g.event))
    return form


def _save(found: Stage | None) -> ResponseReturnValue:
    form = _form()
    if not form.validate():
        return _page(form, found, status=422)
    name, area_id = form.name.data, int(form.area.data) or None
    refusal = refusal_of(form.since.data, lambda editor: save_stage(editor, found, name, area_id))
    if refusal:
        return _page(form, found, refusal, 409)
    flash(gettext("%(name)s ist gespeichert.", name=name), "success")
    return back()


def _page(
    form: StageForm,
    found: Stage | None,
    refusal: str | None = None,
    status: int = 200,
    pitches: PitchForm | None = None,
) -> ResponseReturnValue:
    if pitches is None and found is not None:
        pitches = PitchForm(formdata=None)
        pitches.offer(g.event)
    shown = {"stage": found, "pitches": pitches, "holders": holders(g.event)}
    return form_page("stage", form, refusal, status, **shown)


@organiser.post("/<slug>/staende/buehne/<int:stage_id>/pitches")
@needs(Permission.FAIR_CHANGE)
def make_pitches(stage_id: int) -> ResponseReturnValue:
    """Add the pitches of a window."""
    found, form = get_stage(g.event, stage_id), PitchForm()
    form.offer(g.event)
    if not form.validate():
        return _again(found, form, None, 422)
    made: list[int] = []
    refusal = refusal_of(None, lambda editor: made.append(add_pitches(editor, found, form.order())))
    if refusal:
        return _again(get_stage(g.event, stage_id), form, refusal, 409)
    words = ngettext("Ein Pitch ist angelegt.", "%(num)d Pitches sind angelegt.", made[0])
    flash(words, "success")
    return _to_stage(stage_id)


def _again(
    found: Stage, pitches: PitchForm, refusal: str | None, status: int
) -> ResponseReturnValue:
    form = StageForm(formdata=None)
    form.offer(list_areas(g.event))
    form.name.data, form.area.data = found.name, str(found.area_id or NONE)
    return _page(form, found, refusal, status, pitches)


def _to_stage(stage_id: int) -> ResponseReturnValue:
    return redirect(url_for("organiser.stage", slug=g.event.slug, stage_id=stage_id), 303)


@organiser.post("/<slug>/staende/buehne/<int:stage_id>/pitches/loeschen")
@needs(Permission.FAIR_CHANGE)
@takes(SHEET)
def drop_pitches(stage_id: int) -> ResponseReturnValue:
    """Delete the pitches that were ticked."""
    found = get_stage(g.event, stage_id)
    ids = {int(text) for text in request.form.getlist("slot") if text.isdecimal()}
    if refusal := refusal_of(None, lambda editor: delete_pitches(editor, found, ids)):
        again = get_stage(g.event, stage_id)
        pitches = PitchForm(formdata=None)
        pitches.offer(g.event)
        return _again(again, pitches, refusal, 409)
    flash(gettext("Die Pitches sind gelöscht."), "success")
    return _to_stage(stage_id)


@organiser.post("/<slug>/staende/buehne/<int:stage_id>/loeschen")
@needs(Permission.FAIR_CHANGE)
def drop_stage(stage_id: int) -> ResponseReturnValue:
    """Delete a stage with its pitches."""
    found = get_stage(g.event, stage_id)
    if refusal := refusal_of(None, lambda editor: delete_stage(editor, found)):
        return floor_page(refusal, 409)
    flash(gettext("Die Bühne ist gelöscht."), "success")
    return back()
