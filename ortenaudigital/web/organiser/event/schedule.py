"""Move days, hours or place: look at what that means and for whom, then change it and tell them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.adapters.mailer import Composed
from ortenaudigital.bookings.letters import EVENT_CHANGED
from ortenaudigital.event_changes.commands import Outcome
from ortenaudigital.event_changes.rescheduling import DayTimes, Schedule, reschedule
from ortenaudigital.event_changes.versions import file_of
from ortenaudigital.events.errors import ChangedMeanwhile, EventFileError
from ortenaudigital.events.queries import get_event
from ortenaudigital.events.rules import DEFAULT_LANGUAGE
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.outbox.texts.preview import preview
from ortenaudigital.outbox.texts.queries import find_text
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.answers.refusals import words_of
from ortenaudigital.web.shared.requests.values import whole_number

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")
MOST_LINE = 200


@dataclass
class Typed:
    """One day as it stands in the form, perhaps mistyped."""

    was: str
    date: str
    opens: str
    closes: str
    error: str = ""


class TakenBack(Exception):
    """Ends the transaction in which a change was only looked at."""

    def __init__(self, outcome: Outcome, letter: Composed) -> None:
        super().__init__()
        self.outcome, self.letter = outcome, letter


@organiser.get("/<slug>/termin")
@needs(Permission.EVENT_CHANGE)
def schedule() -> ResponseReturnValue:
    """Show when and where the event is, to be changed."""
    event, file = g.event, file_of(g.event)
    coming = {day.date for day in event.days if day.closes_at > utc_now()}
    days = [
        Typed(plan.date.isoformat(), plan.date.isoformat(), plan.opens, plan.closes)
        for plan in file.days
        if plan.date in coming
    ]
    venue = {"name": event.venue_name, "town": event.venue_town, "address": event.venue_address}
    return _page(days, venue, event.version)


def _page(days: Sequence[Typed], venue: dict[str, str], version: int | None, **more: Any) -> str:
    return render_template(
        "organiser/event/schedule.html",
        event=g.event,
        days=days,
        venue=venue,
        version=version,
        **more,
    )


@organiser.post("/<slug>/termin")
@needs(Permission.EVENT_CHANGE)
def change_schedule() -> ResponseReturnValue:
    """Show what a change means and for whom; once that is confirmed, do it and tell them."""
    days, venue = _read_days(), _read_venue()
    version = request.form.get("version", None, whole_number)
    wanted = _schedule(days, venue, version)
    if wanted is None:
        return _page(days, venue, version, wrong=True), 422
    sure = request.form.get("sure") == "yes"
    slug = g.event.slug
    try:
        outcome = _do(slug, wanted) if sure else _try(slug, wanted)
    except ChangedMeanwhile as error:
        return _page(days, venue, version, refusal=words_of(error), changes=error.changes), 409
    except EventFileError as error:
        return _page(days, venue, version, faults=error.faults), 422
    except TakenBack as seen:
        return _page(days, venue, version, seen=seen.outcome, letter=seen.letter)
    return _done(outcome)


def _try(slug: str, wanted: Schedule) -> Outcome:
    """Change everything, look at it, and take it back by TakenBack."""
    with transaction():
        outcome = reschedule(slug, wanted, utc_now(), actor(), trial=True)
        event = get_event(slug)
        text = find_text(event.id, EVENT_CHANGED, DEFAULT_LANGUAGE)
        raise TakenBack(outcome, preview(EVENT_CHANGED, event, DEFAULT_LANGUAGE, text))


def _do(slug: str, wanted: Schedule) -> Outcome:
    with transaction():
        return reschedule(slug, wanted, utc_now(), actor())


def _done(outcome: Outcome) -> ResponseReturnValue:
    letters = outcome.bookings.bookings - outcome.bookings.without_address + outcome.exhibitors
    words = ngettext("%(num)d Brief ist unterwegs.", "%(num)d Briefe sind unterwegs.", letters)
    flash(gettext("Termin und Ort sind geändert."), "success")
    if letters:
        flash(words, "info")
    return redirect(url_for("organiser.overview", slug=outcome.slug), 303)


def _read_days() -> list[Typed]:
    lists = (request.form.getlist(name) for name in ("was", "date", "opens", "closes"))
    return [Typed(*(value.strip() for value in row)) for row in zip(*lists, strict=False)]


def _read_venue() -> dict[str, str]:
    names = ("name", "town", "address")
    return {name: " ".join(request.form.get(name, "").split())[:MOST_LINE] for name in names}


def _schedule(days: Sequence[Typed], venue: dict[str, str], version: int | None) -> Schedule | None:
    """Return what was typed, or None with what is wrong noted at each day."""
    times = []
    for day in days:
        try:
            moved, was = date.fromisoformat(day.date), date.fromisoformat(day.was)
        except ValueError:
            day.error = gettext("Bitte geben Sie ein Datum an, etwa 2027-10-01.")
            continue
        if not (_TIME.fullmatch(day.opens) and _TIME.fullmatch(day.closes)):
            day.error = gettext("Bitte geben Sie Uhrzeiten an, etwa 08:30.")
            continue
        times.append(DayTimes(was, moved, day.opens, day.closes))
    if len(times) < len(days) or not (venue["name"] and venue["town"]):
        return None
    return Schedule(tuple(times), venue["name"], venue["town"], venue["address"], version)
