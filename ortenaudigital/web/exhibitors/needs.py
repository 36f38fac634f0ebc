"""What exhibitors are asked that they need, alike when they apply and in their portal."""

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, StringField
from wtforms.validators import Length, NumberRange, Optional, ValidationError

from ortenaudigital.web.shared.forms import one_line
from ortenaudigital.web.shared.requests.values import WholeField

MOST_PASSES = 50
POWERS = {
    0: _l("kein Strom"),
    500: _l("230 V für Laptop und Bildschirm, bis 500 W"),
    2000: _l("230 V, bis 2.000 W"),
    3500: _l("230 V, bis 3.500 W"),
    9000: _l("400 V, bis 9.000 W"),
}
_METRES = re.compile(r"\d{1,2}([.,]\d{1,2})?")


def _in_metres(_: Any, field: Field) -> None:
    """Take what people write for a length: `3`, `2,5` or `2.5`. Raises ValidationError."""
    if field.data and centimetres(field.data) is None:
        raise ValidationError(_l("Bitte geben Sie Meter an, zum Beispiel 2,5."))


def centimetres(text: str | None) -> int | None:
    """Read metres as people write them, from half a metre on."""
    if not text or not _METRES.fullmatch(text):
        return None
    found = round(float(text.replace(",", ".")) * 100)
    return found if found >= 50 else None


def width_field() -> StringField:
    """Ask how wide the stand shall be."""
    return StringField(_l("Breite in Metern"), [_in_metres], filters=[one_line])


def depth_field() -> StringField:
    """Ask how deep the stand shall be."""
    return StringField(_l("Tiefe in Metern"), [_in_metres], filters=[one_line])


def network_field() -> BooleanField:
    """Ask for a cable."""
    return BooleanField(_l("Wir brauchen ein Netzwerkkabel"))


def accessible_field() -> BooleanField:
    """Ask whether somebody comes in a wheelchair."""
    return BooleanField(_l("Unser Stand muss mit dem Rollstuhl erreichbar sein"))


def pitch_field() -> BooleanField:
    """Ask whether they want to be on the stage."""
    return BooleanField(_l("Wir möchten uns auf der Bühne vorstellen (Pitch)"))


def passes_field(**more: Any) -> WholeField:
    """Ask how many people stand at the stand."""
    most = NumberRange(0, MOST_PASSES, _l("Möglich sind 0 bis 50 Ausweise."))
    return WholeField(_l("Ausweise für Ihre Leute am Stand"), [Optional(), most], **more)


def wish_stand_field() -> StringField:
    """Ask for a stand in particular."""
    most = Length(max=40, message=_l("Bitte schreiben Sie höchstens 40 Zeichen."))
    return StringField(_l("Wunschstand"), [Optional(), most], filters=[one_line])
