"""The file of an event: taken away, and brought back with a look at what it changes."""

from typing import Any

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.event_changes.making import Look, Replacement, replace_event
from ortenaudigital.event_changes.versions import file_of
from ortenaudigital.events.errors import ChangedMeanwhile, EventFileError
from ortenaudigital.events.queries import get_event
from ortenaudigital.events.sections.toml.event import read_event_file, write_event_file
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.event.making.sent import SentFile, sent_file, shown_faults
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.answers.refusals import words_of
from ortenaudigital.web.shared.requests.sizes import EVENT_FILE, takes
from ortenaudigital.web.shared.requests.values import whole_number


class TakenBack(Exception):
    """Ends the transaction in which a file was only looked at."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look


@organiser.get("/<slug>/datei.toml")
@needs(Permission.EVENT_CHANGE)
def event_toml() -> ResponseReturnValue:
    """Hand out the file of the event, as it would be read again."""
    name = f"{g.event.slug}-{g.event.version}.toml"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    text = write_event_file(file_of(g.event))
    return Response(text, mimetype="application/toml", headers=headers)


@organiser.get("/<slug>/datei")
@needs(Permission.EVENT_CHANGE)
def event_file() -> ResponseReturnValue:
    """Show how to take the file of the event away, and how to bring it back."""
    return _page(SentFile(""))


@organiser.post("/<slug>/datei")
@needs(Permission.EVENT_CHANGE)
@takes(EVENT_FILE)
def change_by_file() -> ResponseReturnValue:
    """Show what a file changes and for whom; once that is confirmed, do it and tell them."""
    sent, slug = SentFile(""), g.event.slug
    try:
        sent = sent_file()
        file = read_event_file(sent.text)
        if request.form.get("sure") != "yes":
            _try(slug, Replacement(file, trial=True))
        version = request.form.get("version", 0, whole_number)
        with transaction():
            look = replace_event(slug, Replacement(file, version), utc_now(), actor())
    except TakenBack as seen:
        return _page(sent, look=seen.look)
    except ChangedMeanwhile as error:
        return _page(sent, refusal=words_of(error), changes=error.changes), 409
    except EventFileError as error:
        return _page(sent, faults=shown_faults(error, sent.text)), 422
    return _done(look)


def _try(slug: str, wanted: Replacement) -> None:
    """Change everything, look at it, and take it back by TakenBack."""
    with transaction():
        raise TakenBack(replace_event(slug, wanted, utc_now(), actor()))


def _page(sent: SentFile, look: Look | None = None, **more: Any) -> str:
    event = get_event(g.event.slug)
    return render_template(
        "organiser/event/making/file.html", event=event, sent=sent, look=look, **more
    )


def _done(look: Look) -> ResponseReturnValue:
    outcome = look.outcome
    letters = outcome.bookings.bookings - outcome.bookings.without_address + outcome.exhibitors
    flash(gettext("Die Veranstaltung ist nun so, wie es in der Datei steht."), "success")
    if letters:
        words = ngettext("%(num)d Brief ist unterwegs.", "%(num)d Briefe sind unterwegs.", letters)
        flash(words, "info")
    return redirect(url_for("organiser.parts", slug=outcome.slug), 303)
