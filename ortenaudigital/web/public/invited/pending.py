"""Places that are held until an address is confirmed, as guests see them."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ortenaudigital.bookings.links import booking_key
from ortenaudigital.bookings.pending.commands import confirm, disown
from ortenaudigital.bookings.pending.queries import get_proved, get_waiting
from ortenaudigital.events.queries import get_public_event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.web.public.blueprint import public
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.answers.refusals import words_of


@public.get("/<slug>/warten/<waiting_key>")
@access(Access.SECRET_LINK)
def waiting(slug: str, waiting_key: str) -> ResponseReturnValue:
    """Say what whoever typed a booking does now, and for how long the places are held."""
    found = get_waiting(get_public_event(slug).slug, waiting_key)
    return render_template(
        "public/invited/waiting.html",
        event=found.event,
        email=found.email,
        until=found.until,
        confirmed=found.booking_id is not None,
        over=utc_now() >= found.until,
    )


@public.get("/<slug>/bestaetigen/<proof_key>")
@access(Access.SECRET_LINK)
def proof(slug: str, proof_key: str) -> ResponseReturnValue:
    """Ask whether the booking is theirs; looking confirms nothing."""
    found = get_proved(get_public_event(slug).slug, proof_key)
    if found.booking_id is not None:
        return redirect(url_for("public.booking", key=booking_key(found.booking_id)))
    return _page(slug, proof_key)


@public.post("/<slug>/bestaetigen/<proof_key>")
@access(Access.SECRET_LINK)
def prove(slug: str, proof_key: str) -> ResponseReturnValue:
    """Book what is held, or give it back."""
    found = get_proved(get_public_event(slug).slug, proof_key)
    if request.form.get("answer") == "not_mine":
        with transaction():
            disown(found, utc_now())
        return render_template("public/invited/freed.html", event=get_public_event(slug))
    try:
        with transaction():
            booking_id = confirm(found, utc_now())
    except DomainError as error:
        return _page(slug, proof_key, words_of(error)), 409
    return redirect(url_for("public.booking", key=booking_key(booking_id)), 303)


def _page(slug: str, proof_key: str, refusal: str | None = None) -> str:
    found = get_proved(slug, proof_key)
    return render_template(
        "public/invited/proof.html",
        event=found.event,
        type=found.ticket_type,
        until=found.until,
        over=utc_now() >= found.until,
        refusal=refusal,
        here=url_for("public.prove", slug=slug, proof_key=proof_key),
    )
