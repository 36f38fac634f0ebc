"""What organisers note about an exhibitor: a remark, tasks, and that changes were looked at."""

from datetime import date
from uuid import UUID

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.fair.applications.changing.corrections import mark_seen
from ortenaudigital.fair.applications.organising.tasks import add_task, end_task, set_note
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
from ortenaudigital.web.shared.forms import many_lines, one_line
from ortenaudigital.web.shared.requests.values import whole_number

MOST_NOTE = 2000
MOST_WORDS = 200


@organiser.post("/<slug>/aussteller/<uuid:exhibitor_id>/notiz")
@needs(Permission.FAIR_CHANGE)
def note_exhibitor(exhibitor_id: UUID) -> ResponseReturnValue:
    """Keep a remark about an exhibitor."""
    exhibitor = exhibitor_of_event(exhibitor_id)
    note = many_lines(request.form.get("note")) or ""
    if len(note) > MOST_NOTE:
        words = gettext("Bitte schreiben Sie höchstens 2.000 Zeichen.")
        return show_exhibitor(exhibitor, words, 422)
    try:
        with transaction():
            set_note(exhibitor, note, utc_now(), actor())
    except DomainError as error:
        return show_exhibitor(exhibitor, words_of(error), status_of(error))
    flash(gettext("Die Notiz ist gespeichert."), "success")
    return back_to_exhibitor(exhibitor_id)


@organiser.post("/<slug>/aussteller/<uuid:exhibitor_id>/aufgaben")
@needs(Permission.FAIR_CHANGE)
def add_exhibitor_task(exhibitor_id: UUID) -> ResponseReturnValue:
    """Note what is to be done, and until when."""
    exhibitor = exhibitor_of_event(exhibitor_id)
    words = (one_line(request.form.get("words")) or "")[:MOST_WORDS]
    due_on, is_date = _date(request.form.get("due_on", ""))
    if not words or not is_date:
        refusal = gettext("Bitte schreiben Sie, was zu tun ist, und geben Sie ein Datum an.")
        return show_exhibitor(exhibitor, refusal, 422)
    try:
        with transaction():
            add_task(exhibitor, words, due_on, utc_now(), actor())
    except DomainError as error:
        return show_exhibitor(exhibitor, words_of(error), status_of(error))
    flash(gettext("Die Aufgabe ist notiert."), "success")
    return back_to_exhibitor(exhibitor_id)


def _date(text: str) -> tuple[date | None, bool]:
    """Read a date, or that there is none; say whether it could be read."""
    if not text:
        return None, True
    try:
        return date.fromisoformat(text), True
    except ValueError:
        return None, False


@organiser.post("/<slug>/aussteller/<uuid:exhibitor_id>/aufgaben/erledigt")
@needs(Permission.FAIR_CHANGE)
def end_exhibitor_task(exhibitor_id: UUID) -> ResponseReturnValue:
    """Take a task as done."""
    exhibitor = exhibitor_of_event(exhibitor_id)
    with transaction():
        end_task(exhibitor, request.form.get("task", 0, whole_number), utc_now(), actor())
    flash(gettext("Erledigt."), "success")
    return back_to_exhibitor(exhibitor_id)


@organiser.post("/<slug>/aussteller/<uuid:exhibitor_id>/aenderungen")
@needs(Permission.FAIR_CHANGE)
def see_changes(exhibitor_id: UUID) -> ResponseReturnValue:
    """Take what an exhibitor changed as seen."""
    exhibitor = exhibitor_of_event(exhibitor_id)
    with transaction():
        mark_seen(exhibitor, request.form.get("last", 0, whole_number), utc_now(), actor())
    return back_to_exhibitor(exhibitor_id)
