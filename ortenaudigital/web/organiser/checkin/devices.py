"""Devices at the door: pair a phone by a QR code that is shown once, lock it, cut it off."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.adapters import qr
from ortenaudigital.audit.commands import list_entries_about
from ortenaudigital.checkin.commands import lock, retire, unlock
from ortenaudigital.checkin.devices.commands import (
    pairing_url,
    pin_of,
    prepare_device,
    set_checkpoint,
)
from ortenaudigital.checkin.errors import UnknownDevice
from ortenaudigital.checkin.models import Device
from ortenaudigital.checkin.queries import get_device, list_devices
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import list_checkpoints, list_ticket_types
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.checkin.device_forms import (
    DeviceForm,
    ShareForm,
    checkpoint_form,
    chosen,
    offer,
    share_form,
)
from ortenaudigital.web.shared.access.guards import actor, needs


@organiser.get("/<slug>/geraete")
@needs(Permission.DEVICES_MANAGE)
def devices() -> ResponseReturnValue:
    """List the devices of an event, and offer to pair another."""
    return show_devices(g.event, DeviceForm(), {}, 200)


def show_devices(
    event: Event, form: DeviceForm, faulty: dict[int, ShareForm], status: int
) -> ResponseReturnValue:
    """Show the page; `faulty` are forms of shares as they were sent, by the ids of devices."""
    found = list_devices(event)
    ticket_types = list_ticket_types(event)
    checkpoints = list_checkpoints(event)
    if "checkpoint" in form and form.checkpoint.choices is None:
        offer(form, checkpoints)
    usable = [device for device in found if device.revoked_at is None and not device.on_paper]
    shares = {device.id: share_form(device, ticket_types) for device in usable}
    page = render_template(
        "organiser/checkin/devices.html",
        event=event,
        form=form,
        devices=found,
        ticket_types=ticket_types,
        shares=shares | faulty,
        places={device.id: checkpoint_form(device, checkpoints) for device in usable},
        checkpoints={each.id: each for each in checkpoints},
        pins={device.id: pin_of(device) for device in usable},
        histories=list_entries_about([f"device:{device.id}" for device in found]),
    )
    return page, status


@organiser.post("/<slug>/geraete")
@needs(Permission.DEVICES_MANAGE)
def pair_device() -> ResponseReturnValue:
    """Make a device, and show the QR code that pairs a phone with it. It is shown only now."""
    event = g.event
    form = DeviceForm()
    offer(form, list_checkpoints(event))
    if not form.validate():
        return show_devices(event, form, {}, 422)
    rights = form.may_override.data
    with transaction():
        device, secret = prepare_device(event, form.name.data, utc_now(), actor(), rights)
        set_checkpoint(device, chosen(form, event), utc_now(), actor())
    link = pairing_url(secret)
    # Our own drawing from our own text: nothing in it came from outside.
    drawing = Markup(qr.svg(link))  # noqa: S704
    page = {"event": event, "device": device, "link": link, "drawing": drawing}
    return render_template("organiser/checkin/pairing.html", pin=pin_of(device), **page)


def phone_of(device_id: int) -> Device:
    """Return a device that is a phone. Raises UnknownDevice."""
    device = get_device(g.event, device_id)
    if device.on_paper:
        raise UnknownDevice()
    return device


def back_to(device: Device) -> ResponseReturnValue:
    """Go back to the place of a device on the page."""
    anchor = f"device-{device.id}"
    return redirect(url_for("organiser.devices", slug=device.event.slug, _anchor=anchor), 303)


@organiser.post("/<slug>/geraete/<int:device_id>/sperren")
@needs(Permission.DEVICES_MANAGE)
def lock_device(device_id: int) -> ResponseReturnValue:
    """Lock a device for the time being."""
    device = phone_of(device_id)
    with transaction():
        lock(device, utc_now(), actor())
    flash(gettext("„%(name)s“ ist gesperrt, bis Sie es freigeben.", name=device.name), "success")
    return back_to(device)


@organiser.post("/<slug>/geraete/<int:device_id>/entsperren")
@needs(Permission.DEVICES_MANAGE)
def unlock_device(device_id: int) -> ResponseReturnValue:
    """Let a locked device go on."""
    device = phone_of(device_id)
    with transaction():
        unlock(device, utc_now(), actor())
    flash(gettext("„%(name)s“ darf wieder Tickets prüfen.", name=device.name), "success")
    return back_to(device)


@organiser.post("/<slug>/geraete/<int:device_id>/entkoppeln")
@needs(Permission.DEVICES_MANAGE)
def revoke_device(device_id: int) -> ResponseReturnValue:
    """Cut a device off for good."""
    device = phone_of(device_id)
    with transaction():
        retire(device, utc_now(), actor())
    flash(gettext("„%(name)s“ ist entkoppelt.", name=device.name), "success")
    return back_to(device)
