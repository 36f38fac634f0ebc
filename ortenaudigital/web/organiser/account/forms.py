"""The forms of one's own account: shape, and whether a password is hard to guess."""

from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, Length

from ortenaudigital.accounts.commands import LEAST_PASSWORD, check_password
from ortenaudigital.accounts.errors import WeakPassword
from ortenaudigital.web.shared.asked.person import email_field
from ortenaudigital.web.shared.forms import Form, NoAddress, OpenForm, one_line

EMPTY = DataRequired(_l("Bitte füllen Sie dieses Feld aus."))
# Nobody types more, and hashing takes longer the more there is.
MOST_PASSWORD = 200
TOO_LONG = Length(max=MOST_PASSWORD, message=_l("Bitte nehmen Sie höchstens 200 Zeichen."))


class NameForm(Form):
    """How somebody is called."""

    name = StringField(
        _l("Ihr Name"), [EMPTY, Length(max=100), NoAddress()], filters=[one_line], id="name"
    )


class PasswordMixin:
    """A password for an account, typed once: whoever wants can have the browser show it."""

    password = PasswordField(_l("Neues Passwort"), [EMPTY, TOO_LONG])

    def is_hard_to_guess(self, email: str, name: str) -> bool:
        """Look at the new password; call it on a valid form only."""
        password = self.password.data or ""
        try:
            check_password(password, email, name)
        except WeakPassword:
            self.password.errors = [_fault(password)]
            return False
        return True


def _fault(password: str) -> str:
    if len(password) < LEAST_PASSWORD:
        return gettext("Das ist zu kurz. Bitte nehmen Sie mindestens 12 Zeichen.")
    return gettext("Das ist leicht zu erraten. Nehmen Sie mehrere Wörter ohne Zusammenhang.")


class NewPasswordForm(PasswordMixin, OpenForm):
    """A new password, for who comes by a mailed link."""


class ForgottenForm(OpenForm):
    """The address of an account."""

    email = email_field()


class PasswordForm(PasswordMixin, Form):
    """Another password, for who knows the present one."""

    current = PasswordField(_l("Jetziges Passwort"), [EMPTY, TOO_LONG])


class CodeMixin:
    """A code that an app shows; with spaces, as it is copied from some."""

    code = StringField(_l("Code"), [EMPTY, Length(max=40, message=_l("Dieser Code ist zu lang."))])


class AppForm(CodeMixin, Form):
    """The first code of an app that is set up, and the password; `setup`: which one was shown."""

    setup = HiddenField()
    password = PasswordField(_l("Ihr Passwort"), [EMPTY, TOO_LONG])

    def is_of(self, setup_id: UUID) -> bool:
        """Say whether the code is of the secret that is shown now, and not of one before it."""
        if self.setup.data == str(setup_id):
            return True
        self.code.errors = [
            gettext(
                "Diese Seite war nicht mehr aktuell. Nehmen Sie den Code, der jetzt zu sehen ist, "
                "in die App auf, und löschen Sie den früheren Eintrag dort."
            )
        ]
        return False

    def say_code_is_wrong(self) -> None:
        """Say what to do about a code that is not that of the app."""
        self.code.errors = [
            gettext(
                "Dieser Code stimmt nicht. Nehmen Sie den, den die App jetzt zeigt, und "
                "prüfen Sie, ob die Uhr Ihres Telefons richtig geht."
            )
        ]


class SecondStepForm(CodeMixin, OpenForm):
    """A code of the app, or one that stands in for it."""


class ProofForm(Form):
    """The password once more; `what` it is for tells several forms of a page apart."""

    password = PasswordField(_l("Ihr Passwort"), [EMPTY, TOO_LONG])

    def __init__(self, what: str, **kwargs: Any) -> None:
        self.what = what
        super().__init__(prefix=what, **kwargs)

    @classmethod
    def of(cls, what: str) -> "ProofForm":
        """Return an empty one."""
        return cls(what, formdata=None)


class PasskeyForm(ProofForm):
    """A new passkey: how its owner calls it, and the password."""

    name = StringField(_l("Name des Passkeys"), [Length(max=60)], filters=[one_line])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("passkey", **kwargs)
