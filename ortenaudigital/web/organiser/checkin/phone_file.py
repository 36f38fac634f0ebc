"""Entering the file of a phone that could not send its scans any more."""

from datetime import datetime
from typing import Any

from flask import g, render_template
from flask.typing import ResponseReturnValue

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.checkin.commands import ScanResult, take
from ortenaudigital.checkin.paper.phone_file import device_of_file, note_file
from ortenaudigital.checkin.rules import lets_in
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.checkin.phone_file_form import PhoneFileForm
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.requests.scan_entries import read_entries
from ortenaudigital.web.shared.requests.sizes import SCANS, takes


@organiser.get("/<slug>/einlass/datei")
@needs(Permission.CHECKIN_CHANGE)
def phone_file() -> ResponseReturnValue:
    """Offer to enter a file that a phone has saved."""
    return render_template(
        "organiser/checkin/phone_file.html", event=g.event, form=PhoneFileForm(), report=None
    )


@organiser.post("/<slug>/einlass/datei")
@needs(Permission.CHECKIN_CHANGE)
@takes(SCANS)
def enter_phone_file() -> ResponseReturnValue:
    """Take the scans of a file as the phone showed them; sent again, each counts once."""
    event = g.event
    form = PhoneFileForm()
    if not form.validate() or not form.fits(event):
        page = render_template(
            "organiser/checkin/phone_file.html", event=event, form=form, report=None
        )
        return page, 422
    report = _enter(event, form.device, form.scans, utc_now())
    return render_template(
        "organiser/checkin/phone_file.html",
        event=event,
        form=PhoneFileForm(formdata=None),
        report=report,
    )


def _enter(event: Event, name: str, scans: list[Any], now: datetime) -> dict[str, Any]:
    with transaction():
        device = device_of_file(event, name, now)
        requests, faults = read_entries(scans, device, now)
        if requests:
            note_file(device, len(requests), now, actor())
    results = take(device, requests, now)
    return {"device": device.name, "faults": faults, **_counts(results)}


def _counts(results: list[ScanResult]) -> dict[str, int]:
    return {
        "taken": len(results),
        "let_in": sum(lets_in(result.verdict) for result in results),
        "conflicts": sum(result.conflict for result in results),
    }
