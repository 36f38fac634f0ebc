"""The forms with which a booking is changed: shape only."""

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, StringField
from wtforms.validators import Length, Optional

from ortenaudigital.bookings.changes import Names
from ortenaudigital.bookings.models import Booking
from ortenaudigital.web.public.forms import MOST_TICKETS
from ortenaudigital.web.shared.asked.person import (
    MOST_NAME,
    email_field,
    first_name_field,
    last_name_field,
)
from ortenaudigital.web.shared.forms import NoAddress, OpenForm, OpenRequestForm, one_line
from ortenaudigital.web.shared.requests.values import whole_number

_TOO_LONG = _l("Der Name darf höchstens 80 Zeichen haben.")


def _name_on_ticket() -> StringField:
    return StringField(
        _l("Name auf dem Ticket"),
        [Optional(), Length(max=MOST_NAME, message=_TOO_LONG), NoAddress()],
        filters=[one_line],
    )


class NamesForm(OpenForm):
    """Who booked, and the names on the tickets of a booking, in their order."""

    first_name = first_name_field()
    last_name = last_name_field()
    # Each entry has a label of its own; without one here, the library would look for it.
    names = FieldList(_name_on_ticket(), label="", max_entries=MOST_TICKETS)

    @classmethod
    def of(cls, booking: Booking) -> "NamesForm":
        """Return the form with the names that a booking has."""
        names = [ticket.display_name for ticket in booking.valid_tickets]
        data = {"names": names, "first_name": booking.first_name, "last_name": booking.last_name}
        return cls(formdata=None, data=data)

    def wanted(self, booking: Booking) -> Names:
        """Return the names that a booking shall have; call it on a valid form only."""
        given = [entry.data or "" for entry in self.names.entries]
        positions = request.form.getlist("position", type=whole_number)
        by_position = dict(zip(positions, given, strict=False))
        # Whoever leaves the name of who booked on a ticket has not given it one of its own.
        shown = {ticket.position: ticket.display_name for ticket in booking.valid_tickets}
        own = {n: name for n, name in by_position.items() if name != shown.get(n)}
        return Names((self.first_name.data, self.last_name.data), own)


class TicketNameForm(OpenForm):
    """The name on one ticket."""

    name = _name_on_ticket()


class AddressForm(OpenForm):
    """One mail address."""

    email = email_field()


class LostLinksForm(OpenRequestForm):
    """The address whose links were lost."""

    # A browser may fill it in by itself.
    takes_time = False

    email = AddressForm.email
