"""Stands given to an exhibitor on its page, and taken back."""

from uuid import UUID

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.fair.inventory.queries import get_slot
from ortenaudigital.fair.placement.commands import assign, take_back
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.fair.exhibitors import (
    back_to_exhibitor,
    exhibitor_of_event,
    show_exhibitor,
)
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.answers.refusals import status_of, words_of
from ortenaudigital.web.shared.requests.values import whole_number


@organiser.post("/<slug>/aussteller/<uuid:exhibitor_id>/stand")
@needs(Permission.FAIR_CHANGE)
def assign_slot(exhibitor_id: UUID) -> ResponseReturnValue:
    """Give a stand on a day to the exhibitor; if it is somebody's, say whose."""
    exhibitor = exhibitor_of_event(exhibitor_id)
    slot_id = request.form.get("slot", 0, whole_number)
    try:
        with transaction():
            assign(get_slot(exhibitor.event, slot_id), exhibitor, utc_now(), actor())
    except DomainError as error:
        return show_exhibitor(exhibitor, words_of(error), status_of(error))
    flash(
        gettext(
            "Der Stand ist vergeben. Der Aussteller erfährt es, sobald Sie auf der Seite "
            "Belegung „Mitteilen“ wählen."
        ),
        "success",
    )
    return back_to_exhibitor(exhibitor_id)


@organiser.post("/<slug>/aussteller/<uuid:exhibitor_id>/stand/zuruecknehmen")
@needs(Permission.FAIR_CHANGE)
def take_back_slot(exhibitor_id: UUID) -> ResponseReturnValue:
    """Take a stand back, so that it is free again."""
    exhibitor = exhibitor_of_event(exhibitor_id)
    slot_id = request.form.get("slot", 0, whole_number)
    with transaction():
        take_back(get_slot(exhibitor.event, slot_id), exhibitor, utc_now(), actor())
    flash(gettext("Der Stand ist wieder frei."), "success")
    return back_to_exhibitor(exhibitor_id)
