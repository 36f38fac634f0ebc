"""Booking for a group: for everyone, by a code, or by an invitation."""

from collections.abc import Callable, Sequence

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from ortenaudigital.adapters.proof_of_work import Proof
from ortenaudigital.bookings.queries import kept_offer
from ortenaudigital.events.models import TicketType
from ortenaudigital.events.rules import Phase, erase_at
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.limits.commands import Claim, take_each
from ortenaudigital.limits.errors import TooMany
from ortenaudigital.limits.rules import BOOKINGS
from ortenaudigital.web.public.blueprint import public
from ortenaudigital.web.public.field_refusals import say_at_field
from ortenaudigital.web.public.groups.forms import GroupForm
from ortenaudigital.web.public.invited.codes import offered_by_code
from ortenaudigital.web.public.invited.domain import offered_by_domain
from ortenaudigital.web.public.invited.invitation import offered_by_invitation
from ortenaudigital.web.public.offering import FINAL, REFUSALS, Offering, press, show_closed
from ortenaudigital.web.public.settling import or_settled
from ortenaudigital.web.public.tickets import offer_to_everyone
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.access.limits import by_network
from ortenaudigital.web.shared.answers.refusals import retry_after, words_of
from ortenaudigital.web.shared.requests.sizes import LIST, takes


@public.get("/<slug>/gruppe")
@access(Access.PUBLIC)
def group(slug: str) -> ResponseReturnValue:
    """Show the form for a group."""
    return _show(offer_to_everyone(slug))


@public.post("/<slug>/gruppe")
@access(Access.PUBLIC)
@takes(LIST)
def book_group(slug: str) -> ResponseReturnValue:
    """Show what was found in the list, or book."""
    return _take(lambda: offer_to_everyone(slug))


@public.get("/<slug>/code/<access_code>/gruppe")
@access(Access.SECRET_LINK)
def group_by_code(slug: str, access_code: str) -> ResponseReturnValue:
    """Show the form for a group, for what a code opens."""
    return _show(offered_by_code(slug, access_code))


@public.post("/<slug>/code/<access_code>/gruppe")
@access(Access.SECRET_LINK)
@takes(LIST)
def book_group_by_code(slug: str, access_code: str) -> ResponseReturnValue:
    """Show what was found in the list, or book what a code opens."""
    return _take(lambda: offered_by_code(slug, access_code))


@public.get("/<slug>/einladung/<invitation_key>/buchen/gruppe")
@access(Access.SECRET_LINK)
def group_by_invitation(slug: str, invitation_key: str) -> ResponseReturnValue:
    """Show the form for a group, for what an invitation is for."""
    return _show(offered_by_invitation(slug, invitation_key))


@public.post("/<slug>/einladung/<invitation_key>/buchen/gruppe")
@access(Access.SECRET_LINK)
@takes(LIST)
def book_group_by_invitation(slug: str, invitation_key: str) -> ResponseReturnValue:
    """Show what was found in the list, or book what an invitation is for."""
    return _take(lambda: offered_by_invitation(slug, invitation_key))


@public.get("/<slug>/dienstadresse/gruppe")
@access(Access.PUBLIC)
def group_by_domain(slug: str) -> ResponseReturnValue:
    """Show the form for a group, for what addresses under a domain open."""
    return _show(offered_by_domain(slug))


@public.post("/<slug>/dienstadresse/gruppe")
@access(Access.PUBLIC)
@takes(LIST)
def book_group_by_domain(slug: str) -> ResponseReturnValue:
    """Show what was found in the list, or hold places and write to the address."""
    return _take(lambda: offered_by_domain(slug))


def _show(offering: Offering) -> ResponseReturnValue:
    if offering.opens.phase is not Phase.OPEN:
        return show_closed(offering.event, offering.opens)
    if not _types(offering):
        # Nothing is for groups, or no place is left: the form for everybody says what is so.
        return redirect(offering.here)
    return _page(offering, GroupForm())


def _types(offering: Offering) -> list[TicketType]:
    return [each for each in offering.types if offering.group_number(each) and each.left > 0]


def _take(offer: Callable[[], Offering]) -> ResponseReturnValue:
    offering = offer()
    if offering.opens.phase is not Phase.OPEN or not _types(offering):
        return _show(offering)
    form = GroupForm()
    form.offer_group(_types(offering))
    form.take_file()
    form.ask(kept_offer(offering.event.slug, form.ticket_type.data or ""))
    form.read()
    valid = form.validate()
    if not _check_list(offering, form) or not valid:
        return _page(offering, form, preview=True), 422
    if not form.is_confirmed:
        return _page(offering, form, preview=True, ready=True)
    return _book(offer, form)


def _check_list(offering: Offering, form: GroupForm) -> bool:
    chosen = [each for each in _types(offering) if each.slug == form.ticket_type.data]
    types = chosen or _types(offering)
    most = max(map(offering.group_number, types))
    return form.check_members(most, max(each.left for each in types))


def _book(offer: Callable[[], Offering], form: GroupForm) -> ResponseReturnValue:
    offering, network = offer(), by_network(BOOKINGS)
    try:
        where = or_settled(offering.event.id, lambda: _press(offering, form, network))
    except REFUSALS as error:
        # Rolled back with the booking, but whoever is refused without end is counted as well.
        with transaction():
            take_each(network, utc_now())
        return _page(offer(), form, error, preview=True), 409
    except TooMany as refusal:
        return _page(offer(), form, refusal, preview=True), 429, retry_after(refusal)
    return redirect(where, 303)


def _press(offering: Offering, form: GroupForm, network: Sequence[Claim]) -> str:
    # Whoever fills in a list of names is no program.
    wanted = form.group_request(offering.right)
    return press(offering.event.slug, wanted, network, Proof.VALID)


def _page(
    offering: Offering,
    form: GroupForm,
    refusal: DomainError | None = None,
    *,
    preview: bool = False,
    ready: bool = False,
) -> str:
    event, types = offering.event, _types(offering) or list(offering.types)
    form.offer_group(types)
    form.offer_needs(event.needs)
    if refusal is not None:
        say_at_field(form, refusal)
    return render_template(
        "public/groups/group.html",
        event=event,
        form=form,
        here=offering.group,
        alone=offering.here,
        ticket_types=types,
        most=max(map(offering.group_number, types), default=0),
        numbers={each.slug: offering.group_number(each) for each in types},
        refusal=refusal and words_of(refusal),
        final=isinstance(refusal, FINAL),
        preview=preview and bool(form.members),
        ready=ready,
        domains=offering.domains,
        erase_at=erase_at(day.closes_at for day in event.days),
    )
