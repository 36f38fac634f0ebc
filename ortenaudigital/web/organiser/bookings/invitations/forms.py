"""The forms of those who invite: whom, to what; and codes in bulk."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)
from wtforms.widgets import CheckboxInput

from ortenaudigital.bookings.access.codes import CodeOrder
from ortenaudigital.bookings.access.guests import MOST_GUESTS
from ortenaudigital.bookings.access.invitations import Offered
from ortenaudigital.bookings.access.rules import MOST_CODES, MOST_TICKETS
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.web.shared.forms import Form, one_line
from ortenaudigital.web.shared.language import texts
from ortenaudigital.web.shared.requests.values import WholeField

LANGUAGES = [
    SelectChoice("de", _l("Deutsch")),
    SelectChoice("en", _l("Englisch")),
    SelectChoice("fr", _l("Französisch")),
]
DAY = timedelta(days=1)


class InviteForm(Form):
    """Whom to invite, to what."""

    ticket_type = SelectField(_l("Ticketart"))
    number = WholeField(
        _l("Tickets je Einladung"),
        [
            InputRequired(_l("Bitte geben Sie eine ganze Zahl an.")),
            NumberRange(1, MOST_TICKETS, _l("Möglich sind 1 bis 50 Tickets je Einladung.")),
        ],
        default=1,
    )
    language = SelectField(_l("Sprache der E-Mails"), choices=LANGUAGES)
    guests = TextAreaField(
        _l("E-Mail-Adressen"),
        [DataRequired(_l("Bitte fügen Sie mindestens eine E-Mail-Adresse ein."))],
    )
    # How many good rows the preview showed; whoever sends without one sees it first.
    expected = WholeField("", [Optional()])

    def offer(self, ticket_types: Sequence[TicketType]) -> None:
        """Offer the ticket types that are by invitation."""
        self.ticket_type.choices = [
            SelectChoice(each.slug, texts(each.title)) for each in ticket_types
        ]

    def chosen(self, ticket_types: Sequence[TicketType]) -> Offered:
        """Return what was chosen; call it on a valid form only."""
        (kind,) = (each for each in ticket_types if each.slug == self.ticket_type.data)
        return Offered(kind, self.number.data, self.language.data)

    def too_many(self, number: int) -> bool:
        """Say whether there are more rows than are taken at once, and tell so."""
        if number <= MOST_GUESTS:
            return False
        words = gettext(
            "Das sind %(number)d Zeilen; auf einmal gehen höchstens %(most)d. Bitte teilen Sie "
            "die Liste.",
            number=number,
            most=MOST_GUESTS,
        )
        self.guests.errors = [*self.guests.errors, words]
        return True


class RemindForm(Form):
    """How many reminders somebody has seen and sends."""

    expected = WholeField("", [InputRequired()])


class CodesForm(Form):
    """So many codes alike."""

    number = WholeField(
        _l("Wie viele Codes?"),
        [
            InputRequired(_l("Bitte geben Sie eine ganze Zahl an.")),
            NumberRange(1, MOST_CODES, _l("Möglich sind 1 bis 1.000 Codes auf einmal.")),
        ],
        default=1,
    )
    label = StringField(
        _l("Für wen?"),
        [Length(max=100, message=_l("Bitte schreiben Sie höchstens 100 Zeichen."))],
        filters=[one_line],
    )
    ticket_types = SelectMultipleField(
        _l("Was öffnen die Codes?"),
        [DataRequired(_l("Bitte wählen Sie mindestens eine Ticketart."))],
        option_widget=CheckboxInput(),
    )
    size = WholeField(
        _l("Tickets je Code"),
        [Optional(), NumberRange(1, 100_000, _l("Möglich sind 1 bis 100.000 Tickets."))],
        default=1,
    )
    last_day = DateField(_l("Letzter Tag"), [Optional()])

    def offer(self, ticket_types: Sequence[TicketType]) -> None:
        """Offer the ticket types that are by invitation; a single one is chosen already."""
        self.ticket_types.choices = [
            SelectChoice(each.slug, texts(each.title)) for each in ticket_types
        ]
        if len(ticket_types) == 1 and not self.is_submitted():
            self.ticket_types.data = [ticket_types[0].slug]

    def validate_last_day(self, field: DateField) -> None:
        """Refuse a day that is over."""
        if field.data is not None and field.data < utc_now().date() - DAY:
            raise ValidationError(gettext("Dieser Tag ist schon vorbei."))

    def order(self, event: Event, ticket_types: Sequence[TicketType]) -> CodeOrder:
        """Return what was ordered; call it on a valid form only."""
        chosen = [each for each in ticket_types if each.slug in self.ticket_types.data]
        ends_at = _end_of(self.last_day.data, event.timezone) if self.last_day.data else None
        return CodeOrder(self.number.data, self.label.data or "", self.size.data, ends_at, chosen)


def _end_of(day: date, zone: str) -> datetime:
    return datetime.combine(day + DAY, time(), ZoneInfo(zone))
