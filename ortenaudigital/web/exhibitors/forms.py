"""The form of the exhibitor: shape only."""

from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, RadioField, StringField, TelField, TextAreaField, URLField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import URL, DataRequired, Email, InputRequired, Length, Optional

from ortenaudigital.fair.applications.commands import Application
from ortenaudigital.fair.applications.rules import Kind
from ortenaudigital.web.shared.forms import NoAddress, NoLink, OpenRequestForm, many_lines, one_line
from ortenaudigital.web.shared.language import current_language

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


class ApplicationForm(OpenRequestForm):
    """Who wants to show what at the fair, and how to reach them."""

    name = StringField(
        _l("Name der Organisation"),
        [
            DataRequired(_l("Bitte geben Sie den Namen Ihrer Organisation an.")),
            Length(max=120, message=_l("Der Name darf höchstens 120 Zeichen haben.")),
            NoLink(),
        ],
        filters=[one_line],
    )
    kind = RadioField(
        _l("Was sind Sie?"),
        [InputRequired(_l("Bitte wählen Sie aus, was Sie sind."))],
        choices=[SelectChoice(kind.value, label) for kind, label in KINDS.items()],
    )
    description = TextAreaField(
        _l("Was zeigen Sie?"),
        [
            DataRequired(_l("Bitte beschreiben Sie in ein, zwei Sätzen, was Sie zeigen.")),
            Length(max=1000, message=_l("Bitte schreiben Sie höchstens 1000 Zeichen.")),
        ],
        filters=[many_lines],
    )
    website = URLField(
        _l("Internetseite"),
        [
            Optional(),
            Length(max=200, message=_l("Diese Adresse ist zu lang.")),
            URL(message=_l("Bitte prüfen Sie die Adresse, sie sieht etwa so aus: www.beispiel.de")),
        ],
        filters=[one_line, _with_scheme],
    )
    contact_name = StringField(
        _l("Ansprechperson"),
        [
            DataRequired(_l("Bitte geben Sie eine Ansprechperson an.")),
            Length(max=120, message=_l("Der Name darf höchstens 120 Zeichen haben.")),
            NoAddress(),
        ],
        filters=[one_line],
    )
    email = EmailField(
        _l("E-Mail-Adresse"),
        [
            InputRequired(_l("Bitte geben Sie Ihre E-Mail-Adresse an.")),
            Length(max=254, message=_l("Diese E-Mail-Adresse ist zu lang.")),
            Email(
                _l("Bitte prüfen Sie die E-Mail-Adresse, sie sieht etwa so aus: name@beispiel.de"),
                # Most mail servers take no umlaut before the @; the ticket would never arrive.
                allow_smtputf8=False,
            ),
        ],
        filters=[one_line],
    )
    phone = TelField(
        _l("Telefon"),
        [Optional(), Length(max=40, message=_l("Diese Nummer ist zu lang."))],
        filters=[one_line],
    )
    wishes = TextAreaField(
        _l("Was brauchen Sie am Stand?"),
        [Optional(), Length(max=500, message=_l("Bitte schreiben Sie höchstens 500 Zeichen."))],
        filters=[many_lines],
    )

    def application(self) -> Application:
        """Return what was sent; call it on a valid form only."""
        return Application(
            request_id=UUID(self.request_id.data),
            name=self.name.data,
            kind=self.kind.data,
            description=self.description.data,
            website=self.website.data or "",
            contact_name=self.contact_name.data,
            email=self.email.data,
            phone=self.phone.data or "",
            wishes=self.wishes.data or "",
            language=current_language(),
        )
