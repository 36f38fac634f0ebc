"""Refusals that are about one field of a form, said at that field."""

from ortenaudigital.bookings.access.errors import CodeForFewer, InvitationForFewer
from ortenaudigital.bookings.errors import EnoughForAddress, ForeignDomain, TooManyTickets
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.web.shared.answers.refusals import words_of
from ortenaudigital.web.shared.forms import OpenForm

# At which field each refusal is said that is about one; a group has a list, and no number.
FIELDS: dict[type[DomainError], tuple[str, ...]] = {
    **dict.fromkeys((TooManyTickets, CodeForFewer, InvitationForFewer), ("number", "guests")),
    **dict.fromkeys((EnoughForAddress, ForeignDomain), ("email",)),
}


def say_at_field(form: OpenForm, refusal: DomainError) -> None:
    """Say at a field what was refused, if it is about one."""
    for name in FIELDS.get(type(refusal), ()):
        if name in form:
            form[name].errors = [words_of(refusal)]
