"""The contacts that visitors handed to an exhibitor: seen, read by a code, taken home."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from ortenaudigital.events.rules import erase_at
from ortenaudigital.fair.applications.errors import UnknownExhibitor
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.rules import State
from ortenaudigital.fair.contacts.commands import read
from ortenaudigital.fair.contacts.errors import ContactsClosed, UnknownContactCode
from ortenaudigital.fair.contacts.exports import contacts_table
from ortenaudigital.fair.contacts.queries import list_contacts_for
from ortenaudigital.fair.office.queries import signs_of
from ortenaudigital.fair.office.signs import signs_pdf
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.limits.commands import Claim, spend
from ortenaudigital.limits.errors import TooMany
from ortenaudigital.limits.rules import CONTACT_CODES, DOCUMENTS
from ortenaudigital.web.exhibitors.blueprint import exhibitors
from ortenaudigital.web.exhibitors.portal.visitors import visitor_of
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.access.limits import by_network
from ortenaudigital.web.shared.answers.notices import Notice, read_notice, with_notice
from ortenaudigital.web.shared.answers.refusals import retry_after, words_of
from ortenaudigital.web.shared.answers.tables import table_answer
from ortenaudigital.web.shared.forms import OpenForm, one_line


class CodeForm(OpenForm):
    """The code that a visitor shows."""

    code = StringField(
        _l("Code"),
        [
            DataRequired(_l("Bitte geben Sie den Code ein, den die Person zeigt.")),
            Length(max=20, message=_l("Ein Code hat acht Zeichen.")),
        ],
        filters=[one_line],
    )


def _of(key: str) -> Exhibitor:
    exhibitor = visitor_of(key).exhibitor
    # Who is not published has no stand at which anybody could give a contact.
    if exhibitor.told_state is not State.ACCEPTED:
        raise UnknownExhibitor()
    return exhibitor


@exhibitors.get("/aussteller/<key>/kontakte")
@access(Access.SECRET_LINK)
def contacts(key: str) -> ResponseReturnValue:
    """Show what visitors handed over, and what was taken back."""
    return _show(key, _of(key), CodeForm(), 200)


@exhibitors.post("/aussteller/<key>/kontakte")
@access(Access.SECRET_LINK)
def read_contact(key: str) -> ResponseReturnValue:
    """Take the contact that a visitor shows by a code."""
    exhibitor, form = _of(key), CodeForm()
    if not form.validate():
        return _show(key, exhibitor, form, 422)
    try:
        spend([Claim(CONTACT_CODES, str(exhibitor.id))], utc_now())
        with transaction():
            read(_of(key), form.code.data, utc_now())
    except TooMany as refusal:
        return *_show(key, exhibitor, form, 429, words_of(refusal)), retry_after(refusal)
    except (UnknownContactCode, ContactsClosed) as refusal:
        return _show(key, exhibitor, form, 409, words_of(refusal))
    return redirect(with_notice(url_for("exhibitors.contacts", key=key), Notice.CONTACT_READ), 303)


@exhibitors.get("/aussteller/<key>/kontakte/tabelle.<kind>")
@access(Access.SECRET_LINK)
def contacts_file(key: str, kind: str) -> ResponseReturnValue:
    """Hand out as a table what was handed over and not taken back."""
    return table_answer(contacts_table(_of(key)), kind)


@exhibitors.get("/aussteller/<key>/schild.pdf")
@access(Access.SECRET_LINK)
def sign(key: str) -> ResponseReturnValue:
    """Hand out the sign of the stand, whose code leads visitors to the exhibitor's page."""
    spend(by_network(DOCUMENTS), utc_now())
    exhibitor = _of(key)
    with force_locale(exhibitor.language):
        document = signs_pdf(exhibitor.event, signs_of(exhibitor), exhibitor.language)
    headers = {"Content-Disposition": 'inline; filename="standschild.pdf"'}
    return Response(document, mimetype="application/pdf", headers=headers)


def _show(
    key: str, exhibitor: Exhibitor, form: CodeForm, status: int, refusal: str | None = None
) -> tuple[str, int]:
    page = render_template(
        "exhibitors/portal/contacts.html",
        key=key,
        exhibitor=exhibitor,
        event=exhibitor.event,
        contacts=list_contacts_for(exhibitor.id),
        form=form,
        refusal=refusal,
        notice=read_notice([Notice.CONTACT_READ]),
        erase_at=erase_at(day.closes_at for day in exhibitor.event.days),
    )
    return page, status
