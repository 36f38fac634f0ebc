"""The fields about a booking that organisers fill in for somebody."""

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, Length, Optional

from ortenaudigital.bookings.notes.commands import LONGEST_NOTE, LONGEST_REASON
from ortenaudigital.web.shared.forms import NoAddress, NoLink, many_lines, one_line

MOST_NAME = 80
MOST_ORGANISATION = 120


def languages() -> list[SelectChoice]:
    """Return the languages that letters are written in."""
    return [
        SelectChoice("de", _l("Deutsch")),
        SelectChoice("en", _l("Englisch")),
        SelectChoice("fr", _l("Französisch")),
    ]


def first_name_field() -> StringField:
    """Ask for a first name, which nobody has to spell on the phone."""
    return StringField(
        _l("Vorname"),
        [
            Optional(),
            Length(max=MOST_NAME, message=_l("Der Vorname darf höchstens 80 Zeichen haben.")),
            NoAddress(),
        ],
        filters=[one_line],
    )


def last_name_field() -> StringField:
    """Ask for the last name, by which somebody is found."""
    return StringField(
        _l("Nachname"),
        [
            DataRequired(_l("Bitte geben Sie den Nachnamen an.")),
            Length(max=MOST_NAME, message=_l("Der Nachname darf höchstens 80 Zeichen haben.")),
            NoAddress(),
        ],
        filters=[one_line],
    )


def email_field(*validators: object) -> EmailField:
    """Ask for an address, if there is one."""
    return EmailField(
        _l("E-Mail-Adresse"),
        [
            *(validators or [Optional()]),
            Length(max=254, message=_l("Diese E-Mail-Adresse ist zu lang.")),
            Email(
                _l("Bitte prüfen Sie die E-Mail-Adresse, sie sieht etwa so aus: name@beispiel.de"),
                allow_smtputf8=False,
            ),
        ],
        filters=[one_line],
    )


def language_field() -> SelectField:
    """Ask in which language somebody is written to."""
    return SelectField(_l("Sprache der Tickets und Briefe"), choices=languages(), default="de")


def organisation_field() -> StringField:
    """Ask for whom somebody books."""
    return StringField(
        _l("Organisation"),
        [
            Length(max=MOST_ORGANISATION, message=_l("Der Name darf höchstens 120 Zeichen haben.")),
            NoLink(),
        ],
        filters=[one_line],
    )


def note_field() -> TextAreaField:
    """Ask what organisers note for one another."""
    too_long = _l("Bitte schreiben Sie höchstens 1000 Zeichen.")
    return TextAreaField(
        _l("Notiz für die Orga"), [Length(max=LONGEST_NOTE, message=too_long)], filters=[many_lines]
    )


def reason_field() -> StringField:
    """Ask why something is done that guests could not do, or had not asked for."""
    too_long = _l("Bitte schreiben Sie höchstens 300 Zeichen.")
    return StringField(
        _l("Begründung"), [Length(max=LONGEST_REASON, message=too_long)], filters=[one_line]
    )
