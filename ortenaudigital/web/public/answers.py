"""What links in letters lead to: answers to a reminder, and which letters somebody wants.

A link only shows a page with a button: mail programs and filters open every one.
"""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ortenaudigital.bookings.errors import TicketsInside, UnknownBooking
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.queries import get_booking_by_key
from ortenaudigital.bookings.reminders.commands import answer as store_answer
from ortenaudigital.bookings.reminders.commands import want_only_necessary
from ortenaudigital.bookings.reminders.rules import Answer
from ortenaudigital.guests.bookings import show_booking
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.limits.commands import Claim, spend
from ortenaudigital.limits.rules import CHANGES
from ortenaudigital.web.public.blueprint import public
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.answers.notices import Notice, read_notice, with_notice
from ortenaudigital.web.shared.answers.refusals import words_of
from ortenaudigital.web.shared.language import language_links
from ortenaudigital.web.shared.requests.values import whole_number


@public.get("/buchung/<key>/antwort/<answer>")
@access(Access.SECRET_LINK)
def answer(key: str, answer: str) -> ResponseReturnValue:
    """Show the button that answers a reminder; nothing is stored yet."""
    return _answer_page(key, _read(answer))


def _read(word: str) -> Answer:
    if word not in set(Answer):
        raise UnknownBooking()
    return Answer(word)


def _answer_page(
    key: str, wanted: Answer, refusal: str | None = None, none_chosen: str | None = None
) -> str:
    booking = show_booking(key)
    return render_template(
        "public/answers/answer.html",
        booking=booking,
        key=key,
        answer=wanted,
        event=booking.event,
        over=booking.is_over(utc_now()),
        refusal=refusal,
        none_chosen=none_chosen,
        languages=language_links(f"/buchung/{key}/antwort/{wanted}"),
    )


@public.post("/buchung/<key>/antwort/<answer>")
@access(Access.SECRET_LINK)
def send_answer(key: str, answer: str) -> ResponseReturnValue:
    """Store the answer; what is given back is free for others at once."""
    wanted, booking = _read(answer), get_booking_by_key(key)
    positions = set(request.form.getlist("position", type=whole_number))
    if wanted is Answer.FEWER and not positions:
        words = gettext("Bitte wählen Sie aus, welche Tickets Sie freigeben möchten.")
        return _answer_page(key, wanted, none_chosen=words), 422
    spend([Claim(CHANGES, str(booking.id))], utc_now())
    try:
        with transaction():
            number = store_answer(booking, wanted, positions, utc_now())
    except TicketsInside as error:
        return _answer_page(key, wanted, words_of(error)), 409
    notice = Notice.CANCELLED if number else Notice.COMES
    return redirect(with_notice(url_for("public.booking", key=key), notice), 303)


@public.get("/buchung/<key>/briefe")
@access(Access.SECRET_LINK)
def wishes(key: str) -> ResponseReturnValue:
    """Show which letters go to a booking, and the button that changes it."""
    return _wishes_page(key, get_booking_by_key(key))


def _wishes_page(key: str, booking: Booking) -> str:
    return render_template(
        "public/answers/wishes.html",
        booking=booking,
        key=key,
        event=booking.event,
        notice=read_notice([Notice.LETTERS_SAVED]),
        languages=language_links(f"/buchung/{key}/briefe"),
    )


@public.post("/buchung/<key>/briefe")
@access(Access.SECRET_LINK)
def save_wishes(key: str) -> ResponseReturnValue:
    """Store which letters somebody wants, by the form or by the button of a mail program."""
    booking = get_booking_by_key(key)
    spend([Claim(CHANGES, str(booking.id))], utc_now())
    # RFC 8058: it is sent by the mail program's server, which is to be answered without a detour.
    one_click = request.form.get("List-Unsubscribe") == "One-Click"
    only = one_click or request.form.get("only_necessary") == "yes"
    with transaction():
        want_only_necessary(booking, only, utc_now())
    if one_click:
        return _wishes_page(key, get_booking_by_key(key))
    return redirect(with_notice(url_for("public.wishes", key=key), Notice.LETTERS_SAVED), 303)
