"""A letter to many is scheduled, held up, goes on, is stopped; each person gets one or none."""

from datetime import date, timedelta

import pytest
from flask import Flask

from ortenaudigital.event_changes.copying import Wanted, copy_event
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.mailings import worker
from ortenaudigital.mailings.drafts import Draft, copy, create, drop, save
from ortenaudigital.mailings.errors import ChangedMeanwhile, GermanMissing, HalfWritten
from ortenaudigital.mailings.models import Mailing
from ortenaudigital.mailings.queries import count_outcomes, list_mailings
from ortenaudigital.mailings.rules import Audience, MailingState, Outcome
from ortenaudigital.mailings.sending import pause, resume, stop, withdraw
from ortenaudigital.mailings.worker import write_mailings
from ortenaudigital.outbox.bounces.commands import note_bounce
from ortenaudigital.outbox.bounces.rules import Bounce
from ortenaudigital.outbox.commands import retry_failed
from ortenaudigital.outbox.models import Letter, LetterState
from ortenaudigital.outbox.texts.rules import LooseBrace, Text, UnknownPlaceholder
from tests.factories import BOOKED_AT, make_booking, make_event
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
def event(context: Flask, monkeypatch: pytest.MonkeyPatch) -> Event:
    # Portions so small that some people make many.
    monkeypatch.setattr(worker, "PORTION", 5)
    monkeypatch.setattr(worker, "MOST_WAITING", 10)
    return make_event()


@pytest.fixture
def post() -> Taken:
    return Taken()


def do(deed: object, mailing: Mailing) -> None:
    with transaction():
        deed(mailing, utc_now(), "olga")  # type: ignore[operator]  # a command


def outcomes(mailing: Mailing) -> dict[str, int]:
    counts = count_outcomes(again(mailing))
    return {str(name): number for name, number in counts.items() if number}


def test_no_more_is_written_than_leaves_soon(event: Event, post: Taken) -> None:
    make_guests(event, 23)
    mailing = draft_mailing(event)
    send_to_all(mailing)
    for _ in range(3):
        write_mailings(utc_now)
    assert outcomes(mailing) == {"planned": 13, "waiting": 10}
    go_round(post, 5)
    assert outcomes(mailing) == {"sent": 23}
    assert again(mailing).state is MailingState.DONE
    assert set(post.by_address.values()) == {1}


def test_a_pause_holds_every_letter_and_each_leaves_once_afterwards(
    event: Event, post: Taken
) -> None:
    make_guests(event, 23)
    mailing = draft_mailing(event)
    send_to_all(mailing)
    go_round(post, most=4)
    do(pause, mailing)
    go_round(post, 3)
    assert len(post.letters) == 4
    assert outcomes(mailing) == {"planned": 13, "waiting": 6, "sent": 4}
    do(resume, mailing)
    go_round(post, 5)
    assert len(post.by_address) == 23
    assert set(post.by_address.values()) == {1}
    assert again(mailing).state is MailingState.DONE


def test_a_letter_that_was_made_due_by_hand_waits_as_well_while_paused(
    event: Event, post: Taken
) -> None:
    make_guests(event, 3)
    mailing = draft_mailing(event)
    send_to_all(mailing)
    write_mailings(utc_now)
    do(pause, mailing)
    with transaction():
        # As if it had been in the worker's hand when it was held up.
        db.session.query(Letter).update({"due_at": BOOKED_AT - timedelta(days=365)})
    go_round(post)
    assert post.letters == []
    letters = db.session.query(Letter).all()
    assert {each.state for each in letters} == {LetterState.WAITING}
    assert {each.attempts for each in letters} == {0}


def test_who_has_no_letter_when_it_is_stopped_gets_none(event: Event, post: Taken) -> None:
    make_guests(event, 23)
    mailing = draft_mailing(event)
    send_to_all(mailing)
    go_round(post, most=4)
    do(stop, mailing)
    go_round(post, 3)
    assert len(post.letters) == 4
    assert outcomes(mailing) == {"sent": 4, "stopped": 19}
    with pytest.raises(ChangedMeanwhile):
        do(resume, mailing)
    db.session.rollback()
    # Nor by a press on the button of the outbox.
    with transaction():
        db.session.query(Letter).filter_by(state=LetterState.DROPPED).update({"state": "failed"})
        retry_failed(utc_now())
    go_round(post, 3)
    assert len(post.letters) == 4


def test_a_mailing_waits_for_its_moment_and_can_be_taken_back(event: Event, post: Taken) -> None:
    make_guests(event, 3)
    mailing, due_at = draft_mailing(event), utc_now() + timedelta(hours=1)
    send_to_all(mailing, due_at)
    make_booking(event, email="spaeter@example.org")
    go_round(post, 2)
    assert post.letters == []
    do(withdraw, mailing)
    assert (again(mailing).state, mailing.recipients) == (MailingState.DRAFT, 0)

    assert send_to_all(mailing, due_at) == 4
    for moment, letters in ((due_at - timedelta(seconds=1), 0), (due_at, 4)):
        go_round(post, clock=lambda moment=moment: moment)
        assert len(post.letters) == letters


def test_what_comes_back_is_told_apart_from_what_never_left(event: Event, post: Taken) -> None:
    make_guests(event, 2)
    mailing = draft_mailing(event)
    send_to_all(mailing)
    go_round(post)
    with transaction():
        assert note_bounce(Bounce((post.letters[0][1],), "5.1.1 no such user"))
    assert outcomes(mailing) == {"sent": 1, "bounced": 1}


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
    assert outcomes(copied) == {}


def test_the_same_form_begins_one_mailing(event: Event) -> None:
    mailing = draft_mailing(event)
    with transaction():
        draft = Draft(Audience.GUESTS, "", {"de": FRENCH})
        again_ = create(event, draft, mailing.request_id, utc_now(), "olga")
    assert again_.id == mailing.id
    assert again(mailing).by_language == {"de": GERMAN}


def test_outcomes_are_all_in_one_of_the_lists(event: Event) -> None:
    assert set(count_outcomes(draft_mailing(event))) == set(Outcome)
