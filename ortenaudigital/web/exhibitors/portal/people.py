"""The people of an exhibitor who have a link to the portal."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from ortenaudigital.fair.portal.people.commands import invite_person, revoke_person
from ortenaudigital.fair.portal.people.links import person_key
from ortenaudigital.fair.portal.people.queries import get_person, list_people
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.web.exhibitors.blueprint import exhibitors
from ortenaudigital.web.exhibitors.portal.answers import back_to
from ortenaudigital.web.exhibitors.portal.visitors import Visitor, changing, visitor_of
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.answers.notices import Notice, read_notice
from ortenaudigital.web.shared.answers.refusals import status_of, words_of
from ortenaudigital.web.shared.asked.person import email_field
from ortenaudigital.web.shared.forms import NoAddress, OpenForm, one_line


class PersonForm(OpenForm):
    """Who gets a link."""

    name = StringField(
        _l("Name"),
        [
            DataRequired(_l("Bitte geben Sie einen Namen an.")),
            Length(max=80, message=_l("Der Name darf höchstens 80 Zeichen haben.")),
            NoAddress(),
        ],
        filters=[one_line],
    )
    email = email_field()


@exhibitors.get("/aussteller/<key>/personen")
@access(Access.SECRET_LINK)
def people(key: str) -> ResponseReturnValue:
    """List who has a link, and offer to invite somebody."""
    return _show(visitor_of(key), PersonForm(formdata=None))


@exhibitors.post("/aussteller/<key>/personen")
@access(Access.SECRET_LINK)
def invite_colleague(key: str) -> ResponseReturnValue:
    """Send a colleague a link of their own."""
    visitor, form = changing(key), PersonForm()
    if not form.validate():
        return _show(visitor, form), 422
    name, email = form.name.data, form.email.data
    try:
        with transaction():
            invite_person(visitor.exhibitor, name, email, utc_now(), visitor.actor)
    except DomainError as error:
        return _show(visitor, form, words_of(error)), status_of(error)
    return back_to("people", key, Notice.PERSON_INVITED)


@exhibitors.post("/aussteller/<key>/personen/<uuid:person_id>/sperren")
@access(Access.SECRET_LINK)
def revoke_link(key: str, person_id: UUID) -> ResponseReturnValue:
    """Let the link of a colleague open nothing any more."""
    visitor = changing(key)
    with transaction():
        revoke_person(get_person(visitor.exhibitor, person_id), utc_now(), visitor.actor)
    if key == person_key(person_id):
        # Their own: there is no way back.
        return redirect(url_for("public.event", slug=visitor.event.slug), 303)
    return back_to("people", key, Notice.LINK_REVOKED)


def _show(visitor: Visitor, form: PersonForm, refusal: str | None = None) -> str:
    return render_template(
        "exhibitors/portal/people.html",
        key=visitor.key,
        event=visitor.event,
        exhibitor=visitor.exhibitor,
        people=list_people(visitor.exhibitor),
        form=form,
        refusal=refusal,
        notice=read_notice([Notice.PERSON_INVITED, Notice.LINK_REVOKED]),
    )
