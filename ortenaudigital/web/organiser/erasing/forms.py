"""The forms of who asks to erase an event, and of who decides."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, StringField, TextAreaField
from wtforms.validators import Length

from ortenaudigital.kernel.text import fold
from ortenaudigital.web.organiser.account.forms import EMPTY, TOO_LONG, ProofForm
from ortenaudigital.web.shared.forms import Form, many_lines, one_line

MOST_REASON = Length(max=500, message=_l("Bitte nehmen Sie höchstens 500 Zeichen."))


class AskForm(Form):
    """Which event, typed once more; why; and by whom."""

    event = StringField(_l("Name der Veranstaltung"), [EMPTY], filters=[one_line])
    reason = TextAreaField(_l("Warum soll sie weg?"), [EMPTY, MOST_REASON], filters=[many_lines])
    password = PasswordField(_l("Ihr Passwort"), [EMPTY, TOO_LONG])

    def names(self, slug: str, title: str) -> bool:
        """Look whether the event was named by its title or as in addresses; on a valid form."""
        if fold(self.event.data or "") in (fold(slug), fold(title)):
            return True
        self.event.errors = [gettext("Das ist nicht der Name dieser Veranstaltung.")]
        return False


class ConfirmForm(ProofForm):
    """The password of who confirms."""

    def __init__(self) -> None:
        super().__init__("confirm")


class RefuseForm(Form):
    """Why somebody refuses."""

    answer = TextAreaField(_l("Begründung"), [EMPTY, MOST_REASON], filters=[many_lines])
