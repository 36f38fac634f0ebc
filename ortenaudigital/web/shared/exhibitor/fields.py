"""What is asked about an exhibitor, alike whoever fills it in."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TelField, TextAreaField, URLField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import URL, DataRequired, InputRequired, Length, Optional

from ortenaudigital.fair.applications.rules import Kind
from ortenaudigital.web.shared.forms import NoAddress, NoLink, many_lines, one_line

KINDS = {
    Kind.COMPANY: _l("Unternehmen"),
    Kind.START_UP: _l("Start-up"),
    Kind.MUNICIPALITY: _l("Kommune"),
    Kind.ASSOCIATION: _l("Verein oder Verband"),
}


def _with_scheme(value: str | None) -> str | None:
    """Complete `www.example.org`, as people type it, to an address."""
    if value and "://" not in value:
        return f"https://{value}"
    return value


def name_field() -> StringField:
    """Ask for the name of the organisation."""
    return StringField(
        _l("Name der Organisation"),
        [
            DataRequired(_l("Bitte geben Sie den Namen Ihrer Organisation an.")),
            Length(max=120, message=_l("Der Name darf höchstens 120 Zeichen haben.")),
            NoLink(),
        ],
        filters=[one_line],
    )


def kind_field() -> RadioField:
    """Ask what sort of organisation it is."""
    return RadioField(
        _l("Was sind Sie?"),
        [InputRequired(_l("Bitte wählen Sie aus, was Sie sind."))],
        choices=[SelectChoice(kind.value, label) for kind, label in KINDS.items()],
    )


def description_field() -> TextAreaField:
    """Ask what is shown."""
    return TextAreaField(
        _l("Was zeigen Sie?"),
        [
            DataRequired(_l("Bitte beschreiben Sie in ein, zwei Sätzen, was Sie zeigen.")),
            Length(max=1000, message=_l("Bitte schreiben Sie höchstens 1.000 Zeichen.")),
        ],
        filters=[many_lines],
    )


def description_in(label: Any) -> TextAreaField:
    """Ask for the same in another language."""
    most = Length(max=1000, message=_l("Bitte schreiben Sie höchstens 1.000 Zeichen."))
    return TextAreaField(label, [Optional(), most], filters=[many_lines])


def website_field() -> URLField:
    """Ask for a website, with or without its scheme."""
    return URLField(
        _l("Internetseite"),
        [
            Optional(),
            Length(max=200, message=_l("Diese Adresse ist zu lang.")),
            URL(message=_l("Bitte prüfen Sie die Adresse, sie sieht etwa so aus: www.beispiel.de")),
        ],
        filters=[one_line, _with_scheme],
    )


def contact_name_field() -> StringField:
    """Ask for a contact."""
    return StringField(
        _l("Ansprechperson"),
        [
            DataRequired(_l("Bitte geben Sie eine Ansprechperson an.")),
            Length(max=120, message=_l("Der Name darf höchstens 120 Zeichen haben.")),
            NoAddress(),
        ],
        filters=[one_line],
    )


def phone_field() -> TelField:
    """Ask for a number to call."""
    return TelField(
        _l("Telefon"),
        [Optional(), Length(max=40, message=_l("Diese Nummer ist zu lang."))],
        filters=[one_line],
    )


def wishes_field() -> TextAreaField:
    """Ask for what is needed, in free words."""
    return TextAreaField(
        _l("Was brauchen Sie sonst am Stand?"),
        [Optional(), Length(max=500, message=_l("Bitte schreiben Sie höchstens 500 Zeichen."))],
        filters=[many_lines],
    )
