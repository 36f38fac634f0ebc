"""What the forms of all audiences share."""

from typing import Any
from uuid import UUID, uuid4

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict
from wtforms import Field, HiddenField
from wtforms.fields.core import UnboundField
from wtforms.validators import ValidationError

from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.errors import N_
from ortenaudigital.kernel.plain_text import holds_address, holds_link
from ortenaudigital.web.shared.bound_fields import bound_like_first
from ortenaudigital.web.shared.robots.form_ids import Doubt, new_form_id
from ortenaudigital.web.shared.robots.honeypot import PublicFormId, doubt_of_form


def one_line(value: str | None) -> str | None:
    """Take the spaces away that phones add around and between words."""
    return " ".join(value.split()) if value else value


def many_lines(value: str | None) -> str | None:
    """Take the spaces away around a text of several lines."""
    return value.strip() if value else value


class NoAddress:
    """Refuse links and domains in the names of people: our server would mail them to strangers."""

    message = _l("Bitte schreiben Sie hier einen Namen, keine Internet- oder E-Mail-Adresse.")

    def __call__(self, form: FlaskForm, field: Field) -> None:
        """Raise ValidationError if the field holds what a mail program makes a link of."""
        if holds_address(field.data or ""):
            raise ValidationError(self.message)


class NoLink:
    """Refuse links in the names of things and organisations, which may well be called `abc.de`."""

    message = _l("Bitte schreiben Sie hier nur den Namen, ohne „www.“, „@“ und „https://“.")

    def __call__(self, form: FlaskForm, field: Field) -> None:
        """Raise ValidationError if the field holds a link."""
        if holds_link(field.data or ""):
            raise ValidationError(self.message)


REQUEST_HOLE = "%%request-id%%"


class LibraryMessages:
    """The few messages of the form library that a visitor can meet, in our words and languages."""

    UNREADABLE = N_("Bitte prüfen Sie diese Angabe.")
    OURS = {
        "Invalid Choice: could not coerce.": N_("Bitte wählen Sie etwas aus der Liste."),
        "Not a valid choice.": N_("Bitte wählen Sie etwas aus der Liste."),
        "Not a valid integer value.": N_("Bitte geben Sie eine ganze Zahl an."),
        "Field cannot be longer than %(max)d character.": N_(
            "Das ist zu lang. Möglich sind höchstens %(max)d Zeichen."
        ),
        "This field is required.": N_("Bitte füllen Sie dieses Feld aus."),
    }

    def gettext(self, message: str) -> str:
        """Say a message of the library."""
        return str(gettext(self.OURS.get(message, self.UNREADABLE)))

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """Say a message of the library that counts something."""
        return self.gettext(singular)


class Form(FlaskForm):
    """The root of our forms."""

    class Meta(FlaskForm.Meta):
        """How the library behaves in our forms."""

        def get_translations(self, form: FlaskForm) -> LibraryMessages:
            """Hand out the messages of the library."""
            return LibraryMessages()

        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> Any:
            """Read what was typed: whoever takes a file asks for it, so that none is a text."""
            sent = super().wrap_formdata(form, formdata)
            return request.form if isinstance(sent, CombinedMultiDict) else sent

        def bind_field(self, form: FlaskForm, unbound: UnboundField, options: Any) -> Field:
            """Copy the field that was bound first, which takes a third of binding it anew."""
            return bound_like_first(self, form, unbound, options)


class OpenForm(Form):
    """A form of a public page: it needs no token, and so no session (see `cross_site`)."""

    class Meta(Form.Meta):
        """How the library behaves in forms for everyone."""

        csrf = False


class OnceMixin:
    """Makes something exactly once: the form's hidden id is the same when it is sent again."""

    # Without a name of its own, the library would look for one in the catalogues, each time.
    request_id = HiddenField("", default=lambda: str(uuid4()))

    def leave_hole(self) -> None:
        """Leave open what is a visitor's own, so that the rendered form can be kept."""
        self.request_id.data = REQUEST_HOLE

    def validate_request_id(self, field: HiddenField) -> None:
        """Refuse an id that is none: the page was tampered with or cut off."""
        try:
            UUID(field.data or "")
        except ValueError as error:
            field.data = field.default()
            raise ValidationError(_l("Bitte senden Sie das Formular noch einmal ab.")) from error


class RequestForm(OnceMixin, Form):
    """A form of the organisers that makes something exactly once."""


class OpenRequestForm(OnceMixin, OpenForm):
    """A form of a public page that makes something exactly once, and that people fill in.

    `doubt` says why it looks as if a program had sent it. Whoever is doubted loses nothing: the
    same form comes back as it was filled in, and is taken at the next press.
    """

    request_id = PublicFormId("", default=lambda: new_form_id(utc_now()))
    doubt: Doubt | None = None
    takes_time = True

    def validate(self, extra_validators: Any = None) -> bool:
        """Judge the form, and then whether a person may have sent it."""
        return super().validate(extra_validators) and not self._is_doubtful()

    def _is_doubtful(self) -> bool:
        self.doubt = doubt_of_form(UUID(self.request_id.data), self.takes_time)
        if self.doubt is None:
            return False
        if self.doubt is Doubt.NEVER_SHOWN:
            self.request_id.data = self.request_id.default()
        # An extension that fills in everything would do so again.
        self.request_id.with_honeypot = False
        self.hold_up()
        return True

    def hold_up(self) -> None:
        """Have the form sent once more."""
        words = gettext("Bitte senden Sie das Formular noch einmal ab. Ihre Angaben sind noch da.")
        self.request_id.errors = [words]


def fill_hole(html: str) -> str:
    """Put a new id into a form that was kept."""
    return html.replace(REQUEST_HOLE, new_form_id(utc_now()))
