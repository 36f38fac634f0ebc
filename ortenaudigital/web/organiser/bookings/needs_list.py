"""What guests need, day by day: who needs what, and what is seen to."""

from datetime import date
from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.bookings.errors import UnknownBooking
from ortenaudigital.bookings.needs.commands import set_done
from ortenaudigital.bookings.needs.queries import MOST, count_open, list_day_needs
from ortenaudigital.bookings.needs.rules import State
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.events.models import Day, Event
from ortenaudigital.events.sections.questions.kinds import Need
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.web.organiser.blueprint import kept_filters, organiser
from ortenaudigital.web.shared.access.guards import actor, needs


@organiser.get("/<slug>/bedarfe")
@needs(Permission.NEEDS_READ)
def needs_list() -> ResponseReturnValue:
    """List what guests need on a day: the next one, unless another is chosen."""
    event = g.event
    day = _chosen_day(event)
    kind = request.args.get("art", None, Need)
    state = request.args.get("status", State.ALL, State)
    return render_template(
        "organiser/bookings/needs_list.html",
        event=event,
        day=day,
        kind=kind,
        state=state,
        listed=list_day_needs(day, kind, state),
        left=count_open(day),
        most=MOST,
        kinds=list(Need),
    )


def _chosen_day(event: Event) -> Day:
    asked, now = request.args.get("tag", None, date.fromisoformat), utc_now()
    for day in event.days:
        if day.date == asked:
            return day
    coming = [day for day in event.days if day.closes_at > now]
    return coming[0] if coming else event.last_day


@organiser.post("/<slug>/bedarfe/<uuid:booking_id>/<date>")
@needs(Permission.NEEDS_CHANGE)
def settle_needs(booking_id: UUID, date: str) -> ResponseReturnValue:
    """Note that the needs of a booking are seen to for a day, or are not after all."""
    booking = get_booking(booking_id)
    day = next((each for each in g.event.days if each.date.isoformat() == date), None)
    if booking.event_id != g.event.id or day is None:
        raise UnknownBooking()
    done = request.form.get("done") == "yes"
    day_id = day.id
    with transaction():
        set_done(booking_id, day_id, done, utc_now(), actor())
    filters = {**kept_filters(), "tag": date}
    here = url_for("organiser.needs_list", slug=g.event.slug, **filters)
    return redirect(f"{here}#need-{booking_id}", 303)
