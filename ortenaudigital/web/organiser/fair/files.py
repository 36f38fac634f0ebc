"""The fair as files: signs and logos, made by the worker; the floor plan, drawn at once."""

from base64 import b64encode
from functools import cache

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.adapters import pdf
from ortenaudigital.events.models import Day, Event
from ortenaudigital.exports.commands import note_ordered
from ortenaudigital.fair.office.logos import LOGOS
from ortenaudigital.fair.office.queries import list_logos, list_signs
from ortenaudigital.fair.office.signs import SIGNS
from ortenaudigital.guests.fair.drawn import draw_day
from ortenaudigital.guests.fair.floor import Floor, read_floor_plan
from ortenaudigital.jobs.commands import request_job
from ortenaudigital.jobs.errors import UnknownJob
from ortenaudigital.jobs.queries import get_job, list_jobs
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.errors import NotFound
from ortenaudigital.pictures.queries import PictureFacts, get_content
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.language import current_language

MADE = {"schilder.pdf": SIGNS, "logos.zip": LOGOS}


def _scope(event: Event) -> str:
    return f"event:{event.id}"


@organiser.get("/<slug>/aussteller/dateien")
@needs(Permission.FAIR_READ)
def fair_files() -> ResponseReturnValue:
    """Show what can be made, and what was."""
    event = g.event
    jobs = {what: list_jobs(_scope(event), kind) for what, kind in MADE.items()}
    return render_template(
        "organiser/fair/files.html",
        event=event,
        jobs=jobs,
        pending=any(job.pending for made in jobs.values() for job in made),
        signs=len(list_signs(event)),
        logos=len(list_logos(event)),
        areas=_areas(event),
    )


@organiser.post("/<slug>/aussteller/dateien")
@needs(Permission.FAIR_CHANGE)
def order_fair_file() -> ResponseReturnValue:
    """Have the worker make the signs, or pack the logos."""
    event, kind = g.event, MADE.get(request.form.get("what", ""))
    if kind is None:
        flash(gettext("Bitte wählen Sie aus, was erstellt werden soll."), "warning")
    else:
        subject = {"event": str(event.id), "language": current_language()}
        with transaction():
            request_job(kind, _scope(event), subject, current_language(), utc_now())
            note_ordered(kind, event.id, utc_now(), actor())
    return redirect(url_for("organiser.fair_files", slug=event.slug), 303)


@organiser.get("/<slug>/aussteller/dateien/<int:file_id>/<what>")
@needs(Permission.FAIR_READ)
def made_fair_file(file_id: int, what: str) -> ResponseReturnValue:
    """Hand out what was made."""
    if what not in MADE:
        raise NotFound()
    job = get_job(_scope(g.event), MADE[what], file_id)
    if job.result is None:
        raise UnknownJob()
    headers = {"Content-Disposition": f'attachment; filename="{job.filename}"'}
    return Response(job.result, mimetype=job.mimetype, headers=headers)


@organiser.get("/<slug>/aussteller/dateien/plan.pdf")
@needs(Permission.FAIR_READ)
def plan_pdf() -> ResponseReturnValue:
    """Hand out the plan of a day, a page for each area."""
    event, day = g.event, _day(g.event)
    if not (areas := _areas(event)):
        raise NotFound()
    pictures: dict[str, bytes] = {}
    for number, area in enumerate(areas):
        below = None
        if area.picture:
            below = f"picture:below{number}"
            pictures[f"below{number}"], _ = get_content(area.picture.id, area.picture.digest)
        pictures[f"area{number}"] = _svg(event, area, day, below).encode()
    page = render_template("pdf/plan.html", event=event, areas=areas, day=day)
    document = pdf.render(page, _stylesheet(), pictures=pictures)
    headers = {"Content-Disposition": f'attachment; filename="plan-{event.slug}-{day.date}.pdf"'}
    return Response(document, mimetype="application/pdf", headers=headers)


@organiser.get("/<slug>/aussteller/dateien/plan-<int:position>.svg")
@needs(Permission.FAIR_READ)
def plan_svg(position: int) -> ResponseReturnValue:
    """Hand out the drawing of an area, counted from one."""
    event, areas, day = g.event, _areas(g.event), _day(g.event)
    if not 1 <= position <= len(areas):
        raise NotFound()
    name = f"plan-{event.slug}-{position}-{day.date}.svg"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    area = areas[position - 1]
    below = _embedded(area.picture) if area.picture else None
    drawing = _svg(event, area, day, below)
    return Response(drawing, mimetype="image/svg+xml", headers=headers)


def _areas(event: Event) -> list[Floor]:
    return [floor for floor in read_floor_plan(event).floors if floor.drawn]


def _day(event: Event) -> Day:
    named = request.args.get("tag", "")
    return next((day for day in event.days if day.date.isoformat() == named), event.days[0])


def _svg(event: Event, area: Floor, day: Day, below: str | None) -> str:
    drawing = draw_day(area, day.date, metres=True)
    page = render_template("pdf/plan.svg", event=event, plan=drawing, below=below)
    return page.strip()


def _embedded(picture: PictureFacts) -> str:
    """Return a picture as an address that holds it: a file stands alone."""
    content, media_type = get_content(picture.id, picture.digest)
    return f"data:{media_type};base64,{b64encode(content).decode()}"


@cache
def _stylesheet() -> str:
    return render_template("pdf/plan.css")
