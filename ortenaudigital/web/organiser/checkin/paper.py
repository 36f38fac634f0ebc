"""The door on paper: enter afterwards what was ticked on the list."""

from dataclasses import replace
from datetime import datetime

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.checkin.paper.commands import Sheet, Ticked, enter
from ortenaudigital.checkin.paper.documents import list_guests
from ortenaudigital.events.models import Day, Event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.checkin.door_days import day_of, type_of
from ortenaudigital.web.organiser.checkin.paper_form import PaperForm
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.requests.sizes import SHEET, takes

# One transaction would keep the phones waiting that scan meanwhile.
AT_ONCE = 50


@organiser.get("/<slug>/einlass/<date>/nachtragen")
@needs(Permission.CHECKIN_CHANGE)
def paper(date: str) -> ResponseReturnValue:
    """Offer the list of a day to be ticked as it was on paper."""
    event = g.event
    return _show(event, day_of(event, date), PaperForm(), 200)


def _show(event: Event, day: Day, form: PaperForm, status: int) -> ResponseReturnValue:
    ticket_type = type_of(event, day, request.args.get("art", ""))
    page = render_template(
        "organiser/checkin/paper.html",
        event=event,
        day=day,
        ticket_type=ticket_type,
        sections=list_guests(day, ticket_type),
        form=form,
        has_begun=day.opens_at <= utc_now(),
    )
    return page, status


@organiser.post("/<slug>/einlass/<date>/nachtragen")
@needs(Permission.CHECKIN_CHANGE)
@takes(SHEET)
def enter_paper(date: str) -> ResponseReturnValue:
    """Let in who was ticked, and say what came of each."""
    event = g.event
    day = day_of(event, date)
    form = PaperForm()
    now = utc_now()
    if not form.validate() or not form.fits(event, day, now):
        return _show(event, day, form, 422)
    ticked = _enter(event, form.sheet(event, day, now), now)
    return render_template(
        "organiser/checkin/paper_result.html", event=event, day=day, ticked=ticked
    )


def _enter(event: Event, sheet: Sheet, now: datetime) -> list[Ticked]:
    ticked: list[Ticked] = []
    for start in range(0, len(sheet.codes), AT_ONCE):
        part = replace(sheet, codes=sheet.codes[start : start + AT_ONCE])
        with transaction():
            ticked += enter(event, part, now, actor())
    return ticked
