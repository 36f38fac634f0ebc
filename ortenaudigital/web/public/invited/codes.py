"""Codes: typed on a page of their own, or opened by an address that was mailed."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from ortenaudigital.bookings.access.errors import UnknownCode
from ortenaudigital.bookings.access.models import AccessCode
from ortenaudigital.bookings.access.queries import find_code
from ortenaudigital.bookings.access.rules import check_code, read_typed_code, written_code
from ortenaudigital.bookings.rules import Right, Way
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_public_event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.limits.commands import put_back, spend
from ortenaudigital.limits.errors import TooMany
from ortenaudigital.limits.rules import WRONG_CODES
from ortenaudigital.web.public.blueprint import public
from ortenaudigital.web.public.forms import BookingForm
from ortenaudigital.web.public.invited.opened import opened_by
from ortenaudigital.web.public.offering import Offering, show_form, take_form
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.access.limits import by_network
from ortenaudigital.web.shared.answers.refusals import retry_after, status_of, words_of
from ortenaudigital.web.shared.forms import OpenRequestForm, one_line


class CodeForm(OpenRequestForm):
    """A code as somebody types it, or the whole link."""

    # It may well be pasted and sent in a second.
    takes_time = False

    code = StringField(
        _l("Code"),
        [
            InputRequired(_l("Bitte geben Sie den Code ein.")),
            Length(max=300, message=_l("Das ist zu lang für einen Code.")),
        ],
        filters=[one_line],
    )


@public.get("/<slug>/code")
@access(Access.PUBLIC)
def code(slug: str) -> ResponseReturnValue:
    """Ask for a code."""
    return _page(get_public_event(slug), CodeForm())


@public.post("/<slug>/code")
@access(Access.PUBLIC)
def redeem_code(slug: str) -> ResponseReturnValue:
    """Go to the form for what the code opens, or say what is wrong with it."""
    event, form = get_public_event(slug), CodeForm()
    if not form.validate():
        return _page(event, form), 422
    try:
        found = _look_up(event, form.code.data)
        check_code(found.facts, 1, utc_now())
    except TooMany as refusal:
        form.code.errors = [words_of(refusal)]
        return _page(event, form), 429, retry_after(refusal)
    except DomainError as error:
        form.code.errors = [words_of(error)]
        return _page(event, form), 422
    return redirect(_address(slug, form.code.data), 303)


@public.get("/<slug>/code/<access_code>")
@access(Access.SECRET_LINK)
def booking_by_code(slug: str, access_code: str) -> ResponseReturnValue:
    """Show the booking form for what the code opens."""
    event = get_public_event(slug)
    try:
        found = _look_up(event, access_code)
        check_code(found.facts, 1, utc_now())
    except DomainError as error:
        form = CodeForm(data={"code": access_code})
        form.code.errors = [words_of(error)]
        headers = retry_after(error) if isinstance(error, TooMany) else {}
        return _page(event, form), status_of(error), headers
    return show_form(_offering(found, access_code), BookingForm())


@public.post("/<slug>/code/<access_code>")
@access(Access.SECRET_LINK)
def book_by_code(slug: str, access_code: str) -> ResponseReturnValue:
    """Book what the code opens."""
    event = get_public_event(slug)
    found = _look_up(event, access_code)
    right = Right(Way.CODE, found.id)
    return take_form(slug, lambda: offered_by_code(slug, access_code), right)


def offered_by_code(slug: str, access_code: str) -> Offering:
    """Offer what a code opens. Raises UnknownCode or TooMany."""
    return _offering(_look_up(get_public_event(slug), access_code), access_code)


def _look_up(event: Event, typed: str) -> AccessCode:
    """Find a code; whoever guesses is counted. Raises UnknownCode or TooMany."""
    claims = by_network(WRONG_CODES)
    spend(claims, utc_now())
    plain = read_typed_code(typed)
    found = find_code(event, plain) if plain else None
    if found is None:
        raise UnknownCode()
    with transaction():
        put_back(claims)
    return found


def _offering(found: AccessCode, code: str) -> Offering:
    event = found.event
    left = None if found.size is None else found.size - found.used
    here = _address(event.slug, code)
    return opened_by(Right(Way.CODE, found.id), event, found.ticket_types, here, left)


def _address(slug: str, code: str) -> str:
    plain = read_typed_code(code) or ""
    return url_for("public.booking_by_code", slug=slug, access_code=written_code(plain))


def _page(event: Event, form: CodeForm) -> str:
    return render_template("public/invited/code.html", event=event, form=form)
