"""Do something to many bookings: look at what would come of it, begin it, follow it."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Select, select
from werkzeug.datastructures import MultiDict

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.bookings.bulk.commands import Wanted, begin, stop
from ortenaudigital.bookings.bulk.errors import OtherNumber
from ortenaudigital.bookings.bulk.queries import (
    bookings_of,
    count_outcomes,
    get_run,
    list_steps,
    preview,
)
from ortenaudigital.bookings.bulk.rules import Deed, Outcome
from ortenaudigital.bookings.lists.pages import select_meant
from ortenaudigital.bookings.lists.rules import read_selection
from ortenaudigital.bookings.models import Booking
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.bookings.list_filters import fields_of, filters_of_stored
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.answers.refusals import words_of
from ortenaudigital.web.shared.requests.values import whole_number


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _deed(values: Mapping[str, str]) -> Deed:
    known = {each.value: each for each in Deed if each is not Deed.MOVE}
    return known.get(values.get("deed", ""), Deed.RESEND)


def _meant(values: MultiDict[str, str]) -> Select[UUID]:
    """Select what is ticked, else all of a selection: nothing that is of another event."""
    ticked = [found for each in values.getlist("booking") if (found := _uuid(each))]
    if ticked:
        here = Booking.event_id == g.event.id
        return select(Booking.id).where(here, Booking.id.in_(ticked))
    selection = read_selection(values.get("selection", ""))
    filters = filters_of_stored(g.event, fields_of(g.event), selection.chosen)
    return select_meant(g.event, filters, selection.words)


@organiser.get("/<slug>/buchungen/viele")
@needs(Permission.BOOKINGS_CHANGE)
def many() -> ResponseReturnValue:
    """Say to how many something would be done, to which not and why, and show the first."""
    return _page(request.args)


def _page(values: MultiDict[str, str], refusal: str = "") -> str:
    now = utc_now()
    deed = _deed(values)
    days = [day for day in g.event.days if day.closes_at > now]
    return render_template(
        "organiser/bookings/many.html",
        event=g.event,
        deed=deed,
        ticked=[each for each in values.getlist("booking") if _uuid(each)],
        selection=read_selection(values.get("selection", "")),
        preview=preview(deed, _meant(values), days),
        request_id=uuid4(),
        refusal=refusal,
    )


@organiser.post("/<slug>/buchungen/viele")
@needs(Permission.BOOKINGS_CHANGE)
def begin_many() -> ResponseReturnValue:
    """Settle to whom something is done, and leave it to the worker."""
    values = request.form
    number = values.get("number", 0, whole_number) or 0
    request_id = _uuid(values.get("request_id", "")) or uuid4()
    wanted = Wanted(_deed(values), _meant(values), number, request_id)
    try:
        with transaction():
            run_id = begin(g.event, wanted, utc_now(), actor())
    except OtherNumber as error:
        return _page(values, words_of(error)), 409
    return redirect(url_for("organiser.many_run", slug=g.event.slug, run_id=run_id), 303)


@organiser.get("/<slug>/buchungen/viele/<int:run_id>")
@needs(Permission.BOOKINGS_READ)
def many_run(run_id: int) -> ResponseReturnValue:
    """Show how far it is, and what came of it for each booking."""
    run = get_run(g.event, run_id)
    known = {each.value: each for each in Outcome}
    outcome = known.get(request.args.get("status", ""))
    counts = count_outcomes(run)
    number = run.number if outcome is None else counts.get(outcome, 0)
    found = list_steps(run, outcome, request.args.get("nach", None, int), number)
    return render_template(
        "organiser/bookings/many_run.html",
        event=g.event,
        run=run,
        counts=counts,
        found=found,
        wanted=outcome,
        bookings=bookings_of(found.rows),
    )


@organiser.post("/<slug>/buchungen/viele/<int:run_id>/anhalten")
@needs(Permission.BOOKINGS_CHANGE)
def stop_many(run_id: int) -> ResponseReturnValue:
    """Leave the rest as it is."""
    with transaction():
        stopped = stop(get_run(g.event, run_id), utc_now(), actor())
    words = gettext("Angehalten. Was schon geschehen ist, bleibt.")
    flash(words if stopped else gettext("Es war schon fertig."), "success")
    return redirect(url_for("organiser.many_run", slug=g.event.slug, run_id=run_id), 303)
