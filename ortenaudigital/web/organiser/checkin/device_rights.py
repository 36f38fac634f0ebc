"""What a device may do: let in by hand, give places away, and where it scans."""

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.checkin.devices.commands import set_checkpoint, set_override
from ortenaudigital.checkin.errors import ShareUsed, UnknownCheckpoint
from ortenaudigital.checkin.walkins.commands import give_shares
from ortenaudigital.events.errors import SoldOut
from ortenaudigital.events.queries import list_checkpoints, list_ticket_types
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.checkin.device_forms import (
    DeviceForm,
    checkpoint_form,
    chosen,
    share_form,
)
from ortenaudigital.web.organiser.checkin.devices import back_to, phone_of, show_devices
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.answers.refusals import status_of, words_of
from ortenaudigital.web.shared.language import texts


@organiser.post("/<slug>/geraete/<int:device_id>/von-hand")
@needs(Permission.DEVICES_MANAGE)
def allow_override(device_id: int) -> ResponseReturnValue:
    """Give a device the right to let in by hand, or take it away."""
    device = phone_of(device_id)
    allowed = request.form.get("allowed") == "yes"
    with transaction():
        set_override(device, allowed, utc_now(), actor())
    if allowed:
        words = gettext("„%(name)s“ darf von Hand einlassen.", name=device.name)
    else:
        words = gettext("„%(name)s“ darf nicht mehr von Hand einlassen.", name=device.name)
    flash(words, "success")
    return back_to(device)


@organiser.post("/<slug>/geraete/<int:device_id>/kontrollpunkt")
@needs(Permission.DEVICES_MANAGE)
def place_device(device_id: int) -> ResponseReturnValue:
    """Set for which checkpoint a device scans."""
    device = phone_of(device_id)
    form = checkpoint_form(device, list_checkpoints(device.event), request.form)
    if form is None or not form.validate():
        raise UnknownCheckpoint()
    checkpoint = chosen(form, device.event)
    with transaction():
        set_checkpoint(device, checkpoint, utc_now(), actor())
    place = texts(checkpoint.title) if checkpoint else gettext("Eingang des Tages")
    words = gettext("„%(name)s“ scannt ab jetzt hier: %(place)s.", name=device.name, place=place)
    flash(words, "success")
    return back_to(device)


@organiser.post("/<slug>/geraete/<int:device_id>/plaetze")
@needs(Permission.DEVICES_MANAGE)
def set_shares(device_id: int) -> ResponseReturnValue:
    """Set how many places of each ticket type a device may give away; all of it or nothing."""
    device = phone_of(device_id)
    ticket_types = list_ticket_types(device.event)
    form = share_form(device, ticket_types, request.form)
    if not form.validate():
        return show_devices(device.event, DeviceForm(None), {device.id: form}, 422)
    try:
        numbers = {each.id: form.field_of(each.id).data for each in ticket_types}
        with transaction():
            give_shares(device, numbers, utc_now(), actor())
    except (SoldOut, ShareUsed) as error:
        field = form.field_of(error.details["ticket_type_id"])
        field.errors = [*field.errors, words_of(error)]
        return show_devices(device.event, DeviceForm(None), {device.id: form}, status_of(error))
    flash(gettext("Die Plätze von „%(name)s“ sind gespeichert.", name=device.name), "success")
    return back_to(device)
