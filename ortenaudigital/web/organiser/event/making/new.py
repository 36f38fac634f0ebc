"""A new event: begun with a few words, or brought as a file."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired

from ortenaudigital.accounts.commands import give_role
from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.event_changes.making import Beginning, begun, create_event
from ortenaudigital.events.errors import EventFileError
from ortenaudigital.events.messages.faults import FileFault
from ortenaudigital.events.queries import get_event
from ortenaudigital.events.sections.event_file import EventFile
from ortenaudigital.events.sections.toml.event import read_event_file
from ortenaudigital.events.sections.values import MOST_SLUG
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.text import slug_of
from ortenaudigital.towns.queries import find_town, list_towns
from ortenaudigital.web.organiser.blueprint import organiser, own_events
from ortenaudigital.web.organiser.event.forms.fields import EMPTY, choose
from ortenaudigital.web.organiser.event.making.sent import (
    SentFile,
    ShownFault,
    sent_file,
    shown_faults,
)
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.answers.refusals import fault_words
from ortenaudigital.web.shared.forms import Form, one_line
from ortenaudigital.web.shared.requests.sizes import EVENT_FILE, takes

# Where the sections say what is wrong with a field of the form.
_FIELDS = {
    **{"event.title": "title", "event.slug": "slug", "event.host": "host"},
    **{"event.venue.name": "place", "day[0].date": "first_day"},
}


class NewEventForm(Form):
    """What has to be said about a new event."""

    title = StringField(_l("Titel"), [InputRequired(EMPTY)], filters=[one_line])
    host = SelectField(_l("Gastgebende Stadt"))
    place = StringField(_l("Name des Hauses"), [InputRequired(EMPTY)], filters=[one_line])
    first_day = StringField(_l("Erster Tag"), [InputRequired(EMPTY)])
    slug = StringField(
        _l("Kürzel"),
        filters=[one_line],
        description=_l("So steht sie in der Adresse. Leer: Es wird aus dem Titel gebildet."),
    )

    def offer(self) -> None:
        """Offer the towns that are known."""
        choose(self.host, [(town.slug, town.name) for town in list_towns()])

    def wanted(self) -> Beginning:
        """Return what was typed; call it on a valid form only."""
        title = self.title.data or ""
        slug = self.slug.data or slug_of(title, MOST_SLUG)
        return Beginning(slug, title, self.place.data or "", self.first_day.data or "")

    def note(self, refusal: EventFileError) -> list[str]:
        """Say at each field what is wrong with it; return what belongs to none."""
        others = []
        for fault in refusal.faults:
            name = _FIELDS.get(fault.place if isinstance(fault, FileFault) else "")
            if name:
                self[name].errors = [*self[name].errors, fault_words(fault)]
            else:
                others.append(fault_words(fault))
        return others


@organiser.get("/neu")
@needs(Permission.EVENT_CREATE)
def new_event() -> ResponseReturnValue:
    """Show the ways to a new event: a copy, a few words, or a file."""
    return _page(NewEventForm(formdata=None))


@organiser.post("/neu")
@needs(Permission.EVENT_CREATE)
def begin_event() -> ResponseReturnValue:
    """Make a draft of a few words; the rest is what is usual."""
    form = NewEventForm()
    form.offer()
    if not form.validate():
        return _page(form), 422
    town = find_town(form.host.data or "")
    try:
        return _created(begun(form.wanted(), town) if town else None)
    except EventFileError as error:
        return _page(form, form.note(error)), 422


@organiser.post("/neu/datei")
@needs(Permission.EVENT_CREATE)
@takes(EVENT_FILE)
def bring_event() -> ResponseReturnValue:
    """Show what is in the file of a new event; once that is confirmed, make a draft of it."""
    sent, form = SentFile(""), NewEventForm(formdata=None)
    try:
        sent = sent_file()
        file = read_event_file(sent.text)
        if request.form.get("sure") != "yes":
            return _page(form, sent=sent, file=file)
        return _created(file)
    except EventFileError as error:
        return _page(form, sent=sent, faults=shown_faults(error, sent.text)), 422


def _created(file: EventFile | None) -> ResponseReturnValue:
    if file is None:
        return redirect(url_for("organiser.new_event"), 303)
    with transaction():
        slug = create_event(file, utc_now(), actor()).slug
        if current_user.reach_of(Permission.EVENT_CREATE) is not None:
            # Who belongs to single events belongs to the one they make as well.
            able = (each for each in current_user.memberships if each.has(Permission.EVENT_CREATE))
            role, event_id = next(able).role, get_event(slug).id
            give_role(current_user.id, role, event_id, utc_now(), actor())
    flash(gettext("Der Entwurf ist angelegt. Noch sieht ihn nur die Orga."), "success")
    return redirect(url_for("organiser.parts", slug=slug), 303)


def _page(
    form: NewEventForm,
    refusals: Sequence[str] = (),
    sent: SentFile | None = None,
    file: EventFile | None = None,
    faults: Sequence[ShownFault] = (),
) -> str:
    form.offer()
    shown: dict[str, Any] = {"sent": sent, "file": file, "faults": faults}
    return render_template(
        "organiser/event/making/new.html",
        event=None,
        form=form,
        refusals=refusals,
        copies=own_events(Permission.EVENT_CREATE),
        **shown,
    )
