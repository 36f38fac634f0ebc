"""The forms about exhibitors' portals: shape only."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField, TextAreaField, URLField
from wtforms.validators import DataRequired, Length, Optional, Regexp

from ortenaudigital.web.shared.forms import Form, RequestForm, many_lines, one_line

_TOO_LONG: Any = _l("Bitte schreiben Sie höchstens 4.000 Zeichen.")


class AnswerForm(RequestForm):
    """What organisers write to an exhibitor."""

    words = TextAreaField(
        _l("Nachricht"),
        [
            DataRequired(_l("Bitte schreiben Sie, worum es geht.")),
            Length(max=4000, message=_TOO_LONG),
        ],
        filters=[many_lines],
    )


class PaperForm(Form):
    """A document: its title, and an address unless a file comes with it."""

    title = StringField(
        _l("Titel"),
        [
            DataRequired(_l("Bitte geben Sie einen Titel an.")),
            Length(max=120, message=_l("Der Titel darf höchstens 120 Zeichen haben.")),
        ],
        filters=[one_line],
    )
    url = URLField(
        _l("Oder ein Link"),
        [
            Optional(),
            Length(max=400, message=_l("Diese Adresse ist zu lang.")),
            Regexp(
                r"https?://[^\s/@:]+\.[^\s/@:]+(:\d+)?(/\S*)?$",
                message=_l("Eine Adresse beginnt mit https://"),
            ),
        ],
        filters=[one_line],
    )
    to_confirm = BooleanField(_l("Aussteller müssen es bestätigen"), default=True)
