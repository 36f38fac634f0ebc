"""The form in which organisers enter an exhibitor."""

from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from ortenaudigital.fair.applications.commands import Application
from ortenaudigital.web.shared.asked.person import email_field
from ortenaudigital.web.shared.exhibitor.fields import (
    contact_name_field,
    description_field,
    kind_field,
    name_field,
    phone_field,
    website_field,
    wishes_field,
)
from ortenaudigital.web.shared.forms import RequestForm

LANGUAGES = [
    SelectChoice("de", _l("Deutsch")),
    SelectChoice("en", _l("Englisch")),
    SelectChoice("fr", _l("Französisch")),
]


class EnteringForm(RequestForm):
    """An exhibitor who called or came by; the address may be missing."""

    name = name_field()
    kind = kind_field()
    description = description_field()
    website = website_field()
    contact_name = contact_name_field()
    email = email_field(Optional())
    phone = phone_field()
    wishes = wishes_field()
    language = SelectField(_l("Sprache der E-Mails"), choices=LANGUAGES)

    def application(self) -> Application:
        """Return what was entered; call it on a valid form only."""
        return Application(
            request_id=UUID(self.request_id.data),
            name=self.name.data,
            kind=self.kind.data,
            description=self.description.data,
            website=self.website.data or "",
            contact_name=self.contact_name.data,
            email=self.email.data or "",
            phone=self.phone.data or "",
            wishes=self.wishes.data or "",
            language=self.language.data,
        )
