"""The forms of the devices: a new one, and the places that one may give away."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from ortenaudigital.checkin.models import Device
from ortenaudigital.events.models import TicketType
from ortenaudigital.web.shared.forms import Form, NoLink, one_line
from ortenaudigital.web.shared.language import texts

MOST_PLACES = 100_000


class DeviceForm(Form):
    """What a phone is called, so that its scans can be told apart, and what it may do."""

    name = StringField(
        _l("Name des Geräts"),
        [
            DataRequired(_l("Bitte geben Sie dem Gerät einen Namen, zum Beispiel „Haupteingang“.")),
            Length(max=60, message=_l("Der Name darf höchstens 60 Zeichen haben.")),
            NoLink(),
        ],
        filters=[one_line],
    )
    may_override = BooleanField(_l("Darf von Hand einlassen"))


class ShareForm(Form):
    """How many places of each ticket type a device holds; one field a type, named after its id."""

    def field_of(self, ticket_type_id: int) -> IntegerField:
        """Return the field of a ticket type."""
        return self[_name(ticket_type_id)]


def share_form(device: Device, ticket_types: Sequence[TicketType], sent: Any = None) -> ShareForm:
    """Make the form of one device, as it was sent, else filled with what holds."""
    fields = {_name(each.id): _number_field(each) for each in ticket_types}
    bound = type("BoundShareForm", (ShareForm,), fields)
    held = {_name(share.ticket_type_id): share.number for share in device.shares}
    data = dict.fromkeys(fields, 0) | held
    form: ShareForm = bound(sent, data=data, prefix=f"device-{device.id}")
    return form


def _name(ticket_type_id: int) -> str:
    return f"type_{ticket_type_id}"


def _number_field(ticket_type: TicketType) -> IntegerField:
    words = _l("Bitte geben Sie eine ganze Zahl ab 0 an.")
    return IntegerField(
        texts(ticket_type.title),
        [InputRequired(words), NumberRange(0, MOST_PLACES, words)],
        invalid_value_message=words,
    )
