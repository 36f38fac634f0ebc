"""What a second owner says to a request: yes, with the own password, or no, with a reason."""

from flask import flash, g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ortenaudigital.accounts.errors import WrongPassword
from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.privacy.whole_event.commands import confirm, refuse
from ortenaudigital.web.organiser.account.proof import prove_own_password
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.erasing.asking import (
    erasing_page,
    open_request,
    owner,
    refused_page,
)
from ortenaudigital.web.organiser.erasing.forms import ConfirmForm, RefuseForm
from ortenaudigital.web.shared.access.guards import needs
from ortenaudigital.web.shared.answers.refusals import words_of


@organiser.post("/<slug>/loeschen/bestaetigen")
@needs(Permission.EVENT_ERASE)
def confirm_erasing() -> ResponseReturnValue:
    """Confirm it: the worker begins at once, and nobody sees the event any more."""
    form = ConfirmForm()
    if not form.validate():
        return erasing_page(refusal=gettext("Bitte geben Sie Ihr Passwort ein.")), 422
    try:
        prove_own_password(form.password.data)
        with transaction():
            erasure_id = open_request().id
            confirm(erasure_id, owner(), utc_now())
    except WrongPassword as error:
        return erasing_page(refusal=words_of(error)), 422
    except DomainError as error:
        return refused_page(error)
    flash(gettext("Die Veranstaltung wird jetzt gelöscht."), "success")
    return redirect(url_for("organiser.erasure", erasure_id=erasure_id), 303)


@organiser.post("/<slug>/loeschen/ablehnen")
@needs(Permission.EVENT_ERASE)
def refuse_erasing() -> ResponseReturnValue:
    """Refuse it, and say why; nothing is changed."""
    form = RefuseForm()
    if not form.validate():
        return erasing_page(refused=form), 422
    try:
        with transaction():
            refuse(open_request().id, owner(), form.answer.data or "", utc_now())
    except DomainError as error:
        return refused_page(error)
    flash(gettext("Sie haben abgelehnt. Es bleibt alles, wie es ist."), "success")
    return redirect(url_for("organiser.erase_event", slug=g.event.slug), 303)
