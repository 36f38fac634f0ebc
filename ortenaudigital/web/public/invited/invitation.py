"""A personal invitation: its page, and its form. Only its buttons tell that it was opened."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ortenaudigital.bookings.access.invitations import decline, open_invitation
from ortenaudigital.bookings.access.models import Invitation
from ortenaudigital.bookings.access.queries import get_invitation_by_key
from ortenaudigital.bookings.access.rules import check_invitation, first_and_last
from ortenaudigital.bookings.rules import Right, Way
from ortenaudigital.events.queries import get_public_event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.web.public.blueprint import public
from ortenaudigital.web.public.forms import BookingForm
from ortenaudigital.web.public.invited.opened import opened_by
from ortenaudigital.web.public.offering import Offering, show_form, take_form
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.answers.refusals import words_of


@public.get("/<slug>/einladung/<invitation_key>")
@access(Access.SECRET_LINK)
def invitation(slug: str, invitation_key: str) -> ResponseReturnValue:
    """Show to what somebody is invited; looking changes nothing."""
    return _page(_get(slug, invitation_key), invitation_key)


@public.post("/<slug>/einladung/<invitation_key>")
@access(Access.SECRET_LINK)
def open_invited(slug: str, invitation_key: str) -> ResponseReturnValue:
    """Go to the form, and note that somebody has read the invitation."""
    found = _get(slug, invitation_key)
    with transaction():
        open_invitation(found, utc_now())
    return redirect(
        url_for("public.booking_by_invitation", slug=slug, invitation_key=invitation_key), 303
    )


@public.post("/<slug>/einladung/<invitation_key>/absagen")
@access(Access.SECRET_LINK)
def decline_invitation(slug: str, invitation_key: str) -> ResponseReturnValue:
    """Note that somebody will not come, and say what they can do if they change their mind."""
    found = _get(slug, invitation_key)
    with transaction():
        decline(found, utc_now())
    return redirect(url_for("public.invitation", slug=slug, invitation_key=invitation_key), 303)


@public.get("/<slug>/einladung/<invitation_key>/buchen")
@access(Access.SECRET_LINK)
def booking_by_invitation(slug: str, invitation_key: str) -> ResponseReturnValue:
    """Show the booking form, filled with whom the invitation is for."""
    found = _get(slug, invitation_key)
    if _refusal(found):
        return redirect(url_for("public.invitation", slug=slug, invitation_key=invitation_key))
    form = BookingForm()
    form.first_name.data, form.last_name.data = first_and_last(found.name)
    form.email.data, form.number.data = found.email, found.left
    return show_form(_offering(found, invitation_key), form)


@public.post("/<slug>/einladung/<invitation_key>/buchen")
@access(Access.SECRET_LINK)
def book_by_invitation(slug: str, invitation_key: str) -> ResponseReturnValue:
    """Book what the invitation is for."""
    right = Right(Way.INVITATION, _get(slug, invitation_key).id)
    return take_form(slug, lambda: offered_by_invitation(slug, invitation_key), right)


def offered_by_invitation(slug: str, invitation_key: str) -> Offering:
    """Offer what an invitation is for. Raises UnknownInvitation."""
    return _offering(_get(slug, invitation_key), invitation_key)


def _get(slug: str, invitation_key: str) -> Invitation:
    get_public_event(slug)
    return get_invitation_by_key(slug, invitation_key)


def _refusal(found: Invitation) -> DomainError | None:
    withdrawn = found.withdrawn_at is not None
    try:
        check_invitation(found.number, found.used, 1, withdrawn=withdrawn)
    except DomainError as error:
        return error
    return None


def _offering(found: Invitation, invitation_key: str) -> Offering:
    here = url_for(
        "public.booking_by_invitation", slug=found.event.slug, invitation_key=invitation_key
    )
    right = Right(Way.INVITATION, found.id)
    return opened_by(right, found.event, [found.ticket_type], here, found.left)


def _page(found: Invitation, invitation_key: str) -> ResponseReturnValue:
    refusal = _refusal(found)
    page = render_template(
        "public/invited/invitation.html",
        event=found.event,
        invitation=found,
        invitation_key=invitation_key,
        opens=_offering(found, invitation_key).opens,
        refusal=refusal and words_of(refusal),
    )
    return page, 410 if found.withdrawn_at else 200
