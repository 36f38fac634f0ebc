"""Letters: which wait, which failed and why, and try again."""

from collections.abc import Collection, Iterable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_login import current_user

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.bookings.search import find_bookings
from ortenaudigital.events.queries import EventName
from ortenaudigital.fair.applications.queries import find_exhibitors
from ortenaudigital.kernel import paging
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.paging import Place
from ortenaudigital.outbox.commands import retry, retry_failed
from ortenaudigital.outbox.queries import LetterFilter, count_letters, search_letters
from ortenaudigital.outbox.trouble import find_trouble
from ortenaudigital.web.organiser.blueprint import organiser, own_events
from ortenaudigital.web.shared.access.guards import needs
from ortenaudigital.web.shared.requests.values import whole_number

# Bookings whose letters a search by name shows.
MOST_SUBJECTS = 100
FILTERS = ("q", "status", "veranstaltung")


@organiser.get("/postausgang")
@needs(Permission.LETTERS_READ)
def letters() -> ResponseReturnValue:
    """Search the letters of all events or of one; the filters are in the address."""
    state = request.args.get("status", "")
    words = request.args.get("q", "").strip()
    events = {event.id: event for event in own_events(Permission.LETTERS_READ)}
    chosen = _chosen(events.values())
    wanted = _wanted(chosen, words)
    return render_template(
        "organiser/letters/letters.html",
        event=None,
        found=search_letters(wanted, state, _place()),
        counts=count_letters(wanted),
        most=paging.MOST_COUNTED,
        by_id=events,
        chosen=chosen,
        words=words,
        state=state,
        trouble=find_trouble(),
    )


def _chosen(events: Iterable[EventName]) -> EventName | None:
    slug = request.args.get("veranstaltung", "")
    return next((event for event in events if event.slug == slug), None)


def _reach(permission: Permission, chosen: EventName | None) -> Collection[int] | None:
    reach: Collection[int] | None = current_user.reach_of(permission)
    return [chosen.id] if chosen else reach


def _wanted(chosen: EventName | None, words: str) -> LetterFilter:
    reach = _reach(Permission.LETTERS_READ, chosen)
    if not words:
        return LetterFilter(reach)
    bookings = find_bookings(words, MOST_SUBJECTS, chosen.id if chosen else None)
    exhibitors = find_exhibitors(words, reach, MOST_SUBJECTS)
    return LetterFilter(reach, [str(each) for each in (*bookings, *exhibitors)])


def _place() -> Place:
    after, before = (request.args.get(name, None, whole_number) for name in ("nach", "vor"))
    return Place([after] if after else None, [before] if before else None)


def _back() -> ResponseReturnValue:
    kept: dict[str, Any] = {name: request.args[name] for name in FILTERS if request.args.get(name)}
    return redirect(url_for("organiser.letters", **kept), 303)


@organiser.post("/postausgang/<int:letter_id>/erneut")
@needs(Permission.LETTERS_RETRY)
def retry_letter(letter_id: int) -> ResponseReturnValue:
    """Make a letter due now."""
    with transaction():
        retry(letter_id, utc_now(), current_user.reach_of(Permission.LETTERS_RETRY))
    flash(gettext("Der Brief wird gleich noch einmal versucht."), "success")
    return _back()


@organiser.post("/postausgang/alle-gescheiterten")
@needs(Permission.LETTERS_RETRY)
def retry_failed_letters() -> ResponseReturnValue:
    """Make all failed letters due now, or those of the chosen event."""
    chosen = _chosen(own_events(Permission.LETTERS_RETRY))
    with transaction():
        number = retry_failed(utc_now(), _reach(Permission.LETTERS_RETRY, chosen))
    words = ngettext(
        "Ein Brief wird gleich noch einmal versucht.",
        "%(num)d Briefe werden gleich noch einmal versucht.",
        number,
    )
    flash(words if number else gettext("Es war kein Brief gescheitert."), "success")
    return _back()
