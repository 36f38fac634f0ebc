from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from ortenaudigital.adapters.mailer import Composed, Postman, ServerTrouble
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.commands import About, claim_next, enqueue, retry
from ortenaudigital.outbox.models import Letter, LetterState
from ortenaudigital.outbox.queries import list_letters
from ortenaudigital.outbox.worker import Sender, composers, register
from tests.smtp import SELF_SIGNED, Inbox, free_port, smtp_server

NOW = datetime(2027, 6, 1, 12, 0, tzinfo=UTC)
LEASE = timedelta(minutes=2)


def compose(subject_id: str) -> Composed | None:
    if subject_id == "0":
        return None
    if subject_id == "13":
        raise ValueError("cannot be written")
    if subject_id == "7":
        return Composed("jürgen@example.org", "Grüße", "Text", "<p>Text</p>")
    return Composed(f"reader{subject_id}@example.org", "Grüße", "Text", "<p>Text</p>")


@pytest.fixture
def inbox(context: Flask) -> Iterator[Inbox]:
    port = free_port()
    register("test", compose)
    state = context.extensions["mail"]
    before, state.port = state.port, port
    with smtp_server(port) as inbox:
        yield inbox
    state.port = before
    composers.pop("test")


def put(*subjects: int) -> None:
    with transaction():
        for subject in subjects:
            enqueue("test", About(subject, str(subject)), NOW)


def work(at: datetime = NOW) -> int:
    with Postman() as postman:
        return Sender(postman, lambda: at, LEASE).send_due()


def states() -> dict[str, str]:
    db.session.rollback()
    db.session.expire_all()
    return {letter.subject_id: letter.state for letter in list_letters()}


def test_due_letters_go_out_once(inbox: Inbox) -> None:
    put(1, 2, 3)
    assert work() == 3
    assert work() == 0
    assert inbox.recipients == [f"reader{n}@example.org" for n in (1, 2, 3)]
    assert inbox.letters[0]["Subject"] == "Grüße"
    assert inbox.letters[0]["Auto-Submitted"] == "auto-generated"
    assert len(set(inbox.message_ids)) == 3
    assert set(states().values()) == {LetterState.SENT}


def test_one_refused_address_delays_nobody_else(inbox: Inbox) -> None:
    inbox.answers = {"reader1@example.org": "550 no such user", "reader2@example.org": "451 later"}
    put(1, 2, 3)
    work()
    assert states() == {"1": "failed", "2": "waiting", "3": "sent"}
    errors = {letter.subject_id: letter.last_error for letter in list_letters()}
    assert errors["1"] == "550 no such user"
    assert errors["2"] == "451 later"
    inbox.answers = {}
    assert work(NOW + timedelta(seconds=29)) == 0
    assert work(NOW + timedelta(seconds=31)) == 1
    assert states() == {"1": "failed", "2": "sent", "3": "sent"}


def test_an_address_that_no_header_can_carry_fails_alone(inbox: Inbox) -> None:
    put(1, 7, 3)
    work()
    assert states() == {"1": "sent", "7": "failed", "3": "sent"}


def test_a_failed_letter_can_be_tried_again_by_hand(inbox: Inbox) -> None:
    inbox.answers = {"reader1@example.org": "550 mailbox full"}
    put(1)
    work()
    inbox.answers = {}
    with transaction():
        retry(list_letters()[0].id, NOW)
    work()
    assert states() == {"1": "sent"}


def test_a_letter_that_cannot_be_written_holds_nobody_up(inbox: Inbox) -> None:
    put(13, 0, 1)
    assert work() == 3
    assert states() == {"13": "failed", "0": "dropped", "1": "sent"}


def test_a_server_that_is_down_costs_no_attempt(context: Flask) -> None:
    register("test", compose)
    context.extensions["mail"].port = free_port()
    put(1)
    for _ in range(20):
        with pytest.raises(ServerTrouble):
            work()
    letter = list_letters()[0]
    assert (letter.state, letter.attempts) == ("waiting", 0)
    assert "ConnectionRefused" in str(letter.last_error)
    with smtp_server(context.extensions["mail"].port) as inbox:
        assert work() == 1
    assert len(inbox.letters) == 1


def test_a_server_that_hangs_delays_only_its_letter(
    inbox: Inbox, context: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(1)
    inbox.delay = 0.5
    monkeypatch.setitem(context.config, "MAIL_DATA_TIMEOUT_SECONDS", 0.05)
    work()
    inbox.delay = 0.0
    monkeypatch.setitem(context.config, "MAIL_DATA_TIMEOUT_SECONDS", 60)
    put(2)
    work()
    assert states() == {"1": "waiting", "2": "sent"}


def test_a_claimed_letter_is_nobody_elses_until_its_lease_ends(context: Flask) -> None:
    put(1)

    def claim(at: datetime) -> Letter | None:
        with transaction():
            return claim_next(at, LEASE)

    first = claim(NOW)
    assert first is not None
    assert claim(NOW + LEASE - timedelta(seconds=1)) is None
    again = claim(NOW + LEASE)
    assert again is not None
    assert again.message_id == first.message_id


def test_a_server_that_nobody_vouches_for_gets_no_letter(
    context: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    register("test", compose)
    port = free_port()
    monkeypatch.setattr(context.extensions["mail"], "port", port)
    monkeypatch.setattr(context.extensions["mail"], "use_tls", True)
    put(1)
    with smtp_server(port, encrypted=True) as inbox:
        with pytest.raises(ServerTrouble, match="certificate verify failed"):
            work()
        monkeypatch.setenv("SSL_CERT_FILE", str(SELF_SIGNED))
        assert work() == 1
    assert len(inbox.letters) == 1
    composers.pop("test")
