"""The door list to print: asked for here, made by the worker, kept for a day."""

from flask import Response, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.checkin.paper.documents import DOOR_LIST
from ortenaudigital.events.models import Event
from ortenaudigital.exports.commands import note_ordered
from ortenaudigital.jobs.commands import request_job
from ortenaudigital.jobs.errors import UnknownJob
from ortenaudigital.jobs.queries import get_job, list_jobs
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.checkin.door_days import day_of, type_of
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.language import current_language


def _scope(event: Event) -> str:
    return f"event:{event.id}"


@organiser.get("/<slug>/einlass/<date>/liste")
@needs(Permission.CHECKIN_CHANGE)
def door_lists(date: str) -> ResponseReturnValue:
    """Show the lists of a day that were made or are being made, and offer to make one."""
    event = g.event
    day = day_of(event, date)
    ticket_type = type_of(event, day, request.args.get("art", ""))
    jobs = [job for job in list_jobs(_scope(event), DOOR_LIST) if job.subject["day"] == str(day.id)]
    return render_template(
        "organiser/checkin/door_lists.html",
        event=event,
        day=day,
        chosen=ticket_type,
        jobs=jobs,
        titles={str(each.id): each.title for each in event.ticket_types},
        now=utc_now(),
    )


@organiser.post("/<slug>/einlass/<date>/liste")
@needs(Permission.CHECKIN_CHANGE)
def make_list(date: str) -> ResponseReturnValue:
    """Ask for a list of all ticket types or of one."""
    event = g.event
    day = day_of(event, date)
    ticket_type = type_of(event, day, request.form.get("art", ""))
    subject = {"event": str(event.id), "day": str(day.id)}
    if ticket_type is not None:
        subject["ticket_type"] = str(ticket_type.id)
    with transaction():
        request_job(DOOR_LIST, _scope(event), subject, current_language(), utc_now())
        note_ordered(DOOR_LIST, event.id, utc_now(), actor())
    return redirect(url_for("organiser.door_lists", slug=g.event.slug, date=date), 303)


@organiser.get("/<slug>/einlass/<date>/liste/<int:job_id>.pdf")
@needs(Permission.CHECKIN_CHANGE)
def door_list(date: str, job_id: int) -> ResponseReturnValue:
    """Hand out a list that was made."""
    event = g.event
    day_of(event, date)
    job = get_job(_scope(event), DOOR_LIST, job_id)
    if job.result is None:
        raise UnknownJob()
    headers = {"Content-Disposition": f'inline; filename="{job.filename}"'}
    return Response(job.result, mimetype=job.mimetype, headers=headers)


@organiser.get("/<slug>/einlass/<date>/liste.pdf")
@needs(Permission.CHECKIN_CHANGE)
def door_list_before(date: str) -> ResponseReturnValue:
    """Lead from the address that made the list at once to the page where it is asked for."""
    event = g.event
    wanted = type_of(event, day_of(event, date), request.args.get("art", ""))
    kind = wanted.slug if wanted else None
    return redirect(url_for("organiser.door_lists", slug=g.event.slug, date=date, art=kind))
