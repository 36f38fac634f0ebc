"""A letter to many as it is written: checked, kept, copied, and not overwritten by another."""

from datetime import date

import pytest
from flask import Flask

from ortenaudigital.event_changes.copying import Wanted, copy_event
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.mailings.drafts import Draft, copy, create, drop, save
from ortenaudigital.mailings.errors import ChangedMeanwhile, GermanMissing, HalfWritten
from ortenaudigital.mailings.models import Mailing
from ortenaudigital.mailings.queries import count_outcomes, list_mailings
from ortenaudigital.mailings.rules import Audience, MailingState, Outcome
from ortenaudigital.outbox.texts.rules import LooseBrace, Text, UnknownPlaceholder
from tests.factories import make_booking, make_event
from tests.features.mailings.mailed import (
    FRENCH,
    GERMAN,
    Taken,
    again,
    draft_mailing,
    go_round,
    make_guests,
    send_to_all,
)


@pytest.fixture
def event(context: Flask) -> Event:
    return make_event()


@pytest.fixture
def post() -> Taken:
    return Taken()


def do(deed: object, mailing: Mailing) -> None:
    with transaction():
        deed(mailing, utc_now(), "olga")  # type: ignore[operator]  # a command


def test_nothing_is_sent_half_written(event: Event) -> None:
    make_booking(event)
    for texts, error in (
        ({"fr": FRENCH}, GermanMissing),
        ({"de": Text("Nur Betreff")}, GermanMissing),
        ({"de": GERMAN, "fr": Text("Betreff allein")}, HalfWritten),
    ):
        mailing = draft_mailing(event, texts)
        with pytest.raises(error):
            send_to_all(mailing)
        db.session.rollback()
        assert again(mailing).state is MailingState.DRAFT


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("Hallo {vorname}", UnknownPlaceholder),
        ("{% for x in y %}", UnknownPlaceholder),
        ("{{7*7}}", UnknownPlaceholder),
        ("Offen { bleibt", LooseBrace),
    ],
)
def test_a_text_that_no_letter_can_fill_in_is_refused(
    event: Event, body: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        draft_mailing(event, {"de": Text("Betreff", body)})
    db.session.rollback()
    assert list_mailings(event, Audience.GUESTS) == []


def test_a_subject_is_one_line(event: Event, post: Taken) -> None:
    make_booking(event)
    send_to_all(draft_mailing(event, {"de": Text("Eins\r\nBcc: alle@example.org", "Text")}))
    go_round(post)
    assert post.letters[0][0].subject == "Eins Bcc: alle@example.org"


def test_a_draft_that_somebody_else_changed_is_not_overwritten(event: Event) -> None:
    mailing = draft_mailing(event)
    draft = Draft(Audience.GUESTS, "status=valid", {"de": Text("Neu", "Neuer Text")})
    with transaction():
        save(mailing, draft, 1, utc_now(), "olga")
    with pytest.raises(ChangedMeanwhile), transaction():
        save(mailing, draft, 1, utc_now(), "paul")
    db.session.rollback()
    assert again(mailing).subject == "Neu"
    do(drop, again(mailing))
    assert list_mailings(event, Audience.GUESTS) == []


def test_a_mailing_is_copied_as_a_draft_and_to_the_next_edition_without_people(
    event: Event,
) -> None:
    make_guests(event, 2)
    mailing = draft_mailing(event)
    send_to_all(mailing)
    with transaction():
        twin = copy(mailing, again(mailing).request_id, utc_now(), "olga")
    # The same press again is the same copy.
    assert twin.id == mailing.id
    with transaction():
        wanted = Wanted("ortenau-digital-2028", date(2028, 9, 28))
        other = copy_event(event, wanted, utc_now(), "olga")
    (copied,) = list_mailings(other, Audience.GUESTS)
    assert (copied.state, copied.recipients, copied.selection) == (MailingState.DRAFT, 0, "")
    assert copied.by_language == {"de": GERMAN}
    assert not any(count_outcomes(copied).values())


def test_the_same_form_begins_one_mailing(event: Event) -> None:
    mailing = draft_mailing(event)
    with transaction():
        draft = Draft(Audience.GUESTS, "", {"de": FRENCH})
        again_ = create(event, draft, mailing.request_id, utc_now(), "olga")
    assert again_.id == mailing.id
    assert again(mailing).by_language == {"de": GERMAN}


def test_outcomes_are_all_in_one_of_the_lists(event: Event) -> None:
    assert set(count_outcomes(draft_mailing(event))) == set(Outcome)
