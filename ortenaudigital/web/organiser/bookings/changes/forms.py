"""The forms with which organisers change a booking."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    RadioField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.events.models import TicketType
from ortenaudigital.web.organiser.bookings import fields
from ortenaudigital.web.shared.asked.person import MOST_NAME
from ortenaudigital.web.shared.forms import Form, NoAddress, one_line
from ortenaudigital.web.shared.language import texts
from ortenaudigital.web.shared.requests.values import WholeField, whole_number


class NoteForm(Form):
    """What organisers note about a booking."""

    note = fields.note_field()


class PersonForm(Form):
    """Who booked, in which language they are written to, and where."""

    first_name = fields.first_name_field()
    last_name = fields.last_name_field()
    organisation = fields.organisation_field()
    language = fields.language_field()
    email = fields.email_field()
    at_once = BooleanField(_l("Am Telefon oder persönlich bestätigt: Die neue Adresse gilt sofort"))

    @classmethod
    def of(cls, booking: Booking, organisation: str) -> "PersonForm":
        """Fill the form with what a booking says; what was sent goes before."""
        return cls(
            data={
                "first_name": booking.first_name,
                "last_name": booking.last_name,
                "organisation": organisation,
                "language": booking.language,
                "email": booking.email,
            }
        )


class TicketsForm(Form):
    """Which tickets; `reason` for places beyond those there are, or for the team."""

    positions = SelectMultipleField(
        _l("Welche Tickets?"),
        [DataRequired(_l("Bitte wählen Sie mindestens ein Ticket."))],
        coerce=whole_number,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    reason = fields.reason_field()

    def offer(self, tickets: Sequence[Ticket]) -> None:
        """Offer tickets; a single one is chosen already."""
        self.positions.choices = [
            SelectChoice(
                each.position,
                f"{each.position}: {each.display_name} ({texts(each.ticket_type.title)})",
            )
            for each in tickets
        ]
        if len(tickets) == 1 and not self.is_submitted():
            self.positions.data = [tickets[0].position]


class WithdrawForm(TicketsForm):
    """Which tickets are cancelled, and who is told."""

    silent = BooleanField(_l("Ohne Brief"))


class MoveForm(TicketsForm):
    """Which tickets become which type."""

    ticket_type = RadioField(
        _l("Neue Ticketart"), [InputRequired(_l("Bitte wählen Sie eine Ticketart."))]
    )

    def offer_types(self, types: Sequence[TicketType]) -> None:
        """Offer the types that tickets can become."""
        self.ticket_type.choices = [SelectChoice(each.slug, texts(each.title)) for each in types]


class AddForm(Form):
    """One more ticket; `position` as it was shown."""

    position = WholeField("", [Optional()], widget=HiddenInput())
    ticket_type = RadioField(
        _l("Ticketart"), [InputRequired(_l("Bitte wählen Sie eine Ticketart."))]
    )
    name = StringField(
        _l("Name auf dem Ticket"),
        [
            Length(max=MOST_NAME, message=_l("Der Name darf höchstens 80 Zeichen haben.")),
            NoAddress(),
        ],
        filters=[one_line],
    )
    reason = fields.reason_field()

    def offer_types(self, types: Sequence[TicketType]) -> None:
        """Offer the types that a ticket can be of."""
        self.ticket_type.choices = [SelectChoice(each.slug, texts(each.title)) for each in types]
