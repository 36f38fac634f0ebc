"""The forms of the devices: a new one, and the places that one may give away."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from ortenaudigital.checkin.models import Device
from ortenaudigital.checkin.queries import get_checkpoint
from ortenaudigital.events.models import Checkpoint, Event, TicketType
from ortenaudigital.events.rules import ENTRANCE_SLUG
from ortenaudigital.web.shared.forms import Form, NoLink, one_line
from ortenaudigital.web.shared.language import day_date, texts
from ortenaudigital.web.shared.requests.values import WholeField

MOST_PLACES = 100_000


class CheckpointForm(Form):
    """Where a phone scans: a checkpoint by its id, or the entrance of the day."""

    checkpoint = SelectField(_l("Kontrollpunkt"), default=ENTRANCE_SLUG)


class DeviceForm(CheckpointForm):
    """What a phone is called, where it scans, and what it may do."""

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


def offer(form: CheckpointForm, checkpoints: Sequence[Checkpoint]) -> bool:
    """Offer the checkpoints besides the entrances; False, and nothing to choose, without any."""
    inside = [each for each in checkpoints if not each.is_entrance]
    if not inside:
        del form.checkpoint
        return False
    days = {each.day_id for each in checkpoints}
    form.checkpoint.choices = [
        (ENTRANCE_SLUG, gettext("Eingang des Tages")),
        *((str(each.id), _name_of(each, several=len(days) > 1)) for each in inside),
    ]
    return True


def _name_of(checkpoint: Checkpoint, *, several: bool) -> str:
    title = texts(checkpoint.title)
    return f"{title} ({day_date(checkpoint.day)})" if several else title


def chosen(form: CheckpointForm, event: Event) -> Checkpoint | None:
    """Return the checkpoint that was chosen, None for the entrance. Raises UnknownCheckpoint."""
    if "checkpoint" not in form or form.checkpoint.data == ENTRANCE_SLUG:
        return None
    return get_checkpoint(event, int(form.checkpoint.data))


def checkpoint_form(
    device: Device, checkpoints: Sequence[Checkpoint], sent: Any = None
) -> CheckpointForm | None:
    """Make the form of one device, filled with what holds; None where there is no choice."""
    data = {"checkpoint": str(device.checkpoint_id or ENTRANCE_SLUG)}
    form = CheckpointForm(sent, data=data, prefix=f"place-{device.id}")
    return form if offer(form, checkpoints) else None


class ShareForm(Form):
    """How many places of each ticket type a device holds; one field a type, named after its id."""

    def field_of(self, ticket_type_id: int) -> WholeField:
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


def _number_field(ticket_type: TicketType) -> WholeField:
    words = _l("Bitte geben Sie eine ganze Zahl ab 0 an.")
    return WholeField(
        texts(ticket_type.title),
        [InputRequired(words), NumberRange(0, MOST_PLACES, words)],
        invalid_value_message=words,
    )
