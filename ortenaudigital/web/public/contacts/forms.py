"""What a visitor chooses to hand over: shape only."""

from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, StringField, TelField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from ortenaudigital.bookings.models import Booking
from ortenaudigital.fair.contacts.commands import Gift
from ortenaudigital.fair.contacts.rules import Handed
from ortenaudigital.web.shared.asked.person import email_field
from ortenaudigital.web.shared.forms import (
    NoAddress,
    NoLink,
    OpenRequestForm,
    many_lines,
    one_line,
)
from ortenaudigital.web.shared.language import current_language


class ContactForm(OpenRequestForm):
    """A contact; what is left empty is not handed over."""

    name = StringField(
        _l("Ihr Name"),
        [
            DataRequired(_l("Bitte geben Sie Ihren Namen an.")),
            Length(max=120, message=_l("Der Name darf höchstens 120 Zeichen haben.")),
            NoAddress(),
        ],
        filters=[one_line],
    )
    email: EmailField | None = email_field()
    # Not ticked beforehand: what is handed over is chosen (GDPR, recital 32).
    shares_email = BooleanField(_l("Meine E-Mail-Adresse weitergeben"))
    phone = TelField(
        _l("Telefon"),
        [Optional(), Length(max=40, message=_l("Diese Nummer ist zu lang."))],
        filters=[one_line],
    )
    company = StringField(
        _l("Organisation"),
        [Optional(), Length(max=120, message=_l("Möglich sind höchstens 120 Zeichen.")), NoLink()],
        filters=[one_line],
    )
    message = TextAreaField(
        _l("Nachricht"),
        [Optional(), Length(max=500, message=_l("Bitte schreiben Sie höchstens 500 Zeichen."))],
        filters=[many_lines],
    )

    def validate_shares_email(self, field: BooleanField) -> None:
        """Refuse a contact that nobody could answer."""
        if not field.data and not self.phone.data:
            raise ValidationError(
                _l("Bitte geben Sie Ihre E-Mail-Adresse oder eine Telefonnummer weiter.")
            )

    def gift(self, booking: Booking | None = None) -> Gift:
        """Return what was sent; call it on a valid form only."""
        email = booking.email if booking else (self.email.data if self.email else "")
        handed = Handed(
            name=self.name.data,
            email=email,
            shares_email=bool(self.shares_email.data),
            phone=self.phone.data or "",
            company=self.company.data or "",
            message=self.message.data or "",
        )
        return Gift(UUID(self.request_id.data), handed, current_language(), booking)


class BookedContactForm(ContactForm):
    """The contact of who booked: the address is that of the booking."""

    email = None
    # Whoever shows a code stands at the stand, and all is filled in.
    takes_time = False

    @classmethod
    def of(cls, booking: Booking) -> "BookedContactForm":
        """Make the form with the name of the booking."""
        return cls(data={"name": booking.name})
