"""What was told with a booking, behind its secret link: answers and needs, to be changed."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.needs.commands import change_needs, withdraw_needs
from ortenaudigital.bookings.needs.models import BookingNeeds
from ortenaudigital.bookings.needs.queries import find_needs
from ortenaudigital.bookings.queries import get_booking_by_key
from ortenaudigital.bookings.questions.commands import change_answers
from ortenaudigital.bookings.questions.queries import given_in, list_answers
from ortenaudigital.bookings.rules import HOLDER
from ortenaudigital.events.models import TicketType
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.limits.commands import Claim, spend
from ortenaudigital.limits.rules import CHANGES
from ortenaudigital.web.public.blueprint import public
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.answers.notices import Notice, read_notice, with_notice
from ortenaudigital.web.shared.asked.needs import NeedsPart
from ortenaudigital.web.shared.asked.questions import QuestionsPart
from ortenaudigital.web.shared.language import language_links

NOTICES = (Notice.DETAILS_SAVED, Notice.CONSENT_WITHDRAWN)


@dataclass
class Parts:
    """The forms of the page, as they were sent or else as they are stored."""

    questions: Sequence[QuestionsPart] = field(default_factory=list)
    needs: NeedsPart | None = None


@public.get("/buchung/<key>/angaben")
@access(Access.SECRET_LINK)
def details(key: str) -> ResponseReturnValue:
    """Show what was told with a booking."""
    return _page(get_booking_by_key(key), key, Parts())


@public.post("/buchung/<key>/angaben")
@access(Access.SECRET_LINK)
def save_answers(key: str) -> ResponseReturnValue:
    """Store other answers to the questions of the ticket types."""
    booking = get_booking_by_key(key)
    types = _types(booking)
    parts = [QuestionsPart(each.slug, each.questions, request.form) for each in types]
    # Each of them says what is wrong with it.
    if False in [part.check() for part in parts]:
        return _page(booking, key, Parts(questions=parts)), 422
    spend([Claim(CHANGES, str(booking.id))], utc_now())
    answers = {part.ticket_type: part.answers for part in parts}
    with transaction():
        booking = get_booking_by_key(key)
        for each in _types(booking):
            change_answers(booking, each, answers.get(each.slug, {}), utc_now(), HOLDER)
    return _back(key, Notice.DETAILS_SAVED)


@public.post("/buchung/<key>/bedarf")
@access(Access.SECRET_LINK)
def save_needs(key: str) -> ResponseReturnValue:
    """Store other needs, with consent to them; none is what was told taken back."""
    booking = get_booking_by_key(key)
    part = NeedsPart(booking.event.needs, request.form)
    if not part.check():
        return _page(booking, key, Parts(needs=part)), 422
    spend([Claim(CHANGES, str(booking.id))], utc_now())
    with transaction():
        booking = get_booking_by_key(key)
        if part.told is None:
            withdraw_needs(booking)
        else:
            change_needs(booking, part.told, utc_now())
    return _back(key, Notice.CONSENT_WITHDRAWN if part.told is None else Notice.DETAILS_SAVED)


@public.post("/buchung/<key>/bedarf/widerrufen")
@access(Access.SECRET_LINK)
def withdraw_consent(key: str) -> ResponseReturnValue:
    """Take the consent to needs back, which deletes them: at any time."""
    with transaction():
        withdraw_needs(get_booking_by_key(key))
    return _back(key, Notice.CONSENT_WITHDRAWN)


def _types(booking: Booking) -> list[TicketType]:
    """Return the types of the valid tickets that ask something, each once."""
    types = {ticket.ticket_type_id: ticket.ticket_type for ticket in booking.valid_tickets}
    return [each for each in types.values() if each.questions]


def _back(key: str, notice: Notice) -> ResponseReturnValue:
    return redirect(with_notice(url_for("public.details", key=key), notice), 303)


def _page(booking: Booking, key: str, sent: Parts) -> str:
    event, told = booking.event, find_needs(booking.id)
    over = booking.erased_at is not None or utc_now() >= event.last_day.closes_at
    open_ = bool(booking.valid_tickets) and not over and not event.is_cancelled
    given = given_in(booking.id)
    questions = sent.questions or [
        QuestionsPart(each.slug, each.questions, stored=given.get(each.id))
        for each in _types(booking)
    ]
    needs = sent.needs or _stored_needs(booking, told)
    # What can be changed stands in its form, the rest beside it.
    asked = [question.title for part in questions for question in part.questions] if open_ else []
    return render_template(
        "public/asked/details.html",
        booking=booking,
        event=event,
        key=key,
        languages=language_links(f"/buchung/{key}/angaben"),
        former=[each for each in list_answers(booking.id) if each.title not in asked],
        questions=questions if open_ else [],
        needs=needs if open_ else None,
        told=told,
        notice=read_notice(NOTICES),
    )


def _stored_needs(booking: Booking, told: BookingNeeds | None) -> NeedsPart | None:
    offered = booking.event.needs
    if not offered or told is None:
        return NeedsPart(offered) if offered else None
    return NeedsPart(offered, kinds=told.kinds, other=told.other)
