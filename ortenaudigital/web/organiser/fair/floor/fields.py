"""Fields of the forms about the floor."""

from typing import Any

from flask_babel import format_decimal
from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField, StringField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from ortenaudigital.events.sections.fair.floor import MOST_METRES

NO_METRES = _l("Bitte geben Sie Meter an, zum Beispiel 2,5.")
TOO_MANY_METRES = _l("Möglich sind höchstens 500 Meter.")


class MetresField(StringField):
    """A length that is typed in metres, with a comma or a point; its data is in centimetres."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed; what cannot be read stays as it is, with a message."""
        text = str(valuelist[0]).strip() if valuelist else ""
        self.typed = text
        self.data = None
        if not text:
            return
        try:
            metres = float(text.removesuffix("m").strip().replace(",", "."))
        except ValueError:
            raise ValueError(str(NO_METRES)) from None
        if not 0 <= metres <= MOST_METRES:
            raise ValueError(str(TOO_MANY_METRES))
        self.data = round(metres * 100)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(format_decimal(self.data / 100))


class DaysField(SelectMultipleField):
    """Days of the event, each a checkbox."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def check_size(width: MetresField, depth: MetresField) -> None:
    """Refuse a width without a depth. Raises ValidationError."""
    if bool(width.data) != bool(depth.data):
        raise ValidationError(_l("Bitte geben Sie Breite und Tiefe an, oder keines von beiden."))
