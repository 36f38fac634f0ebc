"""See a letter to many before it leaves: about real people, and in one's own mailbox."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import flash, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_login import current_user

from ortenaudigital.adapters.mailer import Composed
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.fair.applications.queries import get_exhibitor
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.mailings.letters import compose_to_fair, compose_to_guest, example
from ortenaudigital.mailings.models import Mailing
from ortenaudigital.mailings.rules import Audience, written
from ortenaudigital.mailings.trials import send_trials
from ortenaudigital.web.organiser.mailings.rooms import Room, page
from ortenaudigital.web.organiser.mailings.selections import choice_of
from ortenaudigital.web.shared.language import LANGUAGES
from ortenaudigital.web.shared.requests.values import whole_number

# Nobody leafs through more; who they all are is counted before the letter leaves.
MOST_SHOWN = 50


@page("/<id>/vorschau")
def mailing_preview(room: Room, mailing: Mailing) -> ResponseReturnValue:
    """Show the letter to one of those who would get it, and leaf through them."""
    people = choice_of(mailing, utc_now()).first(MOST_SHOWN + 1)
    shown = people[:MOST_SHOWN]
    position, subject_id = _asked_for(shown)
    return render_template(
        "organiser/mailings/preview.html",
        event=g.event,
        room=room,
        mailing=mailing,
        letter=_written(mailing, subject_id),
        position=position,
        last=len(shown),
        more=len(people) > MOST_SHOWN,
    )


@page("/<id>/vorschau/brief")
def mailing_letter(_: Room, mailing: Mailing) -> ResponseReturnValue:
    """Show a letter as mail programs do, for the frame of the page around it."""
    asked = _asked_for(choice_of(mailing, utc_now()).first(MOST_SHOWN))
    return _written(mailing, asked[1]).html


def _asked_for(people: Sequence[UUID]) -> tuple[int, UUID | None]:
    """Return who of some the address asks for, and the place among them; nought for nobody."""
    position = max(1, request.args.get("person", 1, whole_number))
    return (position, people[position - 1]) if position <= len(people) else (0, None)


def _written(mailing: Mailing, subject_id: UUID | None) -> Composed:
    if subject_id is None:
        # There is nobody yet; it is shown about somebody made up.
        return example(mailing, "de")
    write: Any = compose_to_guest if mailing.audience is Audience.GUESTS else compose_to_fair
    find: Any = get_booking if mailing.audience is Audience.GUESTS else get_exhibitor
    letter: Composed = write(mailing, find(subject_id))
    return letter


def send_trial(room: Room, mailing: Mailing) -> ResponseReturnValue:
    """Send the letter about somebody made up to who asks for it, in each language it has."""
    languages = [each for each in LANGUAGES if each in written(mailing.by_language)]
    if not languages:
        flash(gettext("Bitte schreiben Sie zuerst Betreff und Text."), "danger")
        return room.go("mailing", mailing)
    with transaction():
        send_trials(mailing, current_user.id, languages, utc_now())
    words = ngettext(
        "Ein Test ist unterwegs an %(address)s.",
        "%(num)d Tests sind unterwegs an %(address)s.",
        len(languages),
        address=current_user.email,
    )
    flash(words, "success")
    return room.go("mailing", mailing)
