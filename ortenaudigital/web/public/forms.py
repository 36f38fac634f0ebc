"""The forms of the citizen: shape only; whether there is a place is decided elsewhere."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import request
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import (
    RadioField,
    SelectField,
    StringField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from ortenaudigital.bookings.making.requests import BookingRequest
from ortenaudigital.bookings.rules import MOST_POSITIONS, Offer, Right
from ortenaudigital.events.models import TicketType
from ortenaudigital.web.shared.asked.needs import NeedsPart
from ortenaudigital.web.shared.asked.parts import FormWithParts
from ortenaudigital.web.shared.asked.person import (
    MOST_NAME,
    email_field,
    first_name_field,
    last_name_field,
)
from ortenaudigital.web.shared.asked.questions import QuestionsPart
from ortenaudigital.web.shared.bound_fields import NameList
from ortenaudigital.web.shared.forms import (
    NoAddress,
    OpenRequestForm,
    one_line,
)
from ortenaudigital.web.shared.language import current_language, texts
from ortenaudigital.web.shared.requests.values import whole_number

# As many as one booking may hold, that of a group; the file of an event is checked for it.
MOST_TICKETS = MOST_POSITIONS


class BookingForm(FormWithParts, OpenRequestForm):
    """How many tickets, for whom, and where they go; `parts` are the questions of ticket types."""

    def __init__(self) -> None:
        self.parts = {}
        self.needs = None
        super().__init__()

    ticket_type = RadioField(
        _l("Ticketart"),
        [InputRequired(_l("Bitte wählen Sie eine Ticketart."))],
        # What can be booked is decided where it is booked; the choices are only shown.
        validate_choice=False,
    )
    number = SelectField(
        _l("Wie viele Tickets?"), coerce=whole_number, default=1, validate_choice=False
    )
    first_name = first_name_field()
    last_name = last_name_field()
    email = email_field()
    companions = NameList(
        StringField(
            _l("Name der Begleitung"),
            [
                Optional(),
                Length(max=MOST_NAME, message=_l("Der Name darf höchstens 80 Zeichen haben.")),
                NoAddress(),
            ],
            filters=[one_line],
        ),
        # Each entry has a label of its own; without one here, the library would look for it.
        label="",
        max_entries=MOST_TICKETS,
    )

    def validate_number(self, field: SelectField) -> None:
        """Refuse fewer tickets than people are named: nobody is left out silently."""
        names = len(self._named())
        if field.data is not None and names > max(field.data, 1) - 1:
            raise ValidationError(
                ngettext(
                    "Sie haben eine Begleitung genannt. Bitte wählen Sie %(tickets)d Tickets, "
                    "oder löschen Sie den Namen.",
                    "Sie haben %(num)d Begleitungen genannt. Bitte wählen Sie %(tickets)d Tickets, "
                    "oder löschen Sie Namen.",
                    names,
                    tickets=names + 1,
                )
            )

    def ask(self, offer: Offer | None) -> None:
        """Ask what the chosen ticket type asks, before the form is judged."""
        if offer is not None and offer.questions:
            self._add_part(self.ticket_type.data, offer.questions)
        if offer is not None and offer.needs and NeedsPart.holds(request.form):
            self.needs = NeedsPart(offer.needs, request.form)

    def _add_part(self, ticket_type: str, questions: Sequence[Mapping[str, Any]]) -> None:
        sent = request.form if self.is_submitted() else None
        self.parts[ticket_type] = QuestionsPart(ticket_type, questions, sent)

    def validate(self, extra_validators: Any = None) -> bool:
        """Judge the form together with the questions of the chosen ticket type."""
        valid = super().validate(extra_validators)
        chosen = (self.parts.get(self.ticket_type.data), self.needs)
        return all([valid, *(part.check() for part in chosen if part is not None)])

    def offer_needs(self, needs: Sequence[str]) -> None:
        """Show which needs can be told."""
        if needs and self.needs is None:
            self.needs = NeedsPart(needs, request.form if self.is_submitted() else None)

    def _named(self) -> list[str]:
        return [entry.data for entry in self.companions.entries if entry.data]

    def _companions(self) -> list[str]:
        most = self.number.data - 1
        names = [entry.data or "" for entry in self.companions.entries]
        # Who is named below an empty line comes too, if there are tickets enough.
        return self._named() if any(names[most:]) else names[:most]

    def offer(self, ticket_types: list[TicketType], number: Callable[[TicketType], int]) -> None:
        """Show what can be chosen right now; `number` says how many of a type."""
        open_types = [ticket_type for ticket_type in ticket_types if ticket_type.left > 0]
        self.ticket_type.choices = [SelectChoice(t.slug, texts(t.title)) for t in open_types]
        if len(open_types) == 1 and not self.ticket_type.data:
            self.ticket_type.data = open_types[0].slug
        most = max((min(number(t), t.left) for t in open_types), default=1)
        self.number.choices = [SelectChoice(number, str(number)) for number in range(1, most + 1)]
        for each in open_types:
            if each.questions and each.slug not in self.parts:
                self._add_part(each.slug, each.questions)
        while len(self.companions.entries) < most - 1:
            self.companions.append_entry()

    def booking_request(self, right: Right | None = None) -> BookingRequest:
        """Return what was asked for by some right; call it on a valid form only."""
        return BookingRequest(
            request_id=UUID(self.request_id.data),
            ticket_type=self.ticket_type.data,
            number=self.number.data,
            first_name=self.first_name.data,
            last_name=self.last_name.data,
            email=self.email.data,
            language=current_language(),
            companions=tuple(self._companions()),
            needs=self.needs.told if self.needs else None,
            answers=part.answers if (part := self.parts.get(self.ticket_type.data)) else {},
            right=right,
        )
