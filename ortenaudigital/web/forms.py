"""What the forms of all audiences share."""

from uuid import UUID, uuid4

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.validators import ValidationError


def one_line(value: str | None) -> str | None:
    """Take the spaces away that phones add around and between words."""
    return " ".join(value.split()) if value else value


def many_lines(value: str | None) -> str | None:
    """Take the spaces away around a text of several lines."""
    return value.strip() if value else value


class RequestForm(FlaskForm):
    """A form that makes something exactly once: its hidden id is the same when sent again."""

    request_id = HiddenField(default=lambda: str(uuid4()))

    def validate_request_id(self, field: HiddenField) -> None:
        """Refuse an id that is none: the page was tampered with or cut off."""
        try:
            UUID(field.data or "")
        except ValueError as error:
            field.data = str(uuid4())
            raise ValidationError(_l("Bitte senden Sie das Formular noch einmal ab.")) from error
