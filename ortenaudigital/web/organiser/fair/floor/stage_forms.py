"""The form for pitches: a window of a day, divided."""

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, ValidationError

from ortenaudigital.events.models import Event
from ortenaudigital.fair.inventory.editing.stages import PitchOrder
from ortenaudigital.web.organiser.fair.floor.forms import WHOLE, VersionForm
from ortenaudigital.web.shared.language import day_date
from ortenaudigital.web.shared.requests.values import WholeField

NO_TIME = _l("Bitte geben Sie eine Uhrzeit an, zum Beispiel 10:00.")
NAMED_TIME = InputRequired(NO_TIME)
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)|24:00")


class ClockField(StringField):
    """A time of day such as 10:00."""

    def pre_validate(self, _form: Any) -> None:
        """Refuse what is no time of day. Raises ValidationError."""
        text = str(self.raw_data[0] if self.raw_data else "").strip()
        # As people write it in our languages: 10:00, 10.00, 10 h 00.
        text = re.sub(r" ?[.h] ?", ":", text)
        if not _CLOCK.fullmatch(text):
            raise ValidationError(NO_TIME)
        self.data = text.zfill(5)


class PitchForm(VersionForm):
    """Pitches in a window, as long as each other, with a break between each two."""

    day = SelectField(_l("Tag"))
    starts = ClockField(_l("Von"), [NAMED_TIME])
    ends = ClockField(_l("Bis"), [NAMED_TIME])
    length = WholeField(
        _l("Dauer in Minuten"),
        [InputRequired(WHOLE), NumberRange(1, 600, _l("Möglich sind 1 bis 600 Minuten."))],
        default=15,
    )
    pause = WholeField(
        _l("Pause dazwischen in Minuten"),
        [InputRequired(WHOLE), NumberRange(0, 600, _l("Möglich sind 0 bis 600 Minuten."))],
        default=5,
    )

    def offer(self, event: Event) -> None:
        """Offer the days of the event."""
        self.day.choices = [SelectChoice(str(day.id), day_date(day)) for day in event.days]

    def validate_ends(self, field: ClockField) -> None:
        """Refuse an end before the beginning. Raises ValidationError."""
        if (self.starts.data or "") >= (field.data or ""):
            raise ValidationError(_l("Bitte wählen Sie ein Ende nach dem Anfang."))

    def order(self) -> PitchOrder:
        """Return what was typed; call it on a valid form only."""
        return PitchOrder(
            int(self.day.data),
            self.starts.data,
            self.ends.data,
            self.length.data,
            self.pause.data,
        )
