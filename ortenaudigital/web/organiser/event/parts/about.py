"""The forms of what an event is: its texts, its place, who holds it."""

from zoneinfo import available_timezones

from flask import g
from flask_babel import lazy_gettext as _l
from wtforms import FormField, SelectField, StringField
from wtforms.validators import InputRequired

from ortenaudigital.towns.queries import list_towns
from ortenaudigital.web.organiser.event.forms.base import PartForm
from ortenaudigital.web.organiser.event.forms.fields import (
    EMPTY,
    ChecksField,
    KnownField,
    OptionalLines,
    Paragraphs,
    Row,
    TextsField,
    choose,
)
from ortenaudigital.web.shared.forms import one_line

# Where the product is used; any other that an event has already is kept.
ZONES = ("Europe/Berlin", "Europe/Paris", "Europe/Zurich")


class BasicsForm(PartForm):
    """Title, texts, contact, time zone."""

    title = StringField(_l("Titel"), [InputRequired(EMPTY)], filters=[one_line])
    claim = TextsField(_l("Leitsatz"), OptionalLines)
    summary = TextsField(
        _l("Worum es geht"),
        Paragraphs,
        markdown=True,
        description=_l("Ein paar Sätze für die Seite der Veranstaltung."),
    )
    contact_email = StringField(
        _l("E-Mail-Adresse für Fragen"),
        filters=[one_line],
        description=_l("Sie steht auf der Seite der Veranstaltung und in Briefen."),
    )
    timezone = SelectField(_l("Zeitzone"))

    def offer(self) -> None:
        """Offer the time zones nearby, and that of the event."""
        known = available_timezones()
        zones = dict.fromkeys([*ZONES, g.event.timezone])
        choose(self.timezone, [(zone, zone) for zone in zones if zone in known])


class AccessibilityRow(Row):
    """What there is at the place for people with disabilities."""

    step_free = KnownField(_l("Eingang ohne Stufen"))
    lift = KnownField(_l("Aufzug"))
    toilet = KnownField(_l("Toilette für Rollstühle"))
    induction_loop = KnownField(_l("Induktionsschleife"))
    parking = KnownField(_l("Parkplätze für Menschen mit Behinderung"))


class VenueForm(PartForm):
    """How to get to the place, and what there is; its name is changed where guests are told."""

    directions = TextsField(
        _l("So kommen Gäste hin"),
        Paragraphs,
        description=_l("Zug, Bus, Rad, Auto. Es steht auch auf Tickets und in Briefen."),
    )
    accessibility = FormField(AccessibilityRow, _l("Barrierefreiheit"))


class OrganisersForm(PartForm):
    """The towns that hold the event."""

    host = SelectField(_l("Gastgebende Stadt"))
    co_organisers = ChecksField(_l("Mitveranstaltende Städte"))
    arrangement = TextsField(
        _l("Vereinbarung der Städte zum Datenschutz"),
        Paragraphs,
        description=_l(
            "Das Wesentliche davon, wie Art. 26 DSGVO es verlangt. Es steht im Datenschutzhinweis."
        ),
    )

    def offer(self) -> None:
        """Offer the towns that are known."""
        towns = [(town.slug, town.name) for town in list_towns()]
        choose(self.host, [("", _l("Bitte wählen")), *towns])
        choose(self.co_organisers, towns)
