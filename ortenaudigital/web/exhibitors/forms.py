"""The form of the exhibitor: shape only."""

from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.commands import Application
from ortenaudigital.fair.applications.rules import Needs
from ortenaudigital.web.exhibitors.needs import (
    POWERS,
    accessible_field,
    centimetres,
    depth_field,
    network_field,
    passes_field,
    pitch_field,
    width_field,
    wish_stand_field,
)
from ortenaudigital.web.shared.asked.person import email_field
from ortenaudigital.web.shared.asked.questions import QuestionsPart
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
from ortenaudigital.web.shared.forms import OpenRequestForm, one_line
from ortenaudigital.web.shared.language import LANGUAGES, current_language, day_date
from ortenaudigital.web.shared.requests.values import whole_number
from ortenaudigital.web.shared.uploads import PictureField

# The questions for exhibitors are those of no ticket type: no slug is written like this.
ASKED = "aussteller"


class ApplicationForm(OpenRequestForm):
    """Who wants to show what at the fair, what they need, and how to reach them."""

    name = name_field()
    kind = kind_field()
    website = website_field()
    logo = PictureField(_l("Logo"))
    description = description_field()
    description_de = description_in(_l("Dasselbe auf Deutsch"))
    description_en = description_in(_l("Dasselbe auf Englisch"))
    description_fr = description_in(_l("Dasselbe auf Französisch"))
    tags = StringField(
        _l("Stichwörter"),
        [Optional(), Length(max=120, message=_l("Bitte schreiben Sie höchstens 120 Zeichen."))],
        filters=[one_line],
    )
    days = SelectMultipleField(
        _l("An welchen Tagen möchten Sie da sein?"),
        coerce=whole_number,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    width = width_field()
    depth = depth_field()
    power = SelectField(
        _l("Strom"),
        coerce=whole_number,
        choices=[SelectChoice(watts, label) for watts, label in POWERS.items()],
        default=0,
    )
    network = network_field()
    accessible = accessible_field()
    pitch = pitch_field()
    passes = passes_field(default=2)
    wish_stand = wish_stand_field()
    wishes = wishes_field()
    contact_name = contact_name_field()
    email = email_field()
    phone = phone_field()
    terms = BooleanField(_l("Wir nehmen die Teilnahmebedingungen an"))
    # The draft that is gone on with, and that whoever sends it has read our letter about it.
    draft = HiddenField()
    proof = HiddenField()

    has_terms = False
    questions: QuestionsPart

    def ask(self, event: Event, sent: MultiDict[str, str] | None) -> None:
        """Ask what the event asks: its days, its questions, its terms."""
        self.days.choices = [SelectChoice(day.id, day_date(day)) for day in event.days]
        if len(event.days) == 1:
            del self.days
        self.questions = QuestionsPart(ASKED, event.exhibitor_questions, sent)
        self.has_terms = bool(event.exhibitor_terms)
        if not self.has_terms:
            del self.terms

    def validate(self, extra_validators: Any = None) -> bool:
        """Judge the form, and then the answers to the questions of the event."""
        fields = super().validate(extra_validators)
        return self.questions.check() and fields

    def validate_terms(self, field: BooleanField) -> None:
        """Refuse who does not take the terms."""
        if not field.data:
            raise ValidationError(
                _l("Bitte nehmen Sie die Teilnahmebedingungen an, sonst können wir nicht prüfen.")
            )

    def application(self) -> Application:
        """Return what was sent; call it on a valid form only."""
        language = current_language()
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
            language=language,
            translations=self._translations(language),
            tags=", ".join(filter(None, (t.strip() for t in (self.tags.data or "").split(",")))),
            logo_id=self.logo.data,
            needs=self._needs(),
            answers=dict(self.questions.answers),
        )

    def _translations(self, language: str) -> dict[str, str]:
        written = {each: self[f"description_{each}"].data for each in LANGUAGES}
        return {each: words for each, words in written.items() if words and each != language}

    def _needs(self) -> Needs:
        return Needs(
            days=tuple(self.days.data or ()) if "days" in self else (),
            width_cm=centimetres(self.width.data),
            depth_cm=centimetres(self.depth.data),
            power_w=self.power.data,
            network=self.network.data,
            accessible=self.accessible.data,
            pitch=self.pitch.data,
            passes=self.passes.data or 0,
            wish_stand=self.wish_stand.data or "",
            terms_accepted=self.has_terms,
        )
