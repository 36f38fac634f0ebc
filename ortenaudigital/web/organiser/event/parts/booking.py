"""The forms of booking, of the door, and of what exhibitors find."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.validators import InputRequired

from ortenaudigital.events.sections.fair.portal import SetUpKind
from ortenaudigital.events.sections.questions.kinds import Need
from ortenaudigital.web.organiser.event.forms.base import PartForm, list_of, named
from ortenaudigital.web.organiser.event.forms.fields import (
    EMPTY,
    ChecksField,
    MomentField,
    NumberField,
    Paragraphs,
    Row,
    TextsField,
    choices_of,
)
from ortenaudigital.web.shared.forms import one_line

NEEDS = {
    Need.WHEELCHAIR: _l("Platz für einen Rollstuhl"),
    Need.SIGN_LANGUAGE: _l("Dolmetschen in Gebärdensprache"),
    Need.INDUCTION_LOOP: _l("Induktionsschleife"),
    Need.COMPANION: _l("Begleitperson"),
    Need.OTHER: _l("Anderes, in eigenen Worten"),
}
SET_UPS = {
    SetUpKind.DELIVERY: _l("Anlieferung"),
    SetUpKind.SET_UP: _l("Aufbau"),
    SetUpKind.DISMANTLING: _l("Abbau"),
}


class BookingForm(PartForm):
    """From when to when guests book, and what they may ask for."""

    booking_opens = MomentField(
        _l("Buchung ab"), description=_l("Leer: sobald die Veranstaltung öffentlich ist.")
    )
    booking_closes = MomentField(
        _l("Buchung bis"), description=_l("Leer: bis zum Ende des letzten Tages.")
    )
    needs = ChecksField(
        _l("Was Gäste brauchen können"),
        choices=choices_of(NEEDS.items()),
        description=_l("Danach fragt die Buchung. Ohne Haken wird nicht danach gefragt."),
    )


class DoorForm(PartForm):
    """What coming and going means."""

    reentry = BooleanField(_l("Wer hinausgeht, wird wieder eingelassen"))
    certificate = BooleanField(_l("Gäste bekommen eine Teilnahmebescheinigung"))


class ApplicationsForm(PartForm):
    """From when to when exhibitors apply, and under which terms."""

    applications_open = MomentField(
        _l("Bewerbung ab"), description=_l("Leer: sobald die Veranstaltung öffentlich ist.")
    )
    applications_close = MomentField(_l("Bewerbung bis"))
    exhibitor_terms = TextsField(
        _l("Bedingungen für Aussteller"),
        Paragraphs,
        markdown=True,
        description=_l("Wer sich bewirbt, stimmt ihnen zu."),
    )


class FurnitureRow(Row):
    """What exhibitors can order."""

    slug = HiddenField()
    title = TextsField(_l("Bezeichnung"))
    most = NumberField(_l("Höchstens je Aussteller"), [InputRequired(EMPTY)], default="10")


class SetUpRow(Row):
    """When exhibitors come, and where to."""

    kind = SelectField(_l("Wofür"), choices=choices_of(SET_UPS.items()))
    starts = MomentField(_l("Von"), [InputRequired(EMPTY)])
    ends = MomentField(_l("Bis"), [InputRequired(EMPTY)])
    area = StringField(
        _l("Bereich"), filters=[one_line], description=_l("Leer: für alle Bereiche.")
    )
    place = StringField(_l("Zufahrt oder Tor"), filters=[one_line])


class PortalForm(PartForm):
    """Deadlines of exhibitors, what they can order, and when they set up."""

    corrections_close = MomentField(_l("Angaben ändern bis"))
    furniture_close = MomentField(_l("Möbel bestellen bis"))
    furniture = list_of(FurnitureRow, _l("Möbel"), _l("Möbelstück"))
    setup = list_of(SetUpRow, _l("Auf- und Abbau"), _l("Zeit"))

    def wanted(self) -> dict[str, object]:
        """Return what was typed, with a name for each piece of furniture."""
        found = super().wanted()
        return found | {"furniture": named(found["furniture"], "slug")}
