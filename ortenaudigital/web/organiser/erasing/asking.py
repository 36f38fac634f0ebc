"""The page of an event that says what erasing it means: to ask for it, and to decide about it."""

from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from ortenaudigital.accounts.errors import WrongPassword
from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.kernel.paging import MOST_COUNTED
from ortenaudigital.privacy.whole_event.commands import Owner, ask, withdraw
from ortenaudigital.privacy.whole_event.errors import NotOpen
from ortenaudigital.privacy.whole_event.models import EventErasure
from ortenaudigital.privacy.whole_event.queries import (
    count_content,
    find_open,
    list_seconds,
    read_facts,
)
from ortenaudigital.privacy.whole_event.rules import refusal_of
from ortenaudigital.reporting.council.queries import find_saved
from ortenaudigital.web.organiser.account.proof import prove_own_password
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.erasing.forms import AskForm, ConfirmForm, RefuseForm
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.answers.refusals import status_of, words_of


def owner() -> Owner:
    """Say who is logged in, as an owner."""
    return Owner(current_user.id, actor())


def open_request() -> EventErasure:
    """Return the request that can still be decided. Raises NotOpen."""
    found = find_open(g.event.id, utc_now())
    if found is None:
        raise NotOpen()
    return found


def erasing_page(
    form: AskForm | None = None, refused: RefuseForm | None = None, refusal: str | None = None
) -> str:
    """Show what goes with the event and what stays, and what can be done about it now."""
    event, now = g.event, utc_now()
    known: dict[str, Any] = {"erasure": find_open(event.id, now)}
    asked_by = known["erasure"].asked_by_id if known["erasure"] else current_user.id
    seconds = list_seconds(event.id, asked_by, now)
    hindrance = refusal_of(read_facts(event, now), now)
    return render_template(
        "organiser/erasing/ask.html",
        event=event,
        **known,
        counts=count_content(event, MOST_COUNTED),
        most=MOST_COUNTED,
        seconds=seconds,
        is_second=current_user.id in [each.id for each in seconds],
        hindrance=words_of(hindrance) if hindrance else None,
        is_over=now >= event.last_day.closes_at,
        saved=find_saved(event.id),
        form=form or AskForm(formdata=None),
        confirm_form=ConfirmForm(),
        refuse_form=refused or RefuseForm(formdata=None),
        refusal=refusal,
    )


def refused_page(error: DomainError) -> ResponseReturnValue:
    """Show the page, and why nothing was changed."""
    return erasing_page(refusal=words_of(error)), status_of(error)


@organiser.get("/<slug>/loeschen")
@needs(Permission.EVENT_ERASE)
def erase_event() -> ResponseReturnValue:
    """Show what erasing the event means, and how far it is."""
    return erasing_page()


@organiser.post("/<slug>/loeschen")
@needs(Permission.EVENT_ERASE)
def ask_to_erase() -> ResponseReturnValue:
    """Ask for the event to be erased; a second owner confirms it."""
    form, event = AskForm(), g.event
    if not form.validate() or not form.names(event.slug, event.title):
        return erasing_page(form), 422
    try:
        prove_own_password(form.password.data)
        with transaction():
            ask(event.id, owner(), form.reason.data or "", utc_now())
    except WrongPassword as error:
        form.password.errors = [words_of(error)]
        return erasing_page(form), 422
    except DomainError as error:
        return refused_page(error)
    flash(gettext("Die Löschung ist beantragt. Die zweite Leitung bekommt eine E-Mail."), "success")
    return redirect(url_for("organiser.erase_event", slug=g.event.slug), 303)


@organiser.post("/<slug>/loeschen/zurueckziehen")
@needs(Permission.EVENT_ERASE)
def withdraw_erasing() -> ResponseReturnValue:
    """Take one's own request back."""
    try:
        with transaction():
            withdraw(open_request().id, owner(), utc_now())
    except DomainError as error:
        return refused_page(error)
    flash(gettext("Die Anfrage ist zurückgezogen. Es bleibt alles, wie es ist."), "success")
    return redirect(url_for("organiser.erase_event", slug=g.event.slug), 303)
