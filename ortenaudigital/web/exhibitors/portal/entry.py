"""The entry of an exhibitor, which organisers look at before a change of it goes in."""

from typing import Any
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from ortenaudigital.fair.portal.corrections.commands import ask_to_correct, entry_of
from ortenaudigital.fair.portal.corrections.queries import find_last
from ortenaudigital.fair.portal.corrections.rules import Outcome
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.web.exhibitors.blueprint import exhibitors
from ortenaudigital.web.exhibitors.portal.answers import back_to
from ortenaudigital.web.exhibitors.portal.visitors import Visitor, changing, visitor_of
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.answers.notices import Notice, read_notice
from ortenaudigital.web.shared.answers.refusals import status_of, words_of
from ortenaudigital.web.shared.exhibitor_fields import (
    contact_name_field,
    description_field,
    kind_field,
    name_field,
    phone_field,
    website_field,
    wishes_field,
)
from ortenaudigital.web.shared.forms import OpenForm, many_lines, one_line
from ortenaudigital.web.shared.language import LANGUAGES
from ortenaudigital.web.shared.requests.sizes import PICTURE, takes
from ortenaudigital.web.shared.uploads import PictureField

MOST_LINKS = 5
NOTICES = (Notice.CORRECTION_SENT, Notice.NOTHING_CHANGED, Notice.ADDRESS_ASKED)


def _other_language(label: Any) -> TextAreaField:
    most = Length(max=1000, message=_l("Bitte schreiben Sie höchstens 1.000 Zeichen."))
    return TextAreaField(label, [Optional(), most], filters=[many_lines])


class EntryForm(OpenForm):
    """What visitors read about an exhibitor, in three languages, and whom organisers call."""

    name = name_field()
    kind = kind_field()
    description = description_field()
    website = website_field()
    contact_name = contact_name_field()
    phone = phone_field()
    wishes = wishes_field()
    description_de = _other_language(_l("Was Sie zeigen, auf Deutsch"))
    description_en = _other_language(_l("Was Sie zeigen, auf Englisch"))
    description_fr = _other_language(_l("Was Sie zeigen, auf Französisch"))
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

    @classmethod
    def of(cls, values: dict[str, Any]) -> "EntryForm":
        """Return the form with an entry as it is stored, or as it was asked for."""
        texts = {f"description_{code}": values["translations"].get(code) for code in LANGUAGES}
        logo = UUID(values["logo_id"]) if values["logo_id"] else None
        return cls(formdata=None, data=values | texts | {"logo": logo})

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


@exhibitors.get("/aussteller/<key>/angaben")
@access(Access.SECRET_LINK)
def entry(key: str) -> ResponseReturnValue:
    """Show the entry, as it was asked for last, to be changed."""
    visitor = visitor_of(key)
    values, last = entry_of(visitor.exhibitor), find_last(visitor.exhibitor)
    if last is not None and last.outcome in (Outcome.OPEN, Outcome.ASKED_AGAIN):
        values |= last.new
    return _show(visitor, EntryForm.of(values))


@exhibitors.post("/aussteller/<key>/angaben")
@access(Access.SECRET_LINK)
@takes(PICTURE)
def correct_entry(key: str) -> ResponseReturnValue:
    """Lay another entry before the organisers."""
    visitor, form = changing(key), EntryForm()
    if not form.validate():
        return _show(visitor_of(key), form), 422
    visitor = visitor_of(key)
    try:
        with transaction():
            new = form.entry(visitor.exhibitor.language)
            changed = ask_to_correct(visitor.exhibitor, new, utc_now(), visitor.actor)
    except DomainError as error:
        return _show(visitor, form, words_of(error)), status_of(error)
    return back_to("entry", key, Notice.CORRECTION_SENT if changed else Notice.NOTHING_CHANGED)


def _show(visitor: Visitor, form: EntryForm, refusal: str | None = None) -> str:
    closes = visitor.event.corrections_close_at
    return render_template(
        "exhibitors/portal/entry.html",
        key=visitor.key,
        event=visitor.event,
        exhibitor=visitor.exhibitor,
        form=form,
        last=find_last(visitor.exhibitor),
        open=closes is None or utc_now() < closes,
        refusal=refusal,
        notice=read_notice(NOTICES),
    )
