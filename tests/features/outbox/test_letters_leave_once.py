"""A letter leaves once, and what was written meanwhile leaves as well."""

from flask import Flask

from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox import commands as service
from ortenaudigital.outbox.commands import claim_next, mark_failed, retry, retry_failed
from ortenaudigital.outbox.queries import LetterFilter, list_letters
from tests.factories import BOOKED_AT, make_booking, make_event
from tests.features.outbox.worker_rounds import LEASE, NOW, put, run_worker, states
from tests.smtp import Inbox


def test_letters_that_would_say_the_same_leave_as_one(inbox: Inbox) -> None:
    put(1, 1, 1, 2)
    run_worker()
    assert sorted(inbox.recipients) == ["reader1@example.org", "reader2@example.org"]
    db.session.rollback()
    assert sorted(letter.state for letter in list_letters()) == [
        *("dropped", "dropped", "sent", "sent")
    ]


def test_what_was_written_after_a_letter_was_taken_up_leaves_as_well(context: Flask) -> None:
    put(1)
    with transaction():
        first = claim_next(NOW, LEASE)
    put(1)
    with transaction():
        second = claim_next(NOW, LEASE)
    assert first is not None
    assert second is not None
    assert first.id != second.id
    assert set(states().values()) == {"waiting"}


def test_a_letter_in_hand_is_not_handed_out_by_trying_again(context: Flask) -> None:
    put(1)
    with transaction():
        letter = claim_next(NOW, LEASE)
    assert letter is not None
    with transaction():
        retry(letter.id, NOW)
        assert claim_next(NOW, LEASE) is None


def test_a_late_failure_does_not_bring_a_sent_letter_back(context: Flask) -> None:
    put(1)
    letter_id = list_letters()[0].id
    with transaction():
        service.mark_sent(letter_id, NOW)
    with transaction():
        mark_failed(letter_id, "timed out", False, NOW)
    assert states() == {"1": "sent"}


def test_all_failed_letters_are_tried_again(inbox: Inbox) -> None:
    event = make_event()
    make_booking(event)
    put(1, 2)
    with transaction():
        for letter in list_letters():
            mark_failed(letter.id, "550 no", True, NOW)
    with transaction():
        assert retry_failed(BOOKED_AT, LetterFilter([event.id])) == 1
    with transaction():
        assert retry_failed(BOOKED_AT) == 2
    run_worker()
    assert set(states().values()) == {"sent"}
    assert len(inbox.letters) == 3
