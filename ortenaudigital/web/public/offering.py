"""The booking form, for everyone or by invitation: one page, one press, one booking."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ortenaudigital.adapters.proof_of_work import Proof
from ortenaudigital.bookings.access.errors import (
    CodeEnded,
    CodeForFewer,
    CodeUsedUp,
    CodeWithdrawn,
    InvitationForFewer,
    InvitationUsedUp,
    InvitationWithdrawn,
)
from ortenaudigital.bookings.commands import book
from ortenaudigital.bookings.errors import (
    BookingClosed,
    ConfirmFirst,
    EnoughForAddress,
    EventCancelled,
    EventChanged,
    ForeignDomain,
    NotBookable,
    NotYetOpen,
    TooManyTickets,
)
from ortenaudigital.bookings.links import booking_key
from ortenaudigital.bookings.making.requests import BookingRequest, sealed_request
from ortenaudigital.bookings.pending.commands import ask_to_confirm
from ortenaudigital.bookings.pending.links import waiting_key
from ortenaudigital.bookings.proof.queries import is_proof_wanted
from ortenaudigital.bookings.queries import find_booking_by_request, kept_offer
from ortenaudigital.bookings.rules import Right, Way
from ortenaudigital.events.errors import SoldOut
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.events.queries import capacity_of
from ortenaudigital.events.rules import Opening, Phase, erase_at
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.limits.commands import Claim, take_each
from ortenaudigital.limits.errors import TooMany
from ortenaudigital.limits.rules import BOOKINGS
from ortenaudigital.web.public.field_refusals import say_at_field
from ortenaudigital.web.public.forms import BookingForm
from ortenaudigital.web.public.proving import count_doubt, proof_of
from ortenaudigital.web.public.settling import or_settled, settle
from ortenaudigital.web.shared.access.limits import by_network
from ortenaudigital.web.shared.answers.refusals import retry_after, words_of
from ortenaudigital.web.shared.answers.sending_again import typed

# What a code or an invitation says of itself.
RIGHT_REFUSALS = (
    CodeEnded,
    CodeForFewer,
    CodeUsedUp,
    CodeWithdrawn,
    InvitationForFewer,
    InvitationUsedUp,
    InvitationWithdrawn,
)
REFUSALS = (
    SoldOut,
    NotYetOpen,
    BookingClosed,
    EventCancelled,
    NotBookable,
    TooManyTickets,
    EventChanged,
    EnoughForAddress,
    ForeignDomain,
    *RIGHT_REFUSALS,
)
# Where fewer tickets, or others, would be refused as well.
FINAL = (
    *(EnoughForAddress, ForeignDomain, CodeEnded, CodeUsedUp, CodeWithdrawn),
    *(InvitationUsedUp, InvitationWithdrawn),
)


@dataclass(frozen=True)
class Offering:
    """What a booking form is for.

    `opens` says where the booking of its types stands, `types` are those that can be had now, and
    `here` is the address at which the form is shown and sent. `right` is by what somebody books,
    and `left` how many tickets it is good for, if it says so.
    """

    event: Event
    opens: Opening
    types: Sequence[TicketType]
    here: str
    right: Right | None = None
    left: int | None = None
    # Where somebody books for a group, and where they wait, by the same right.
    group: str = ""
    wait: str = ""

    def group_number(self, ticket_type: TicketType) -> int:
        """Return how many somebody may book for by a list of names; none if 0."""
        most = ticket_type.max_per_group
        if not most or self.left is None:
            return most
        return self.left if self.is_invited else min(most, self.left)

    def wait_number(self, ticket_type: TicketType) -> int:
        """Return for how many places of a type somebody can wait."""
        most, of_address = self.number(ticket_type), ticket_type.max_per_address
        return most if self.is_invited or not of_address else min(most, of_address)

    @property
    def waited_for(self) -> list[TicketType]:
        """Return the types that somebody can wait for."""
        return [each for each in self.types if each.wait_list_open]

    @property
    def is_invited(self) -> bool:
        """Say whether it is for who came by a personal invitation."""
        return self.right is not None and self.right.way is Way.INVITATION

    @property
    def domains(self) -> list[str]:
        """Return which addresses may book, as people read it, if only some may."""
        if self.right is None or self.right.way is not Way.DOMAIN:
            return []
        listed = dict.fromkeys(each for kind in self.types for each in kind.domains)
        return [f"@{each}" for each in listed]

    def number(self, ticket_type: TicketType) -> int:
        """Return how many tickets of a type can be booked at once."""
        most = ticket_type.max_per_booking
        if self.left is None:
            return most
        return max(1, self.left if self.is_invited else min(most, self.left))


def show_form(offering: Offering, form: BookingForm, refusal: DomainError | None = None) -> str:
    """Show the form, or say why there is none."""
    event, types = offering.event, list(offering.types)
    if offering.opens.phase is not Phase.OPEN:
        return show_closed(event, offering.opens)
    left = capacity_of(types).left
    if left == 0 and types and settle(event.id):
        left = capacity_of(types).left
    if left == 0:
        waiting = offering.wait if offering.waited_for else ""
        page, here = "public/sold_out.html", offering.here
        freed = any(quota.freed for each in types for quota in each.draws_on)
        return render_template(
            page, event=event, here=here, waiting=waiting, freed=freed, typed=typed()
        )
    form.offer(types, offering.number)
    form.offer_needs(event.needs)
    if refusal is not None:
        say_at_field(form, refusal)
    return render_template(
        "public/tickets.html",
        event=event,
        form=form,
        here=offering.here,
        ticket_types=types,
        left=left,
        proof=_wants_proof(offering),
        # Of a type that is sold out, or for a group that is larger than what is left.
        waiting=offering.wait if any(map(_is_scarce, offering.waited_for)) else "",
        refusal=refusal and words_of(refusal),
        reason=refusal and refusal.code,
        final=isinstance(refusal, FINAL),
        domains=offering.domains,
        group=offering.group if any(map(offering.group_number, types)) else "",
        erase_at=erase_at(day.closes_at for day in event.days),
    )


def _wants_proof(offering: Offering) -> bool:
    event = offering.event
    return offering.right is None and is_proof_wanted(event.slug, event.proof_of_work, utc_now())


def _is_scarce(ticket_type: TicketType) -> bool:
    return ticket_type.left < ticket_type.max_per_booking


def show_closed(event: Event, opens: Opening) -> str:
    """Say that nothing can be booked now, and when if it will."""
    seconds = (opens.opens_at - utc_now()).total_seconds() if opens.opens_at else 0
    return render_template(
        "public/closed.html",
        event=event,
        phase=opens.phase,
        opens_at=opens.opens_at,
        # Never too early: whoever comes then is let in.
        opens_in=max(0, ceil(seconds)),
    )


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
