"""What guests need, day by day: who needs what, and what is seen to."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.adapters.tables import Column, Table
from ortenaudigital.bookings.errors import UnknownBooking
from ortenaudigital.bookings.needs.commands import set_done
from ortenaudigital.bookings.needs.queries import (
    DayNeed,
    count_open,
    list_day_needs,
    page_of_needs,
)
from ortenaudigital.bookings.needs.rules import State
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.events.models import Day, Event
from ortenaudigital.events.sections.questions.kinds import Need
from ortenaudigital.exports.registry import wall_clock
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.web.organiser.blueprint import kept_filters, organiser
from ortenaudigital.web.organiser.handing_out import list_file
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.answers.tables import words_by
from ortenaudigital.web.shared.requests.values import uuid_or_none


@organiser.get("/<slug>/bedarfe")
@needs(Permission.NEEDS_READ)
def needs_list() -> ResponseReturnValue:
    """List what guests need on a day: the next with open ones, unless another is chosen."""
    event = g.event
    still_open = count_open(event.days)
    day, kind, state = _chosen(event, still_open)
    after = uuid_or_none(request.args.get("nach", ""))
    return render_template(
        "organiser/bookings/needs_list.html",
        event=event,
        day=day,
        kind=kind,
        state=state,
        found=page_of_needs(day, kind, state, after),
        open=still_open,
        kinds=list(Need),
    )


@list_file("/<slug>/bedarfe", "needs_list")
def needs_rows() -> Table:
    """Return what guests need on the day that the address chooses, with its other filters."""
    event = g.event
    day, kind, state = _chosen(event, count_open(event.days))
    need_name = words_by("public/asked/needs.html", "need_name")
    return Table(
        f"bedarfe-{event.slug}-{day.date}",
        [
            Column(gettext("Tag"), lambda _: day.date),
            Column(gettext("Buchungsnummer"), lambda row: row.reference),
            Column(gettext("Name"), lambda row: row.name),
            Column(gettext("Bedarf"), lambda row: ", ".join(_told(row, need_name))),
            Column(gettext("Tickets"), lambda row: row.tickets),
            Column(gettext("Erledigt am"), lambda row: wall_clock(row.done_at, event)),
            Column(gettext("Erledigt von"), lambda row: row.done_by or ""),
        ],
        list_day_needs(day, kind, state),
    )


def _told(row: DayNeed, need_name: Callable[..., str]) -> Iterator[str]:
    yield from (need_name(kind) for kind in row.kinds if kind != Need.OTHER)
    if row.other:
        yield row.other


def _chosen(event: Event, still_open: Mapping[int, int]) -> tuple[Day, Need | None, State]:
    kind = request.args.get("art", None, Need)
    return _chosen_day(event, still_open), kind, request.args.get("status", State.ALL, State)


def _chosen_day(event: Event, still_open: Mapping[int, int]) -> Day:
    asked, now = request.args.get("tag", None, date.fromisoformat), utc_now()
    for day in event.days:
        if day.date == asked:
            return day
    coming = [day for day in event.days if day.closes_at > now]
    waiting = (day for day in coming if still_open[day.id])
    return next(waiting, coming[0] if coming else event.last_day)


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
