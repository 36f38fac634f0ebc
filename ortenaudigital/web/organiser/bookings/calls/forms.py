"""The form for a call: shape only; whether there is a place is decided elsewhere."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import request
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, ValidationError

from ortenaudigital.bookings.by_phone.commands import Call
from ortenaudigital.bookings.by_phone.rules import Barrier, Beyond
from ortenaudigital.bookings.making.requests import BookingRequest
from ortenaudigital.bookings.rules import MOST_POSITIONS
from ortenaudigital.events.models import TicketType
from ortenaudigital.kernel.plain_text import holds_address
from ortenaudigital.web.organiser.bookings import fields
from ortenaudigital.web.shared.asked.needs import NeedsPart
from ortenaudigital.web.shared.asked.parts import FormWithParts
from ortenaudigital.web.shared.asked.person import MOST_NAME
from ortenaudigital.web.shared.asked.questions import QuestionsPart
from ortenaudigital.web.shared.forms import NoAddress, RequestForm
from ortenaudigital.web.shared.language import texts
from ortenaudigital.web.shared.requests.values import WholeField


class CallForm(FormWithParts, RequestForm):
    """What somebody asks for on the phone; `parts` are the questions of ticket types."""

    ticket_type = RadioField(
        _l("Ticketart"), [InputRequired(_l("Bitte wählen Sie eine Ticketart."))]
    )
    number = WholeField(
        _l("Wie viele Tickets?"),
        [
            InputRequired(_l("Bitte geben Sie eine ganze Zahl an.")),
            NumberRange(1, MOST_POSITIONS, _l("Möglich sind 1 bis 99 Tickets.")),
        ],
        default=1,
    )
    first_name = fields.first_name_field()
    last_name = fields.last_name_field()
    email = fields.email_field()
    language = fields.language_field()
    companions = TextAreaField(_l("Wer kommt mit?"))
    organisation = fields.organisation_field()
    note = fields.note_field()
    # Asked only once it is said what guests could not do.
    reason = fields.reason_field()
    seen = HiddenField("")

    def __init__(self, types: Sequence[TicketType], *, needs: Sequence[str] = ()) -> None:
        super().__init__()
        sent = request.form if self.is_submitted() else None
        self.ticket_type.choices = [SelectChoice(each.slug, texts(each.title)) for each in types]
        if len(types) == 1 and not self.ticket_type.data:
            self.ticket_type.data = types[0].slug
        # Whoever answers the phone may leave all of them to be answered later.
        self.parts = {
            each.slug: QuestionsPart(
                each.slug, [{**one, "required": False} for one in each.questions], sent
            )
            for each in types
            if each.questions
        }
        self.needs = NeedsPart(needs, sent) if needs else None

    def validate_companions(self, field: TextAreaField) -> None:
        """Refuse names that are none, and more of them than tickets."""
        names = _names(field.data)
        if any(len(name) > MOST_NAME for name in names):
            raise ValidationError(gettext("Ein Name darf höchstens 80 Zeichen haben."))
        if any(holds_address(name) for name in names):
            raise ValidationError(NoAddress.message)
        if self.number.data is not None and len(names) >= max(self.number.data, 1):
            words = ngettext(
                "Sie haben eine Begleitung genannt. Dafür sind es %(tickets)d Tickets.",
                "Sie haben %(num)d Begleitungen genannt. Dafür sind es %(tickets)d Tickets.",
                len(names),
                tickets=len(names) + 1,
            )
            raise ValidationError(words)

    def validate(self, extra_validators: Any = None) -> bool:
        """Judge the form together with the questions of the chosen ticket type."""
        valid = super().validate(extra_validators)
        part = self.parts.get(self.ticket_type.data)
        told = self.needs if self.needs and NeedsPart.holds(request.form) else None
        return all([valid, *(each.check() for each in (part, told) if each is not None)])

    def call(self, *, may_exceed: bool) -> Call:
        """Return what was asked for; call it on a valid form only."""
        part = self.parts.get(self.ticket_type.data)
        wanted = BookingRequest(
            request_id=UUID(self.request_id.data),
            ticket_type=self.ticket_type.data,
            number=self.number.data,
            first_name=self.first_name.data or "",
            last_name=self.last_name.data,
            email=self.email.data or "",
            language=self.language.data,
            companions=tuple(_names(self.companions.data)),
            needs=self.needs.told if self.needs else None,
            answers=part.answers if part else {},
        )
        seen = [Barrier(each) for each in (self.seen.data or "").split() if each in list(Barrier)]
        beyond = Beyond(self.reason.data or "", seen) if may_exceed else None
        return Call(wanted, self.organisation.data or "", self.note.data or "", beyond)


def _names(lines: str | None) -> list[str]:
    return [name for line in (lines or "").splitlines() if (name := " ".join(line.split()))]
