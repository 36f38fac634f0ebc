"""The entry of an exhibitor as a part of a form, alike for exhibitors and organisers."""

from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from ortenaudigital.web.shared.exhibitor.fields import (
    contact_name_field,
    description_field,
    description_in,
    kind_field,
    name_field,
    phone_field,
    website_field,
    wishes_field,
)
from ortenaudigital.web.shared.forms import Form, many_lines, one_line
from ortenaudigital.web.shared.language import LANGUAGES
from ortenaudigital.web.shared.uploads import PictureField

MOST_LINKS = 5


class EntryPart(Form):
    """What visitors read about an exhibitor, in three languages, and whom organisers call."""

    name = name_field()
    kind = kind_field()
    description = description_field()
    website = website_field()
    contact_name = contact_name_field()
    phone = phone_field()
    wishes = wishes_field()
    description_de = description_in(_l("Was Sie zeigen, auf Deutsch"))
    description_en = description_in(_l("Was Sie zeigen, auf Englisch"))
    description_fr = description_in(_l("Was Sie zeigen, auf Französisch"))
    links = TextAreaField(
        _l("Weitere Links"),
        [Optional(), Length(max=1000, message=_l("Diese Liste ist zu lang."))],
        filters=[many_lines],
    )
    tags = StringField(
        _l("Stichwörter"),
        [Optional(), Length(max=200, message=_l("Diese Liste ist zu lang."))],
        filters=[one_line],
    )
    logo = PictureField(_l("Logo"), side=800)

    @staticmethod
    def shown(values: dict[str, Any]) -> dict[str, Any]:
        """Return an entry as it is stored, as the fields show it."""
        texts = {f"description_{code}": values["translations"].get(code) for code in LANGUAGES}
        logo = UUID(values["logo_id"]) if values["logo_id"] else None
        return values | texts | {"logo": logo}

    def validate_links(self, field: TextAreaField) -> None:
        """Take a few addresses, one a line."""
        lines = [line.strip() for line in (field.data or "").splitlines() if line.strip()]
        if len(lines) > MOST_LINKS or any(not _is_link(line) for line in lines):
            raise ValidationError(
                gettext(
                    "Bitte geben Sie höchstens %(most)d Adressen an, jede in einer eigenen Zeile, "
                    "etwa so: https://www.beispiel.de",
                    most=MOST_LINKS,
                )
            )
        field.data = "\n".join(lines)

    def entry(self, language: str) -> dict[str, Any]:
        """Return what was sent as it is stored; the description itself is in `language`."""
        translations = {
            code: text
            for code in LANGUAGES
            if code != language and (text := self[f"description_{code}"].data)
        }
        names = ("name", "kind", "description", "website", "links", "tags")
        contact = ("contact_name", "phone", "wishes")
        values = {name: self[name].data or "" for name in (*names, *contact)}
        logo_id = str(self.logo.data) if self.logo.data else ""
        return values | {"translations": translations, "logo_id": logo_id}


def _is_link(text: str) -> bool:
    return (
        text.startswith(("https://", "http://")) and "." in text and not set(text) & set(" <>\"'")
    )
