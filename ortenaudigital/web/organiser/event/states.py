"""What an event is, a draft, published or called off, and the buttons that change it."""

from collections.abc import Sequence

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.event_changes.states import Move, change_state, list_moves
from ortenaudigital.events.errors import (
    ChangedMeanwhile,
    EventEnded,
    MoveNotPossible,
    StillReliedOn,
)
from ortenaudigital.events.models import Event
from ortenaudigital.events.rules import EventState
from ortenaudigital.events.versions import FieldChange
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.errors import N_
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.answers.refusals import words_of
from ortenaudigital.web.shared.event_page import event_page
from ortenaudigital.web.shared.forms import Form
from ortenaudigital.web.shared.requests.values import WholeField

DONE = {
    EventState.DRAFT: N_("Die Veranstaltung ist wieder ein Entwurf."),
    EventState.PUBLISHED: N_("Die Veranstaltung ist öffentlich."),
    EventState.CANCELLED: N_("Die Veranstaltung ist abgesagt."),
}


@organiser.get("/<slug>/vorschau")
@needs(Permission.EVENT_READ)
def preview() -> ResponseReturnValue:
    """Show the public page as it will be, to those who belong to the event."""
    return event_page(g.event, preview=True)


class StateForm(Form):
    """What the event shall be, and whether those whom it concerns are told."""

    state = HiddenField()
    # The event as it was when the page was opened.
    version = WholeField(widget=HiddenInput())
    tell = RadioField(
        _l("Sollen Gäste, Wartende und Aussteller einen Brief bekommen?"),
        choices=[
            SelectChoice("yes", _l("Ja, allen Bescheid geben")),
            SelectChoice("no", _l("Nein, niemandem")),
        ],
        validators=[InputRequired(_l("Bitte wählen Sie aus, ob wir Bescheid geben sollen."))],
    )


@organiser.get("/<slug>/status")
@needs(Permission.EVENT_CHANGE)
def event_state() -> ResponseReturnValue:
    """Show what the event is, what it may become, and whom that concerns."""
    return _page(StateForm())


def _page(form: StateForm, refusal: str | None = None, changes: Sequence[FieldChange] = ()) -> str:
    return render_template(
        "organiser/event/event_state.html",
        event=g.event,
        moves=list_moves(g.event, utc_now()),
        form=form,
        refusal=refusal,
        changes=changes,
    )


@organiser.post("/<slug>/status")
@needs(Permission.EVENT_CHANGE)
def change_event_state() -> ResponseReturnValue:
    """Publish the event, call it off or take it back."""
    event, form = g.event, StateForm()
    wanted = next((each for each in EventState if each == form.state.data), None)
    if wanted is None:
        return _page(form, words_of(MoveNotPossible())), 422
    if not _tells_nobody(event, wanted) and not form.validate():
        return _page(form), 422
    move = Move(wanted, form.tell.data == "yes", form.version.data)
    try:
        with transaction():
            told = change_state(event.slug, move, utc_now(), actor())
    except ChangedMeanwhile as error:
        return _page(form, words_of(error), error.changes), 409
    except (EventEnded, MoveNotPossible, StillReliedOn) as error:
        return _page(form, words_of(error)), 409
    flash(gettext(DONE[wanted]), "success")
    if letters := told.letters:
        words = ngettext("%(num)d Brief ist unterwegs.", "%(num)d Briefe sind unterwegs.", letters)
        flash(words, "info")
    return redirect(url_for("organiser.overview", slug=event.slug), 303)


def _tells_nobody(event: Event, wanted: EventState) -> bool:
    if EventState.DRAFT in (event.state, wanted):
        return True
    return not list_moves(event, utc_now()).concerned.any
