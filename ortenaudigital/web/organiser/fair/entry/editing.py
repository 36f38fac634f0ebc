"""The entry of an exhibitor, changed by organisers: also after the deadline for exhibitors."""

from typing import Any
from uuid import UUID

from flask import flash, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms.validators import Optional

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.fair.applications.changing.corrections import correct
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.rules import Kind
from ortenaudigital.fair.portal.contact.commands import ask_for_contact
from ortenaudigital.fair.portal.corrections.commands import entry_of
from ortenaudigital.kernel.addresses import address_key
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.fair.exhibitors import back_to_exhibitor, exhibitor_of_event
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.answers.refusals import status_of, words_of
from ortenaudigital.web.shared.asked.person import email_field
from ortenaudigital.web.shared.exhibitor.entry import EntryPart
from ortenaudigital.web.shared.requests.sizes import PICTURE, takes


class EditingForm(EntryPart):
    """The entry, and where letters go."""

    email = email_field(Optional())

    def keeps(self, email: str) -> bool:
        """Say whether there still is an address where there was one, and else what to do."""
        if email and not self.email.data:
            words = gettext("Die Adresse lässt sich ändern, aber nicht entfernen.")
            self.email.errors = [words]
        return not self.email.errors


@organiser.get("/<slug>/aussteller/<uuid:exhibitor_id>/eintrag")
@needs(Permission.FAIR_CHANGE)
def exhibitor_entry(exhibitor_id: UUID) -> ResponseReturnValue:
    """Show the entry, to be changed."""
    exhibitor = exhibitor_of_event(exhibitor_id)
    shown = EditingForm.shown(entry_of(exhibitor)) | {"email": exhibitor.email}
    return _page(exhibitor, EditingForm(formdata=None, data=shown))


@organiser.post("/<slug>/aussteller/<uuid:exhibitor_id>/eintrag")
@needs(Permission.FAIR_CHANGE)
@takes(PICTURE)
def change_exhibitor_entry(exhibitor_id: UUID) -> ResponseReturnValue:
    """Change it; another address is asked by a letter whether it is right."""
    form, exhibitor = EditingForm(), exhibitor_of_event(exhibitor_id)
    if not form.validate() or not form.keeps(exhibitor.email):
        return _page(exhibitor_of_event(exhibitor_id), form), 422
    exhibitor, email = exhibitor_of_event(exhibitor_id), form.email.data or ""
    try:
        with transaction():
            correct(exhibitor, _values(form, exhibitor), utc_now(), actor(), by_organiser=True)
            asked = bool(email) and address_key(email) != address_key(exhibitor.email)
            if asked:
                ask_for_contact(exhibitor, email, utc_now(), actor())
    except DomainError as error:
        return _page(exhibitor_of_event(exhibitor_id), form, words_of(error)), status_of(error)
    flash(gettext("Der Eintrag ist gespeichert."), "success")
    if asked:
        words = gettext(
            "An %(email)s geht ein Link: Briefe bekommt die Adresse, sobald er bestätigt ist.",
            email=email,
        )
        flash(words, "info")
    return back_to_exhibitor(exhibitor_id)


def _values(form: EditingForm, exhibitor: Exhibitor) -> dict[str, Any]:
    values = form.entry(exhibitor.language)
    return values | {"kind": Kind(values["kind"]), "logo_id": form.logo.data}


def _page(exhibitor: Exhibitor, form: EditingForm, refusal: str | None = None) -> str:
    return render_template(
        "organiser/fair/entry/entry.html",
        event=g.event,
        exhibitor=exhibitor,
        form=form,
        refusal=refusal,
    )
