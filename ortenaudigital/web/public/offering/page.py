"""The page with the form, or what stands in its place."""

from math import ceil

from flask import render_template

from ortenaudigital.bookings.proof.queries import is_proof_wanted
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.events.queries import capacity_of
from ortenaudigital.events.rules import Opening, Phase, erase_at
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.web.public.field_refusals import say_at_field
from ortenaudigital.web.public.forms import BookingForm
from ortenaudigital.web.public.offering.offered import Offering
from ortenaudigital.web.public.offering.refusals import FINAL
from ortenaudigital.web.public.settling import settle
from ortenaudigital.web.shared.answers.refusals import words_of
from ortenaudigital.web.shared.answers.sending_again import typed


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
