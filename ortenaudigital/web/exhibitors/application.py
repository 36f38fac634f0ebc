"""The application for the fair, and the portal of one exhibitor."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_public_event
from ortenaudigital.events.rules import erase_at
from ortenaudigital.fair.commands import apply
from ortenaudigital.fair.errors import ApplicationsClosed
from ortenaudigital.fair.links import exhibitor_key
from ortenaudigital.fair.queries import get_exhibitor_by_key, takes_applications
from ortenaudigital.fair.rules import confirm_until
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.limits.commands import Claim, spend
from ortenaudigital.limits.errors import TooMany
from ortenaudigital.limits.rules import APPLICATIONS, EXHIBITOR_LETTERS
from ortenaudigital.web.exhibitors.blueprint import exhibitors
from ortenaudigital.web.exhibitors.forms import ApplicationForm
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.access.limits import by_network
from ortenaudigital.web.shared.answers.refusals import retry_after, words_of


@exhibitors.get("/<slug>/aussteller/bewerbung")
@access(Access.PUBLIC)
def application(slug: str) -> ResponseReturnValue:
    """Show the application form, or say that it is too late."""
    return _show(get_public_event(slug), ApplicationForm(), 200)


@exhibitors.post("/<slug>/aussteller/bewerbung")
@access(Access.PUBLIC)
def apply_for_stand(slug: str) -> ResponseReturnValue:
    """Take the application, and go to the portal."""
    event = get_public_event(slug)
    form = ApplicationForm()
    if not form.validate():
        return _show(event, form, 422)
    try:
        to_address = Claim(EXHIBITOR_LETTERS, form.email.data.lower())
        spend([*by_network(APPLICATIONS), to_address], utc_now())
        with transaction():
            exhibitor = apply(event, form.application(), utc_now())
    except ApplicationsClosed:
        return _show(event, form, 409)
    except TooMany as refusal:
        return *_show(event, form, 429, words_of(refusal)), retry_after(refusal)
    return redirect(url_for("exhibitors.portal", key=exhibitor_key(exhibitor.id)), 303)


def _show(
    event: Event, form: ApplicationForm, status: int, refusal: str | None = None
) -> tuple[str, int]:
    if not takes_applications(event, utc_now()):
        return render_template("exhibitors/closed.html", event=event), status
    page = render_template(
        "exhibitors/application.html",
        event=event,
        form=form,
        refusal=refusal,
        erase_at=erase_at(day.closes_at for day in event.days),
    )
    return page, status


@exhibitors.get("/aussteller/<key>")
@access(Access.SECRET_LINK)
def portal(key: str) -> ResponseReturnValue:
    """Show an exhibitor where the application stands, and which stand is theirs when."""
    exhibitor = get_exhibitor_by_key(key)
    return render_template(
        "exhibitors/portal.html",
        exhibitor=exhibitor,
        event=exhibitor.event,
        confirm_until=confirm_until(exhibitor.applied_at),
    )
