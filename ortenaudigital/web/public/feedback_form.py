"""The form for reports: shape only."""

from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Email, Length, Optional, ValidationError

from ortenaudigital.feedback.commands import Message
from ortenaudigital.feedback.rules import MOST_MESSAGE, MOST_PAGE
from ortenaudigital.web.shared.forms import OpenRequestForm, many_lines, one_line
from ortenaudigital.web.shared.language import current_language
from ortenaudigital.web.shared.own_pages import read_page


class FeedbackForm(OpenRequestForm):
    """What is wrong, on which page, and where an answer goes."""

    message = TextAreaField(
        _l("Was ist Ihnen aufgefallen?"),
        [
            DataRequired(_l("Bitte schreiben Sie uns, was Ihnen aufgefallen ist.")),
            Length(max=MOST_MESSAGE, message=_l("Bitte schreiben Sie höchstens 2.000 Zeichen.")),
        ],
        filters=[many_lines],
    )
    page = StringField(
        _l("Auf welcher Seite?"),
        [
            DataRequired(_l("Bitte geben Sie die Adresse der Seite an.")),
            Length(max=MOST_PAGE, message=_l("Bitte geben Sie die Adresse der Seite an.")),
        ],
        filters=[one_line],
    )
    email = EmailField(
        _l("E-Mail-Adresse für eine Antwort"),
        [
            Optional(),
            Email(_l("Bitte prüfen Sie die E-Mail-Adresse, zum Beispiel name@beispiel.de.")),
            Length(max=200, message=_l("Bitte prüfen Sie die E-Mail-Adresse.")),
        ],
        filters=[one_line],
    )
    about = HiddenField(validators=[Length(max=100)])
    # Nobody sees it; programs that fill in all they find do.
    website = StringField(_l("Bitte leer lassen"), [Optional()])

    def validate_page(self, field: StringField) -> None:
        """Refuse addresses of others; what is secret in one of ours is left out."""
        page = read_page(field.data or "")
        if page is None:
            raise ValidationError(_l("Bitte geben Sie die Adresse einer unserer Seiten an."))
        field.data = page.path

    @property
    def is_by_a_program(self) -> bool:
        """Say whether something was filled in that no reader sees."""
        return bool(self.website.data)

    def message_of(self) -> Message:
        """Return what was written."""
        return Message(
            request_id=UUID(self.request_id.data or ""),
            page=self.page.data or "/",
            message=self.message.data or "",
            email=self.email.data or "",
            language=current_language(),
        )
