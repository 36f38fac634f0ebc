"""Write a letter to many: begin it, change it, copy it, throw it away."""

from typing import Any
from uuid import uuid4

from flask import flash, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.mailings.drafts import PLACEHOLDERS, Draft, copy, create, drop, save
from ortenaudigital.mailings.errors import ChangedMeanwhile
from ortenaudigital.mailings.models import Mailing
from ortenaudigital.mailings.queries import list_mailings
from ortenaudigital.mailings.rules import Audience, written
from ortenaudigital.web.organiser.mailings.forms import MailingForm
from ortenaudigital.web.organiser.mailings.previewing import send_trial
from ortenaudigital.web.organiser.mailings.rooms import Room, page
from ortenaudigital.web.organiser.mailings.selections import (
    choice_of,
    fields_of,
    read_selection,
    values_of,
)
from ortenaudigital.web.organiser.mailings.sending import count_and_keep
from ortenaudigital.web.shared.access.guards import actor
from ortenaudigital.web.shared.answers.refusals import words_of
from ortenaudigital.web.shared.requests.sizes import LIST, takes
from ortenaudigital.web.shared.requests.values import uuid_or_none

# What may follow at once, so that nothing that was typed is lost on the way there.
PREVIEW, SENDING, TRIAL = "vorschau", "senden", "probe"
MOST_COUNTED = 1000
# Who has cancelled is written to only when somebody wants it.
USUAL = "valid"


@page()
def mailings(room: Room) -> ResponseReturnValue:
    """List the letters to many of an event, the newest first."""
    found = list_mailings(g.event, room.audience)
    return render_template(
        "organiser/mailings/mailings.html",
        event=g.event,
        room=room,
        mailings=found,
        copies={each.id: str(uuid4()) for each in found},
    )


@page("/neu")
def new_mailing(room: Room) -> ResponseReturnValue:
    """Show an empty letter to whom the address says, as that of a list does."""
    fields = fields_of(g.event, room.audience)
    selection = read_selection(fields, request.args)
    if not selection and room.audience is Audience.GUESTS:
        selection = read_selection(fields, {"status": USUAL})
    return _form(room, None, MailingForm(formdata=None), selection)


@page("/neu", "POST")
@takes(LIST)
def begin_mailing(room: Room) -> ResponseReturnValue:
    """Store a letter that was just begun."""
    form = MailingForm()
    selection = read_selection(fields_of(g.event, room.audience), request.form)
    if not form.validate():
        return _form(room, None, form, selection), 422
    draft = Draft(room.audience, selection, form.texts(), form.needed.data)
    try:
        with transaction():
            begun = create(g.event, draft, form.form_id, utc_now(), actor())
    except DomainError as error:
        return _form(room, None, form, selection, refusal=words_of(error)), 422
    flash(gettext("Der Entwurf ist gespeichert. Noch ist nichts gesendet."), "success")
    return room.go("mailing", begun)


def show_draft(room: Room, mailing: Mailing) -> str:
    """Show a draft, and how many would get it by now."""
    return _form(room, mailing, MailingForm.of(mailing), mailing.selection)


def _form(
    room: Room, mailing: Mailing | None, form: MailingForm, selection: str, **more: Any
) -> str:
    choice = choice_of(mailing, utc_now()) if mailing else None
    size = choice.at_least(MOST_COUNTED) if choice else 0
    return render_template(
        "organiser/mailings/draft.html",
        event=g.event,
        room=room,
        mailing=mailing,
        form=form,
        fields=fields_of(g.event, room.audience),
        chosen=values_of(selection),
        searched=request.args.get("q", ""),
        placeholders=PLACEHOLDERS[room.audience],
        # Of very many each is looked at only before the letter leaves.
        summary=choice.summary() if choice and size <= MOST_COUNTED else None,
        most=MOST_COUNTED,
        complete=written(mailing.by_language) if mailing else [],
        **more,
    )


@page("/<id>", "POST")
@takes(LIST)
def save_mailing(room: Room, mailing: Mailing) -> ResponseReturnValue:
    """Change a draft, and go on to what was pressed."""
    form = MailingForm()
    selection = read_selection(fields_of(g.event, room.audience), request.form)
    if not form.validate():
        return _form(room, mailing, form, selection), 422
    draft = Draft(room.audience, selection, form.texts(), form.needed.data)
    try:
        with transaction():
            save(mailing, draft, form.shown_version, utc_now(), actor())
    except ChangedMeanwhile as error:
        return _form(room, mailing, form, selection, refusal=words_of(error)), 409
    except DomainError as error:
        return _form(room, mailing, form, selection, refusal=words_of(error)), 422
    return _onwards(room, mailing, request.form.get("weiter", ""))


def _onwards(room: Room, mailing: Mailing, where: str) -> ResponseReturnValue:
    if where == PREVIEW:
        return room.go("mailing_preview", mailing)
    if where == SENDING:
        count_and_keep(mailing)
        return room.go("confirm_mailing", mailing)
    if where == TRIAL:
        return send_trial(room, mailing)
    flash(gettext("Der Entwurf ist gespeichert. Noch ist nichts gesendet."), "success")
    return room.go("mailing", mailing)


@page("/<id>/kopie", "POST")
def copy_mailing(room: Room, mailing: Mailing) -> ResponseReturnValue:
    """Begin another letter like this one."""
    request_id = uuid_or_none(request.form.get("request_id", "")) or uuid4()
    with transaction():
        new = copy(mailing, request_id, utc_now(), actor())
    flash(gettext("Das ist die Kopie, ein neuer Entwurf."), "success")
    return room.go("mailing", new)


@page("/<id>/verwerfen", "POST")
def drop_mailing(room: Room, mailing: Mailing) -> ResponseReturnValue:
    """Throw a draft away."""
    try:
        with transaction():
            drop(mailing, utc_now(), actor())
    except ChangedMeanwhile as error:
        flash(words_of(error), "danger")
        return room.go("mailing", mailing)
    flash(gettext("Der Entwurf ist gelöscht."), "success")
    return room.go("mailings")
