"""Move days, hours or place: look at what that means and for whom, then change it and tell them."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.adapters.mailer import Composed
from ortenaudigital.bookings.letters import EVENT_CHANGED
from ortenaudigital.event_changes.commands import Outcome
from ortenaudigital.event_changes.rescheduling import Schedule, reschedule
from ortenaudigital.events.errors import ChangedMeanwhile, EventFileError
from ortenaudigital.events.queries import get_event
from ortenaudigital.events.rules import DEFAULT_LANGUAGE
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.outbox.texts.preview import preview
from ortenaudigital.outbox.texts.queries import find_text
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.event.schedule_form import (
    TypedSchedule,
    sent_schedule,
    stored_schedule,
)
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.answers.refusals import words_of


class TakenBack(Exception):
    """Ends the transaction in which a change was only looked at."""

    def __init__(self, outcome: Outcome, letter: Composed) -> None:
        super().__init__()
        self.outcome, self.letter = outcome, letter


@organiser.get("/<slug>/termin")
@needs(Permission.EVENT_CHANGE)
def schedule() -> ResponseReturnValue:
    """Show when and where the event is, to be changed."""
    return _page(stored_schedule(g.event))


def _page(typed: TypedSchedule, **more: Any) -> str:
    return render_template(
        "organiser/event/schedule.html",
        event=g.event,
        typed=typed,
        days=typed.days,
        venue=typed.venue,
        version=typed.version,
        **more,
    )


@organiser.post("/<slug>/termin")
@needs(Permission.EVENT_CHANGE)
def change_schedule() -> ResponseReturnValue:
    """Show what a change means and for whom; once that is confirmed, do it and tell them."""
    typed, slug = sent_schedule(), g.event.slug
    wanted = typed.wanted()
    if wanted is None:
        return _page(typed), 422
    try:
        outcome = (_do if request.form.get("sure") == "yes" else _try)(slug, wanted)
    except ChangedMeanwhile as error:
        # Who has seen what changed, and goes on, means it.
        typed.version = get_event(slug).version
        return _page(typed, refusal=words_of(error), changes=error.changes), 409
    except EventFileError as error:
        typed.note(error, get_event(slug))
        return _page(typed), 422
    except TakenBack as seen:
        return _page(typed, seen=seen.outcome, letter=seen.letter)
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
