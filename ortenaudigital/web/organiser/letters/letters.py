"""Letters: which wait, which failed and why, and try again."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from ortenaudigital.bookings.queries import list_ids_found
from ortenaudigital.events.queries import list_events
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.outbox.commands import retry, retry_failed
from ortenaudigital.outbox.queries import LetterFilter, count_letters, search_letters
from ortenaudigital.outbox.trouble import find_trouble
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.shared.guards import Access, access
from ortenaudigital.web.shared.values import whole_number

# Bookings whose letters a search by name shows.
MOST_SUBJECTS = 200
FILTERS = ("q", "status", "veranstaltung")


@organiser.get("/postausgang")
@access(Access.ORGANISER)
def letters() -> ResponseReturnValue:
    """Search the letters of all events or of one; the filters are in the address."""
    state = request.args.get("status", "")
    events = {event.id: event for event in list_events()}
    wanted = _wanted({event.slug: event.id for event in events.values()})
    return render_template(
        "organiser/letters.html",
        event=None,
        found=search_letters(wanted, state, request.args.get("seite", 1, whole_number)),
        counts=count_letters(wanted),
        by_id=events,
        chosen=events.get(wanted.event_id or 0),
        words=wanted.words,
        state=state,
        trouble=find_trouble(),
    )


def _wanted(ids: dict[str, int]) -> LetterFilter:
    words = request.args.get("q", "").strip()
    subjects = [str(found) for found in list_ids_found(words, MOST_SUBJECTS)] if words else []
    return LetterFilter(ids.get(request.args.get("veranstaltung", "")), words, subjects)


def _back() -> ResponseReturnValue:
    kept: dict[str, Any] = {name: request.args[name] for name in FILTERS if request.args.get(name)}
    return redirect(url_for("organiser.letters", **kept), 303)


@organiser.post("/postausgang/<int:letter_id>/erneut")
@access(Access.ORGANISER)
def retry_letter(letter_id: int) -> ResponseReturnValue:
    """Make a letter due now."""
    with transaction():
        retry(letter_id, utc_now())
    flash(gettext("Der Brief wird gleich noch einmal versucht."), "success")
    return _back()


@organiser.post("/postausgang/alle-gescheiterten")
@access(Access.ORGANISER)
def retry_failed_letters() -> ResponseReturnValue:
    """Make all failed letters due now, or those of the chosen event."""
    slugs = {event.slug: event.id for event in list_events()}
    with transaction():
        number = retry_failed(utc_now(), slugs.get(request.args.get("veranstaltung", "")))
    words = ngettext(
        "Ein Brief wird gleich noch einmal versucht.",
        "%(num)d Briefe werden gleich noch einmal versucht.",
        number,
    )
    flash(words if number else gettext("Es war kein Brief gescheitert."), "success")
    return _back()
