"""The application for the fair, and its confirmation by who owns the address."""

from hmac import compare_digest

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_public_event
from ortenaudigital.events.rules import erase_at
from ortenaudigital.fair.applications.commands import apply, confirm, disown
from ortenaudigital.fair.applications.errors import ApplicationsClosed, UnknownExhibitor
from ortenaudigital.fair.applications.links import address_proof, exhibitor_key
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.queries import get_exhibitor_by_key, takes_applications
from ortenaudigital.fair.applications.rules import State, confirm_until
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


@exhibitors.get("/aussteller/<key>/bestaetigen/<proof>")
@access(Access.SECRET_LINK)
def confirmation(key: str, proof: str) -> ResponseReturnValue:
    """Ask whether the application is theirs; looking confirms nothing."""
    exhibitor = _owner_of(key, proof)
    if exhibitor.state != State.UNCONFIRMED:
        return redirect(url_for("exhibitors.portal", key=key))
    return render_template(
        "exhibitors/confirmation.html",
        event=exhibitor.event,
        email=exhibitor.email,
        confirm_until=confirm_until(exhibitor.applied_at),
        here=url_for("exhibitors.confirm_address", key=key, proof=proof),
    )


@exhibitors.post("/aussteller/<key>/bestaetigen/<proof>")
@access(Access.SECRET_LINK)
def confirm_address(key: str, proof: str) -> ResponseReturnValue:
    """Confirm the address and go to the portal, or delete what somebody else typed."""
    exhibitor = _owner_of(key, proof)
    event, mine = exhibitor.event, request.form.get("answer") != "not_mine"
    with transaction():
        if mine:
            confirm(exhibitor, utc_now())
        else:
            disown(exhibitor, utc_now())
    if mine:
        return redirect(url_for("exhibitors.portal", key=key), 303)
    return render_template("exhibitors/disowned.html", event=event)


def _owner_of(key: str, proof: str) -> Exhibitor:
    exhibitor = get_exhibitor_by_key(key)
    if not compare_digest(proof.encode(), address_proof(exhibitor.id).encode()):
        raise UnknownExhibitor()
    return exhibitor
