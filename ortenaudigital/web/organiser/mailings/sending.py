"""Send a letter to many: say the number again, choose a moment, hold up, go on, stop."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from flask import flash, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ortenaudigital.events.rules import erase_at
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.mailings.choosing import count, find_kept, keep
from ortenaudigital.mailings.errors import ChangedMeanwhile, NumberDiffers, WrongTime
from ortenaudigital.mailings.models import Mailing
from ortenaudigital.mailings.rules import (
    MailingState,
    check_complete,
    check_time,
    language_for,
    written,
)
from ortenaudigital.mailings.sending import Confirmed, pause, release, resume, stop, withdraw
from ortenaudigital.web.organiser.mailings.forms import SendingForm, as_typed
from ortenaudigital.web.organiser.mailings.rooms import Room, page
from ortenaudigital.web.organiser.mailings.selections import choice_of, fields_of
from ortenaudigital.web.organiser.mailings.selections import words_of as selection_words
from ortenaudigital.web.shared.access.guards import actor
from ortenaudigital.web.shared.answers.refusals import words_of
from ortenaudigital.web.shared.language import short_moment

Deed = Callable[[Mailing, datetime, str], None]


@page("/<id>/senden")
def confirm_mailing(room: Room, mailing: Mailing) -> ResponseReturnValue:
    """Say to how many the letter would go, in which language, and who is left out and why."""
    if mailing.state is not MailingState.DRAFT:
        return room.go("mailing", mailing)
    try:
        check_complete(mailing.by_language)
    except DomainError as error:
        flash(words_of(error), "danger")
        return room.go("mailing", mailing)
    return _page(room, mailing, None)


def count_and_keep(mailing: Mailing) -> None:
    """Count who a draft would go to, for the page that says it."""
    version, now = mailing.version, utc_now()
    counted = count(choice_of(mailing, now), now)
    with transaction():
        keep(mailing, version, counted)


def _page(room: Room, mailing: Mailing, form: SendingForm | None, **more: Any) -> str:
    now, complete = utc_now(), written(mailing.by_language)
    counted = find_kept(mailing, now) or count(choice_of(mailing, now), now)
    summary = counted.summary
    languages: dict[str, int] = {}
    for wished, number in summary.by_language.items():
        language = language_for(wished, complete)
        languages[language] = languages.get(language, 0) + number
    form = form or SendingForm(formdata=None)
    # What is typed is kept; until when was counted is said anew.
    form.version.data, form.until.data = str(mailing.version), counted.at.isoformat()
    return render_template(
        "organiser/mailings/send.html",
        event=g.event,
        room=room,
        mailing=mailing,
        form=form,
        summary=summary,
        counted_at=counted.at,
        languages=languages,
        selection=selection_words(fields_of(g.event, room.audience), mailing.selection),
        earliest=as_typed(now, g.event.timezone),
        **more,
    )


@page("/<id>/senden", "POST")
def send_mailing(room: Room, mailing: Mailing) -> ResponseReturnValue:
    """Send the letter, or let it wait for its moment, to those who were counted."""
    form, now = SendingForm(), utc_now()
    if not form.validate():
        return _page(room, mailing, form), 422
    choice = choice_of(mailing, form.counted_until(now))
    due_at = form.due_at(g.event.timezone)
    try:
        _check_moment(due_at, now)
        with transaction():
            confirmed = Confirmed(form.shown_version, form.number.data, due_at)
            release(mailing, choice, confirmed, now, actor())
    except ChangedMeanwhile as error:
        flash(words_of(error), "danger")
        return room.go("mailing", mailing)
    except DomainError as error:
        wrong_time = isinstance(error, WrongTime)
        field = form.moment if wrong_time else form.number
        field.errors = [words_of(error)]
        if not wrong_time:
            count_and_keep(mailing)
        return _page(room, mailing, form), 409 if isinstance(error, NumberDiffers) else 422
    flash(
        gettext("Der Rundbrief wartet auf seinen Zeitpunkt.")
        if due_at
        else gettext("Der Rundbrief wird jetzt gesendet. Hier sehen Sie, wie weit er ist."),
        "success",
    )
    return room.go("mailing", mailing)


def _check_moment(due_at: datetime | None, now: datetime) -> None:
    if due_at is not None:
        last = _last_moment()
        check_time(due_at, now, last, short_moment(last, g.event.timezone))


def _last_moment() -> datetime:
    """Return until when a letter about the event still finds somebody."""
    return erase_at(day.closes_at for day in g.event.days) - timedelta(days=1)


def _do(room: Room, mailing: Mailing, deed: Deed, words: str) -> ResponseReturnValue:
    try:
        with transaction():
            deed(mailing, utc_now(), actor())
    except ChangedMeanwhile as error:
        flash(words_of(error), "danger")
    else:
        flash(words, "success")
    return room.go("mailing", mailing)


@page("/<id>/zurueck", "POST")
def withdraw_mailing(room: Room, mailing: Mailing) -> ResponseReturnValue:
    """Make a letter that waits for its moment a draft again."""
    words = gettext("Der Rundbrief ist wieder ein Entwurf. Niemand hat ihn bekommen.")
    return _do(room, mailing, withdraw, words)


@page("/<id>/anhalten", "POST")
def pause_mailing(room: Room, mailing: Mailing) -> ResponseReturnValue:
    """Hold the letters up."""
    return _do(room, mailing, pause, gettext("Der Rundbrief ist angehalten."))


@page("/<id>/fortsetzen", "POST")
def resume_mailing(room: Room, mailing: Mailing) -> ResponseReturnValue:
    """Go on sending."""
    return _do(room, mailing, resume, gettext("Der Rundbrief wird weiter gesendet."))


@page("/<id>/beenden", "POST")
def stop_mailing(room: Room, mailing: Mailing) -> ResponseReturnValue:
    """Send no more letters, for good."""
    words = gettext("Der Rundbrief ist beendet. Wer noch keinen Brief hat, bekommt keinen.")
    return _do(room, mailing, stop, words)
