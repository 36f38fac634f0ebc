"""The fields about a booking that organisers fill in for somebody."""

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from ortenaudigital.bookings.notes.commands import LONGEST_NOTE, LONGEST_REASON
from ortenaudigital.web.shared.asked import person
from ortenaudigital.web.shared.forms import NoLink, many_lines, one_line

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
    return person.first_name_field(Optional())


def last_name_field() -> StringField:
    """Ask for the last name, by which somebody is found."""
    return person.last_name_field(DataRequired(_l("Bitte geben Sie den Nachnamen an.")))


def email_field(*validators: object) -> EmailField:
    """Ask for an address, if there is one."""
    return person.email_field(*(validators or [Optional()]))


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
    too_long = _l("Bitte schreiben Sie höchstens 1.000 Zeichen.")
    return TextAreaField(
        _l("Notiz für die Orga"), [Length(max=LONGEST_NOTE, message=too_long)], filters=[many_lines]
    )


def reason_field() -> StringField:
    """Ask why something is done that guests could not do, or had not asked for."""
    too_long = _l("Bitte schreiben Sie höchstens 300 Zeichen.")
    return StringField(
        _l("Begründung"), [Length(max=LONGEST_REASON, message=too_long)], filters=[one_line]
    )
