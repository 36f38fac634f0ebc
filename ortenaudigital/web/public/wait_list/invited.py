"""Wait for what is not for everyone: by a code, by an invitation, or by an address of a domain."""

from flask.typing import ResponseReturnValue

from ortenaudigital.bookings.access.queries import get_invitation_by_key
from ortenaudigital.bookings.access.rules import first_and_last
from ortenaudigital.web.public.blueprint import public
from ortenaudigital.web.public.invited.codes import offered_by_code
from ortenaudigital.web.public.invited.domain import offered_by_domain
from ortenaudigital.web.public.invited.invitation import offered_by_invitation
from ortenaudigital.web.public.wait_list.forms import WaitForm
from ortenaudigital.web.public.wait_list.joining import show_wait_form, take_wait_form
from ortenaudigital.web.shared.access.guards import Access, access


@public.get("/<slug>/code/<access_code>/warteliste")
@access(Access.SECRET_LINK)
def wait_by_code(slug: str, access_code: str) -> ResponseReturnValue:
    """Show the form of the wait list, for what a code opens."""
    return show_wait_form(offered_by_code(slug, access_code), WaitForm())


@public.post("/<slug>/code/<access_code>/warteliste")
@access(Access.SECRET_LINK)
def join_by_code(slug: str, access_code: str) -> ResponseReturnValue:
    """Put somebody with a code on the wait list."""
    return take_wait_form(lambda: offered_by_code(slug, access_code))


@public.get("/<slug>/einladung/<invitation_key>/buchen/warteliste")
@access(Access.SECRET_LINK)
def wait_by_invitation(slug: str, invitation_key: str) -> ResponseReturnValue:
    """Show the form of the wait list, filled with whom the invitation is for."""
    offering, found = offered_by_invitation(slug, invitation_key), WaitForm()
    invitation = get_invitation_by_key(slug, invitation_key)
    found.first_name.data, found.last_name.data = first_and_last(invitation.name)
    found.email.data, found.number.data = invitation.email, max(1, invitation.left)
    return show_wait_form(offering, found)


@public.post("/<slug>/einladung/<invitation_key>/buchen/warteliste")
@access(Access.SECRET_LINK)
def join_by_invitation(slug: str, invitation_key: str) -> ResponseReturnValue:
    """Put somebody who is invited on the wait list."""
    return take_wait_form(lambda: offered_by_invitation(slug, invitation_key))


@public.get("/<slug>/dienstadresse/warteliste")
@access(Access.PUBLIC)
def wait_by_domain(slug: str) -> ResponseReturnValue:
    """Show the form of the wait list, for what addresses under a domain open."""
    return show_wait_form(offered_by_domain(slug), WaitForm())


@public.post("/<slug>/dienstadresse/warteliste")
@access(Access.PUBLIC)
def join_by_domain(slug: str) -> ResponseReturnValue:
    """Put somebody on the wait list; the letter proves the address."""
    return take_wait_form(lambda: offered_by_domain(slug))
