"""The outbox: which letters wait, which failed and why, and try again."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_login import current_user

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.audit.commands import record
from ortenaudigital.kernel import paging
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.outbox.commands import retry, retry_failed
from ortenaudigital.outbox.queries import count_failures, count_letters, search_letters
from ortenaudigital.outbox.trouble import find_trouble
from ortenaudigital.outbox.worker import known_kinds
from ortenaudigital.web.organiser.blueprint import organiser, own_events
from ortenaudigital.web.organiser.letters.outbox_filters import (
    addresses_of,
    kept,
    read_chosen,
    read_place,
    wanted_by,
)
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.requests.values import whole_number


@organiser.get("/postausgang")
@needs(Permission.LETTERS_READ)
def letters() -> ResponseReturnValue:
    """Search the letters of all events or of one; the filters are in the address."""
    return _outbox()


@organiser.get("/<slug>/postausgang")
@needs(Permission.LETTERS_READ)
def event_outbox() -> ResponseReturnValue:
    """Search the letters of one event; the filters are in the address."""
    return _outbox()


def _outbox() -> str:
    chosen = read_chosen(Permission.LETTERS_READ)
    wanted = wanted_by(chosen, Permission.LETTERS_READ)
    counts = count_letters(wanted)
    found = search_letters(wanted, chosen.state, read_place(), counts)
    return render_template(
        "organiser/letters/letters.html",
        event=g.get("event"),
        found=found,
        addresses=addresses_of(found.rows),
        counts=counts.by_state,
        most=paging.MOST_COUNTED,
        by_id={event.id: event for event in own_events(Permission.LETTERS_READ)},
        chosen=chosen,
        kinds=known_kinds(),
        filtered=kept(),
        trouble=find_trouble(),
    )


def _back() -> ResponseReturnValue:
    return redirect(url_for("organiser.letters", **kept()), 303)


@organiser.post("/postausgang/<int:letter_id>/erneut")
@needs(Permission.LETTERS_RETRY)
def retry_letter(letter_id: int) -> ResponseReturnValue:
    """Make a letter due now."""
    with transaction():
        letter = retry(letter_id, utc_now(), current_user.reach_of(Permission.LETTERS_RETRY))
        _note_retried(letter.subject_id, letter.event_id, 1)
    flash(gettext("Der Brief wird gleich noch einmal versucht."), "success")
    return _back()


def _note_retried(subject: str, event_id: int | None, number: int) -> None:
    record("letters.retried", subject, actor(), utc_now(), event_id=event_id, number=number)


@organiser.get("/postausgang/alle-gescheiterten")
@needs(Permission.LETTERS_RETRY)
def failed_letters() -> ResponseReturnValue:
    """Show how many failed letters would be tried again, by kind, before it is done."""
    chosen = read_chosen(Permission.LETTERS_RETRY)
    return render_template(
        "organiser/letters/failed.html",
        event=None,
        chosen=chosen,
        failures=count_failures(wanted_by(chosen, Permission.LETTERS_RETRY)),
        filtered=kept(),
    )


@organiser.post("/postausgang/alle-gescheiterten")
@needs(Permission.LETTERS_RETRY)
def retry_failed_letters() -> ResponseReturnValue:
    """Make the failed letters due that the filters find and that somebody looked at."""
    chosen = read_chosen(Permission.LETTERS_RETRY)
    last_id = request.form.get("bis", None, whole_number)
    with transaction():
        number = retry_failed(utc_now(), wanted_by(chosen, Permission.LETTERS_RETRY), last_id)
        if number:
            event = chosen.event
            _note_retried("outbox", event.id if event else None, number)
    words = ngettext(
        "Ein Brief wird gleich noch einmal versucht.",
        "%(num)d Briefe werden gleich noch einmal versucht.",
        number,
    )
    flash(words if number else gettext("Es war kein Brief gescheitert."), "success")
    return _back()
