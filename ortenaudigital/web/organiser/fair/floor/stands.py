"""The stands in a table and in forms: looked at, added in rows, changed, deleted."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.fair.applications.queries import holders
from ortenaudigital.fair.inventory.editing.history import floor_version
from ortenaudigital.fair.inventory.editing.stands import (
    add_row,
    delete_stands,
    duplicate,
    get_stands,
    number_stands,
    save_stand,
    values_of,
)
from ortenaudigital.fair.inventory.editing.undoing import list_changes
from ortenaudigital.fair.inventory.models import Stand
from ortenaudigital.fair.inventory.queries import list_areas, list_stages, list_stands
from ortenaudigital.web.organiser.blueprint import organiser, own_events
from ortenaudigital.web.organiser.fair.floor.forms import KINDS, RowForm, StandForm
from ortenaudigital.web.organiser.fair.floor.loads import area_loads, warnings_of
from ortenaudigital.web.organiser.fair.floor.saving import form_page, refusal_of
from ortenaudigital.web.shared.access.guards import needs
from ortenaudigital.web.shared.requests.sizes import SHEET, takes
from ortenaudigital.web.shared.requests.values import whole_number


@organiser.get("/<slug>/staende")
@needs(Permission.FAIR_READ)
def stands() -> ResponseReturnValue:
    """List areas, stands and stages: what they have, and whose they are on which day."""
    return floor_page()


def floor_page(refusal: str | None = None, status: int = 200) -> ResponseReturnValue:
    """Show the floor, with what was refused about it."""
    event = g.event
    areas, shown = list_areas(event), list_stands(event)
    page = render_template(
        "organiser/fair/stands.html",
        event=event,
        areas=areas,
        stands=shown,
        stages=list_stages(event),
        holders=holders(event),
        loads=area_loads(areas, shown),
        warnings=warnings_of(areas, shown),
        changes=list_changes(event),
        others=[each for each in own_events(Permission.FAIR_READ) if each.slug != event.slug],
        version=floor_version(event),
        kinds=KINDS,
        refusal=refusal,
    )
    return page, status


def back() -> ResponseReturnValue:
    """Return to the floor."""
    return redirect(url_for("organiser.stands", slug=g.event.slug), 303)


@organiser.get("/<slug>/staende/neu")
@needs(Permission.FAIR_CHANGE)
def new_stands() -> ResponseReturnValue:
    """Show the form for a row of stands."""
    form = RowForm()
    form.offer(g.event, list_areas(g.event))
    form.days.data = [str(day.id) for day in g.event.days]
    return _stand_page(form, None)


@organiser.post("/<slug>/staende/neu")
@needs(Permission.FAIR_CHANGE)
def add_stands() -> ResponseReturnValue:
    """Add a row of stands."""
    form = RowForm()
    form.offer(g.event, list_areas(g.event))
    if not form.validate():
        return _stand_page(form, None, status=422)
    order = form.order()
    if refusal := refusal_of(form.since.data, lambda editor: add_row(editor, order)):
        return _stand_page(form, None, refusal, 409)
    words = ngettext("Ein Stand ist angelegt.", "%(num)d Stände sind angelegt.", order.number)
    flash(words, "success")
    return back()


@organiser.get("/<slug>/staende/<int:stand_id>")
@needs(Permission.FAIR_CHANGE)
def stand(stand_id: int) -> ResponseReturnValue:
    """Show a stand, to be changed."""
    found, form = _stand(stand_id), StandForm()
    form.offer(g.event, list_areas(g.event))
    form.show(values_of(found))
    return _stand_page(form, found)


@organiser.post("/<slug>/staende/<int:stand_id>")
@needs(Permission.FAIR_CHANGE)
def change_stand(stand_id: int) -> ResponseReturnValue:
    """Change a stand."""
    found, form = _stand(stand_id), StandForm()
    form.offer(g.event, list_areas(g.event))
    if not form.validate():
        return _stand_page(form, found, status=422)
    values = form.values()
    if refusal := refusal_of(form.since.data, lambda editor: save_stand(editor, found, values)):
        return _stand_page(form, _stand(stand_id), refusal, 409)
    flash(gettext("Stand %(label)s ist gespeichert.", label=values.label), "success")
    return back()


def _stand(stand_id: int) -> Stand:
    return get_stands(g.event, [stand_id])[0]


def _stand_page(
    form: StandForm, found: Stand | None, refusal: str | None = None, status: int = 200
) -> ResponseReturnValue:
    return form_page("stand", form, refusal, status, stand=found)


@organiser.post("/<slug>/staende/auswahl")
@needs(Permission.FAIR_CHANGE)
@takes(SHEET)
def change_selected() -> ResponseReturnValue:
    """Double the stands that were ticked, name them anew, or delete them."""
    chosen = list(dict.fromkeys(map(_number, request.form.getlist("stand"))))
    if not chosen:
        return floor_page(gettext("Bitte wählen Sie mindestens einen Stand aus."), 422)
    found, since = get_stands(g.event, chosen), request.form.get("since", None, whole_number)
    action, first = request.form.get("action"), request.form.get("first", "").strip()
    if action == "number" and not 0 < len(first) <= 100:
        words = gettext("Bitte geben Sie den Namen des ersten Stands an, zum Beispiel A1.")
        return floor_page(words, 422)
    if action == "number":
        ids = [each.id for each in found]
        refusal = refusal_of(since, lambda editor: number_stands(editor, ids, first))
    elif action == "delete":
        refusal = refusal_of(since, lambda editor: delete_stands(editor, found))
    else:
        refusal = refusal_of(since, lambda editor: duplicate(editor, found))
    if refusal:
        return floor_page(refusal, 409)
    flash(gettext("Gespeichert. Rückgängig machen lässt es sich unten auf der Seite."), "success")
    return back()


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0
