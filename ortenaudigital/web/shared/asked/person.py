"""Who somebody is and how to reach them: fields that all audiences share.

Without `needed`, somebody is asked about themselves and must answer; a form that asks otherwise
hands its own validators on.
"""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, StringField
from wtforms.validators import DataRequired, Email, InputRequired, Length

from ortenaudigital.web.shared.forms import NoAddress, one_line

MOST_NAME = 80
MOST_ADDRESS = 254


def first_name_field(needed: Any = None) -> StringField:
    """Ask for a first name."""
    needed = needed or DataRequired(_l("Bitte geben Sie Ihren Vornamen an."))
    words = _l("Der Vorname darf höchstens 80 Zeichen haben.")
    return _name_field(_l("Vorname"), needed, words)


def last_name_field(needed: Any = None) -> StringField:
    """Ask for a last name."""
    needed = needed or DataRequired(_l("Bitte geben Sie Ihren Nachnamen an."))
    words = _l("Der Nachname darf höchstens 80 Zeichen haben.")
    return _name_field(_l("Nachname"), needed, words)


def _name_field(label: Any, needed: Any, too_long: Any) -> StringField:
    validators = [needed, Length(max=MOST_NAME, message=too_long), NoAddress()]
    return StringField(label, validators, filters=[one_line])


def email_field(*needed: Any) -> EmailField:
    """Ask for a mail address that letters go to."""
    return EmailField(
        _l("E-Mail-Adresse"),
        [
            *(needed or [InputRequired(_l("Bitte geben Sie Ihre E-Mail-Adresse an."))]),
            Length(max=MOST_ADDRESS, message=_l("Diese E-Mail-Adresse ist zu lang.")),
            Email(
                _l("Bitte prüfen Sie die E-Mail-Adresse, sie sieht etwa so aus: name@beispiel.de"),
                # Most mail servers take no umlaut before the @; a letter would never arrive.
                allow_smtputf8=False,
            ),
        ],
        filters=[one_line],
    )
