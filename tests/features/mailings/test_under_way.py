"""A letter to many is scheduled, held up, goes on, is stopped; each person gets one or none."""

from datetime import timedelta

import pytest
from flask import Flask

from ortenaudigital.events.models import Event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.mailings import worker
from ortenaudigital.mailings.errors import ChangedMeanwhile
from ortenaudigital.mailings.models import Mailing
from ortenaudigital.mailings.queries import count_outcomes
from ortenaudigital.mailings.rules import MailingState
from ortenaudigital.mailings.sending import pause, resume, stop, withdraw
from ortenaudigital.mailings.worker import write_mailings
from ortenaudigital.outbox.bounces.commands import note_bounce
from ortenaudigital.outbox.bounces.rules import Bounce
from ortenaudigital.outbox.commands import retry_failed
from ortenaudigital.outbox.models import Letter, LetterState
from tests.factories import BOOKED_AT, make_booking, make_event
from tests.features.mailings.mailed import (
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


def test_what_is_in_the_outbox_is_not_written_again_whatever_was_noted(
    event: Event, post: Taken
) -> None:
    make_guests(event, 7)
    mailing = draft_mailing(event)
    send_to_all(mailing)
    go_round(post, 3)
    with transaction():
        # As if the note of how far the worker came had been lost.
        row = again(mailing)
        row.reached, row.state = 0, MailingState.SENDING
    go_round(post, 3)
    assert set(post.by_address.values()) == {1}
    assert outcomes(mailing) == {"sent": 7}


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
