"""The forms of days, ticket types and quotas."""

from typing import Any

from flask import g
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.validators import InputRequired

from ortenaudigital.events.queries import list_quotas
from ortenaudigital.events.rules import Access
from ortenaudigital.web.organiser.event.forms.base import PartForm, list_of, named, short_name
from ortenaudigital.web.organiser.event.forms.fields import (
    EMPTY,
    ChecksField,
    LinesField,
    MomentField,
    NumberField,
    OptionalLines,
    Row,
    TextsField,
    choices_of,
    choose,
)
from ortenaudigital.web.shared.forms import one_line
from ortenaudigital.web.shared.language import short_date, texts

ACCESSES = {
    Access.PUBLIC: _l("Alle"),
    Access.INVITATION: _l("Nur Eingeladene"),
    Access.EXHIBITORS: _l("Nur Aussteller"),
}


class CheckpointRow(Row):
    """Where people are let through besides the entrance."""

    slug = HiddenField()
    title = TextsField(_l("Name"))


class DayForm(PartForm):
    """A day that there is; its date and hours are changed where guests are told."""

    title = TextsField(_l("Name des Tages"), OptionalLines)
    audience = TextsField(
        _l("Für wen"),
        OptionalLines,
        description=_l("Steht auf der Seite der Veranstaltung, etwa „für alle aus der Ortenau“."),
    )
    capacity = NumberField(
        _l("Höchstens so viele Menschen im Haus"),
        description=_l("Leer: keine Grenze. Sie gilt über alle Ticketarten zusammen."),
    )
    checkpoints = list_of(
        CheckpointRow, _l("Weitere Durchgänge, etwa ein Workshop"), _l("Durchgang")
    )

    def wanted(self) -> dict[str, Any]:
        """Return what was typed, with a name for each checkpoint."""
        found = super().wanted()
        return found | {"checkpoints": named(found["checkpoints"], "slug")}


class NewDayForm(DayForm):
    """One day more."""

    first = ("date", "opens", "closes")

    date = StringField(_l("Datum"), [InputRequired(EMPTY)], render_kw={"type": "date"})
    opens = StringField(
        _l("Einlass ab"), [InputRequired(EMPTY)], filters=[one_line], default="09:00"
    )
    closes = StringField(_l("Ende"), [InputRequired(EMPTY)], filters=[one_line], default="17:00")


class QuotaForm(PartForm):
    """Places that several ticket types share."""

    title = TextsField(_l("Name"), OptionalLines)
    size = NumberField(_l("Plätze"), [InputRequired(EMPTY)])
    overbook = NumberField(
        _l("Überbuchen um so viele Prozent"), [InputRequired(EMPTY)], default="0"
    )


class NewQuotaForm(QuotaForm):
    """More such places."""

    slug = short_name()
    title = TextsField(_l("Name"))


class TicketTypeForm(PartForm):
    """A ticket type: for whom, for which days, how many."""

    title = TextsField(_l("Name"))
    access = SelectField(
        _l("Wer sie buchen kann"),
        choices=choices_of(ACCESSES.items()),
    )
    admits_to = ChecksField(_l("Gilt für"))
    quota = NumberField(
        _l("Plätze nur für diese Ticketart"),
        description=_l("Leer: so viele, wie in gemeinsamen Kontingenten frei sind."),
    )
    overbook = NumberField(
        _l("Überbuchen um so viele Prozent"), [InputRequired(EMPTY)], default="0"
    )
    quotas = ChecksField(_l("Gemeinsame Kontingente"))
    max_per_booking = NumberField(_l("Höchstens je Buchung"), [InputRequired(EMPTY)], default="4")
    max_per_address = NumberField(
        _l("Höchstens je E-Mail-Adresse"), description=_l("Leer: keine Grenze.")
    )
    max_per_group = NumberField(
        _l("Höchstens in einer Gruppe"),
        [InputRequired(EMPTY)],
        default="0",
        description=_l("Mit 0 gibt es keine Anmeldung für Gruppen."),
    )
    booking_opens = MomentField(
        _l("Buchung ab"), description=_l("Leer: wie bei der ganzen Veranstaltung.")
    )
    booking_closes = MomentField(
        _l("Buchung bis"), description=_l("Leer: wie bei der ganzen Veranstaltung.")
    )
    domains = LinesField(
        _l("E-Mail-Domains, die sie ohne Einladung buchen"),
        description=_l("In jeder Zeile eine, zum Beispiel achern.de. Nur für Eingeladene."),
    )
    confirm_first = BooleanField(_l("Wer bucht, bestätigt zuerst die E-Mail-Adresse"))

    def offer(self) -> None:
        """Offer the days and the shared quotas of the event."""
        choose(
            self.admits_to, [(day.date.isoformat(), short_date(day.date)) for day in g.event.days]
        )
        shared = [each for each in list_quotas(g.event) if each.slug]
        choose(self.quotas, [(each.slug or "", texts(each.title) or each.slug) for each in shared])


class NewTicketTypeForm(TicketTypeForm):
    """One more ticket type."""

    slug = short_name()
