"""The letters of a mailing, written when they are sent: in the reader's language or in German."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from flask_babel import force_locale, gettext

from ortenaudigital.accounts.models import User
from ortenaudigital.adapters.mailer import Composed
from ortenaudigital.bookings.letters import compose as compose_about
from ortenaudigital.bookings.letters import find_addressee
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.reminders.examples import make_example
from ortenaudigital.bookings.reminders.letters import wishes_url
from ortenaudigital.fair.applications.examples import make_example as make_exhibitor
from ortenaudigital.fair.applications.letters import compose as compose_to_exhibitor
from ortenaudigital.fair.applications.letters import find_confirmed
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.kernel.db import db
from ortenaudigital.mailings.models import BATCH, Mailing
from ortenaudigital.mailings.rules import Audience, MailingState, language_for, written
from ortenaudigital.outbox.texts.queries import trying
from ortenaudigital.outbox.texts.rules import Text
from ortenaudigital.outbox.worker import NotNow

TO_GUEST = "bookings.mailing"
TO_EXHIBITOR = "stands.mailing"
TRIAL = "mailings.trial"
KINDS = {Audience.GUESTS: TO_GUEST, Audience.EXHIBITORS: TO_EXHIBITOR}


def to_guest(subject_id: str, batch: str) -> Composed | None:
    """Write the letter to who booked; None if it is due no more. Raises NotNow while paused."""
    mailing = _under_way(batch)
    booking = find_addressee(subject_id)
    if mailing is None or booking is None or not _is_due(booking, mailing):
        return None
    return compose_to_guest(mailing, booking)


def to_exhibitor(subject_id: str, batch: str) -> Composed | None:
    """Write the letter to an exhibitor; None if it is due no more. Raises NotNow while paused."""
    mailing, exhibitor = _under_way(batch), find_confirmed(subject_id)
    if mailing is None or exhibitor is None:
        return None
    return compose_to_fair(mailing, exhibitor)


def trial(subject_id: str, batch: str) -> Composed | None:
    """Write a letter about nobody to the organiser who wants to see it arrive."""
    mailing_id, _, language = batch.removeprefix(BATCH).partition(":")
    mailing, user = db.session.get(Mailing, int(mailing_id)), db.session.get(User, int(subject_id))
    if mailing is None or user is None or not user.active:
        return None
    with force_locale(language):
        texts = {
            each: replace(text, subject=gettext("Test: %(subject)s", subject=text.subject))
            for each, text in mailing.by_language.items()
        }
    return replace(example(mailing, language, texts), recipient=user.email, unsubscribe_url="")


def example(mailing: Mailing, language: str, texts: Mapping[str, Text] | None = None) -> Composed:
    """Write the letter to somebody made up, who reads a language; `texts`: other ones."""
    if mailing.audience is Audience.GUESTS:
        return compose_to_guest(mailing, make_example(mailing.event, language), texts)
    return compose_to_fair(mailing, make_exhibitor(mailing.event, language), texts)


def compose_to_guest(
    mailing: Mailing, booking: Booking, texts: Mapping[str, Text] | None = None
) -> Composed:
    """Write the letter to who booked, whether it leaves or not."""
    language, text = _text(texts or mailing.by_language, booking.language)
    more = {} if mailing.needed else {"unsubscribe_url": wishes_url(booking)}
    with force_locale(language), trying(text):
        return compose_about(booking, TO_GUEST, [], language=language, **more)


def compose_to_fair(
    mailing: Mailing, exhibitor: Exhibitor, texts: Mapping[str, Text] | None = None
) -> Composed:
    """Write the letter to an exhibitor, whether it leaves or not."""
    language, text = _text(texts or mailing.by_language, exhibitor.language)
    with force_locale(language), trying(text):
        return compose_to_exhibitor(exhibitor, TO_EXHIBITOR, language)


def _text(texts: Mapping[str, Text], wished: str) -> tuple[str, Text]:
    language = language_for(wished, written(texts))
    return language, texts.get(language, Text())


def _under_way(batch: str) -> Mailing | None:
    mailing = db.session.get(Mailing, int(batch.removeprefix(BATCH)))
    if mailing is None or mailing.state is MailingState.STOPPED:
        return None
    if mailing.state is MailingState.PAUSED:
        raise NotNow()
    return mailing


def _is_due(booking: Booking, mailing: Mailing) -> bool:
    """Say whether a letter is due still to somebody who was chosen before."""
    if booking.undelivered_at is not None or (booking.only_necessary and not mailing.needed):
        return False
    return not _after(booking.cancelled_at, mailing.selected_at)


def _after(moment: datetime | None, chosen_at: datetime | None) -> bool:
    return moment is not None and chosen_at is not None and moment > chosen_at
