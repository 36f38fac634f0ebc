"""Devices at the door: pair a phone by a QR code that is shown once, revoke it at once."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from ortenaudigital import qr
from ortenaudigital.checkin.devices import pairing_url, prepare_device, revoke
from ortenaudigital.checkin.queries import get_device, list_devices
from ortenaudigital.clock import utc_now
from ortenaudigital.db import transaction
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_event
from ortenaudigital.web.forms import one_line
from ortenaudigital.web.guards import Access, access, actor
from ortenaudigital.web.organiser.blueprint import organiser


class DeviceForm(FlaskForm):
    """What a phone is called, so that its scans can be told apart."""

    name = StringField(
        _l("Name des Geräts"),
        [
            DataRequired(_l("Bitte geben Sie dem Gerät einen Namen, zum Beispiel „Haupteingang“.")),
            Length(max=60, message=_l("Der Name darf höchstens 60 Zeichen haben.")),
        ],
        filters=[one_line],
    )


@organiser.get("/<slug>/geraete")
@access(Access.ORGANISER)
def devices(slug: str) -> ResponseReturnValue:
    """List the devices of an event, and offer to pair another."""
    return _show(get_event(slug), DeviceForm(), 200)


def _show(event: Event, form: DeviceForm, status: int) -> ResponseReturnValue:
    page = render_template(
        "organiser/devices.html", event=event, form=form, devices=list_devices(event)
    )
    return page, status


@organiser.post("/<slug>/geraete")
@access(Access.ORGANISER)
def pair_device(slug: str) -> ResponseReturnValue:
    """Make a device, and show the QR code that pairs a phone with it. It is shown only now."""
    event = get_event(slug)
    form = DeviceForm()
    if not form.validate():
        return _show(event, form, 422)
    with transaction():
        device, secret = prepare_device(event, form.name.data, utc_now(), actor())
    link = pairing_url(secret)
    # Our own drawing from our own text: nothing in it came from outside.
    drawing = Markup(qr.svg(link))  # noqa: S704
    return render_template(
        "organiser/pairing.html", event=event, device=device, link=link, drawing=drawing
    )


@organiser.post("/<slug>/geraete/<int:device_id>/sperren")
@access(Access.ORGANISER)
def revoke_device(slug: str, device_id: int) -> ResponseReturnValue:
    """Lock a device out at once."""
    device = get_device(get_event(slug), device_id)
    with transaction():
        revoke(device, utc_now(), actor())
    flash(gettext("Das Gerät ist gesperrt."), "success")
    return redirect(url_for("organiser.devices", slug=slug), 303)
