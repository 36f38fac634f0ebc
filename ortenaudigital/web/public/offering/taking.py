"""Take a form that was sent: one press, one booking."""

from collections.abc import Callable, Sequence
from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from ortenaudigital.adapters.proof_of_work import Proof
from ortenaudigital.bookings.commands import book
from ortenaudigital.bookings.errors import (
    ConfirmFirst,
)
from ortenaudigital.bookings.links import booking_key
from ortenaudigital.bookings.making.requests import BookingRequest, sealed_request
from ortenaudigital.bookings.pending.commands import ask_to_confirm
from ortenaudigital.bookings.pending.links import waiting_key
from ortenaudigital.bookings.queries import find_booking_by_request, kept_offer
from ortenaudigital.bookings.rules import Right, Way
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.limits.commands import Claim, take_each
from ortenaudigital.limits.errors import TooMany
from ortenaudigital.limits.rules import BOOKINGS
from ortenaudigital.web.public.forms import BookingForm
from ortenaudigital.web.public.offering.offered import Offering
from ortenaudigital.web.public.offering.page import show_form
from ortenaudigital.web.public.offering.refusals import REFUSALS
from ortenaudigital.web.public.proving import count_doubt, proof_of
from ortenaudigital.web.public.settling import or_settled
from ortenaudigital.web.shared.access.limits import by_network
from ortenaudigital.web.shared.answers.refusals import retry_after


def take_form(
    slug: str,
    offer: Callable[[], Offering],
    right: Right | None = None,
    then: Callable[[str], ResponseReturnValue] | None = None,
) -> ResponseReturnValue:
    """Book, and go to the booking's own page; what is offered is asked only to show it again.

    `then` answers instead, given where it goes on.
    """
    form = BookingForm()
    if right is not None and right.way is Way.INVITATION:
        # It is filled in already, and nobody guesses its address.
        form.takes_time = False
    offered = kept_offer(slug, form.ticket_type.data or "")
    form.ask(offered)
    if not form.validate():
        if form.doubt:
            count_doubt(slug, offered)
        return show_form(offer(), form), 422
    wanted = form.booking_request(right)
    # Who has a right of their own has shown who they are.
    proof = Proof.VALID if right else proof_of(slug, offered, wanted.request_id)
    if proof is Proof.EXPIRED:
        form.hold_up()
        return show_form(offer(), form), 422
    network = by_network(BOOKINGS)
    try:
        event_id = offered.event_id if offered else None
        where = or_settled(event_id, lambda: press(slug, wanted, network, proof))
    except REFUSALS as error:
        # Rolled back with the booking, but whoever is refused without end is counted as well.
        with transaction():
            take_each(network, utc_now())
        return show_form(offer(), form, error), 409
    except TooMany as refusal:
        count_doubt(slug, offered)
        return show_form(offer(), form, refusal), 429, retry_after(refusal)
    return then(where) if then else redirect(where, 303)


def press(slug: str, wanted: BookingRequest, network: Sequence[Claim], proof: Proof) -> str:
    """Book, or hold places until the address is confirmed; say where it goes on."""
    try:
        with transaction():
            booking_id = _book(slug, wanted, network, proof)
        return url_for("public.booking", key=booking_key(booking_id))
    except ConfirmFirst:
        with transaction():
            pending_id = ask_to_confirm(slug, wanted, utc_now(), network)
        return url_for("public.waiting", slug=slug, waiting_key=waiting_key(pending_id))


def _book(slug: str, wanted: BookingRequest, network: Sequence[Claim], proof: Proof) -> UUID:
    """Book; without a proof only find what the same press has booked. Raises ConfirmFirst."""
    if proof is Proof.VALID:
        return book(slug, wanted, utc_now(), network)
    booked = find_booking_by_request(sealed_request(slug, wanted))
    if booked is None:
        raise ConfirmFirst()
    return booked
