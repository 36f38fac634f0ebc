"""However a letter to many is interrupted: each person gets exactly one."""

import time
from collections import Counter
from pathlib import Path

import pytest
from flask import Flask

from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.mailings.models import Mailing, MailingRecipient
from ortenaudigital.mailings.rules import MailingState
from ortenaudigital.mailings.sending import Confirmed, pause, release, resume
from ortenaudigital.mailings.worker import write_next
from ortenaudigital.outbox.models import Letter, LetterState
from tests.concurrency.queue.test_killed_worker import wait_for
from tests.concurrency.together import behind, times, together
from tests.factories import make_event
from tests.features.mailings.mailed import again, choice, draft_mailing, make_guests, send_to_all
from tests.servers import environment, process, worker_command
from tests.smtp import free_port, smtp_server

PEOPLE = 150


def is_sent(message_id: str) -> bool:
    db.session.rollback()
    (letter,) = db.session.query(Letter).filter_by(message_id=message_id)
    return letter.state is LetterState.SENT


@pytest.mark.one_database("workers are killed on both in test_killed_worker")
def test_killed_and_paused_each_gets_one_letter(
    context: Flask, database_url: str, tmp_path: Path
) -> None:
    event = make_event(quota=PEOPLE)
    make_guests(event, PEOPLE)
    mailing = draft_mailing(event)
    assert send_to_all(mailing) == PEOPLE
    port = free_port()
    env = environment(database_url, tmp_path, MAIL_PORT=str(port), WORKER_LEASE_SECONDS="1")
    with smtp_server(port) as inbox:
        kills = 0
        for after in (20, 60):
            with process(worker_command(), env) as worker:
                wait_for(lambda after=after: len(inbox.letters) >= after)
                worker.kill()
                worker.wait()
            kills += 1
        inbox.silent_from = 90
        with process(worker_command(), env):
            wait_for(lambda: len(inbox.letters) == inbox.silent_from)
            with transaction():
                pause(again(mailing), utc_now(), "olga")
            # What is in its hand leaves all the same.
            inbox.silent_from, inbox.hangs_until = None, lambda: True
            held = len(inbox.letters)
            wait_for(lambda: is_sent(inbox.message_ids[-1]))
            time.sleep(0.5)
            assert len(inbox.letters) == held < PEOPLE
            with transaction():
                resume(again(mailing), utc_now(), "olga")
            wait_for(lambda: again(mailing).state is MailingState.DONE)
    ids = {str(each["To"]): str(each["Message-ID"]) for each in inbox.letters}
    assert set(ids) == {f"gast{each}@example.org" for each in range(PEOPLE)}
    # The letter in a hand that was killed may be said twice, by the same id: that is one letter.
    assert len(set(inbox.message_ids)) == PEOPLE
    assert sum(Counter(inbox.message_ids).values()) <= PEOPLE + kills


def test_two_who_press_send_at_once_are_one_run(context: Flask) -> None:
    event = make_event()
    make_guests(event, 20)
    mailing_id = draft_mailing(event).id

    def press() -> str:
        mailing = db.session.get_one(Mailing, mailing_id)
        release(mailing, choice(mailing), Confirmed(1, 20), utc_now(), "olga")
        return "sent"

    outcomes = together(context, *times(4, press))
    assert sorted(outcomes) == ["mailing_changed"] * 3 + ["sent"]
    db.session.rollback()
    assert db.session.query(MailingRecipient).count() == 20


def test_workers_at_once_write_each_letter_once(context: Flask) -> None:
    event = make_event()
    make_guests(event, 60)
    mailing = draft_mailing(event)
    send_to_all(mailing)
    mailing_id = mailing.id
    together(context, *times(4, lambda: write_next(mailing_id, utc_now())))
    db.session.rollback()
    letters = db.session.query(Letter).filter_by(batch=f"mailing:{mailing_id}").all()
    assert len({each.subject_id for each in letters}) == len(letters) == 60


def test_a_pause_while_the_worker_writes_holds_what_it_wrote(context: Flask) -> None:
    event = make_event()
    make_guests(event, 10)
    mailing = draft_mailing(event)
    send_to_all(mailing)
    mailing_id = mailing.id
    behind(
        context,
        lambda: write_next(mailing_id, utc_now()),
        lambda: pause(db.session.get_one(Mailing, mailing_id), utc_now(), "olga"),
    )
    db.session.rollback()
    letters = db.session.query(Letter).filter_by(batch=f"mailing:{mailing_id}").all()
    assert len(letters) == 10
    assert all(each.due_at.year == 9000 for each in letters)
    assert again(mailing).state is MailingState.PAUSED
