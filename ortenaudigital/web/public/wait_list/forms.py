"""The forms of those who wait; shape only."""

from collections.abc import Callable, Sequence
from uuid import UUID

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from ortenaudigital.bookings.rules import Right
from ortenaudigital.bookings.wait_list.commands import WaitRequest
from ortenaudigital.bookings.wait_list.models import WaitListEntry
from ortenaudigital.events.models import TicketType
from ortenaudigital.web.public.forms import BookingForm
from ortenaudigital.web.shared.asked.questions import QuestionsPart
from ortenaudigital.web.shared.forms import OpenForm, OpenRequestForm
from ortenaudigital.web.shared.language import current_language, texts
from ortenaudigital.web.shared.requests.values import whole_number


class WaitForm(OpenRequestForm):
    """For how many places of which kind somebody waits, and where the letters go."""

    ticket_type = BookingForm.ticket_type
    number = SelectField(
        _l("Wie viele Plätze brauchen Sie?"), coerce=whole_number, default=1, validate_choice=False
    )
    first_name = BookingForm.first_name
    last_name = BookingForm.last_name
    email = BookingForm.email

    def offer(
        self, ticket_types: Sequence[TicketType], number: Callable[[TicketType], int]
    ) -> None:
        """Show what can be waited for, and how many places of each."""
        self.ticket_type.choices = [SelectChoice(t.slug, texts(t.title)) for t in ticket_types]
        if len(ticket_types) == 1 and not self.ticket_type.data:
            self.ticket_type.data = ticket_types[0].slug
        self.number.choices = _numbers(max(map(number, ticket_types), default=1))

    def wait_request(self, right: Right | None = None) -> WaitRequest:
        """Return what was asked for; call it on a valid form only."""
        return WaitRequest(
            request_id=UUID(self.request_id.data),
            ticket_type=self.ticket_type.data,
            number=self.number.data,
            first_name=self.first_name.data,
            last_name=self.last_name.data,
            email=self.email.data,
            language=current_language(),
            right=right,
        )


class OfferForm(OpenForm):
    """How many of the places that are offered somebody takes, and what their type asks."""

    number = SelectField(_l("Wie viele Plätze nehmen Sie?"), coerce=whole_number)

    def __init__(self, entry: WaitListEntry) -> None:
        super().__init__()
        ticket_type = entry.ticket_type
        # How many an invitation is for, whoever wrote it has decided.
        most = entry.number if entry.invitation_id else min(entry.number, _most(ticket_type))
        self.number.choices = _numbers(most)
        if not self.is_submitted():
            self.number.data = entry.number
        sent = request.form if self.is_submitted() else None
        self.part = QuestionsPart(ticket_type.slug, ticket_type.questions, sent)

    def check(self) -> bool:
        """Judge the number together with the answers."""
        valid = self.validate()
        return self.part.check() and valid


def _most(ticket_type: TicketType) -> int:
    of_address = ticket_type.max_per_address
    return min(ticket_type.max_per_booking, of_address or ticket_type.max_per_booking)


def _numbers(most: int) -> list[SelectChoice]:
    return [SelectChoice(number, str(number)) for number in range(1, most + 1)]
