"""Ten letters for each kind of mail server in the wild: what becomes of each, and of the worker."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import cycle
from typing import Any

import pytest
from flask import Flask

from ortenaudigital.adapters.mailer import Composed, Enclosure, Postman, ServerTrouble
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.commands import About, enqueue
from ortenaudigital.outbox.queries import list_letters
from ortenaudigital.outbox.trouble import find_trouble
from ortenaudigital.outbox.worker import Sender, composers, register
from tests.smtp import IN_THE_WILD, Habits, Inbox, free_port, smtp_server

pytestmark = pytest.mark.one_database("it is about SMTP; test_worker and test_queue run on both")

NOW = datetime(2027, 6, 1, 12, 0, tzinfo=UTC)
LEASE = timedelta(minutes=2)
NUMBER = 10
USUAL_LINE = 998


def compose(subject_id: str) -> Composed:
    """Write a letter that has all that servers stumble over."""
    text = "Grüße aus Kehl\n.\n.mit Punkt\nFrom here\n" + "x" * 10_000 + "\n" + "ö" * 3_000
    calendar = Enclosure("termin.ics", "text/calendar", b"BEGIN:VCALENDAR\r\n", {"method": "X"})
    return Composed(f"gast{subject_id}@example.org", "Größe\nBcc: x@y.de", text, text, [calendar])


@pytest.fixture
def ten(context: Flask) -> Iterator[Flask]:
    register("wild", compose)
    with transaction():
        for number in range(NUMBER):
            enqueue("wild", About(number, str(number)), NOW)
    yield context
    composers.pop("wild")


@contextmanager
def server(app: Flask, habits: Habits, monkeypatch: pytest.MonkeyPatch) -> Iterator[Inbox]:
    port = free_port()
    monkeypatch.setattr(app.extensions["mail"], "port", port)
    if habits.password is not None:
        monkeypatch.setattr(app.extensions["mail"], "username", "olga")
        monkeypatch.setattr(app.extensions["mail"], "password", "secret")
    with smtp_server(port, habits=habits) as inbox:
        yield inbox


def work(rounds: int = 1, at: datetime = NOW) -> int:
    """Let the worker go round; return how often it met trouble that concerns all letters."""
    troubles = 0
    with Postman() as postman:
        sender = Sender(postman, lambda: at, LEASE)
        for _ in range(rounds):
            try:
                sender.send_due()
            except ServerTrouble:
                troubles += 1
    return troubles


def states() -> Counter[str]:
    db.session.rollback()
    db.session.expire_all()
    return Counter(letter.state for letter in list_letters())


@dataclass(frozen=True)
class Outcome:
    """What three rounds at the same moment bring."""

    sent: int = 0
    waiting: int = 0
    failed: int = 0
    held: bool = False


ALL_SENT = Outcome(sent=NUMBER)
ALL_WAIT = Outcome(waiting=NUMBER, held=True)
OUTCOMES = {
    "plain": ALL_SENT,
    "ehlo-fqdn": ALL_SENT,
    "ehlo-550": ALL_WAIT,
    "no8bit": ALL_SENT,
    "sender-refused": ALL_WAIT,
    "quota": ALL_WAIT,
    "421-mail": ALL_SENT,
    "relay-denied": ALL_WAIT,
    "greylist": Outcome(sent=7, waiting=3),
    "one-bad": Outcome(sent=9, failed=1),
    "rcpt-fqdn": ALL_SENT,
    "strict998": ALL_SENT,
    "hang-after-data": ALL_SENT,
    "hang-once": ALL_SENT,
    "421-data": ALL_SENT,
    "dot-5xx": Outcome(failed=NUMBER),
    "auth-fail": ALL_WAIT,
    "auth-ok": ALL_SENT,
    "line998": ALL_SENT,
    "banner-554": ALL_WAIT,
    "close-after-10": ALL_SENT,
    "utf8": ALL_SENT,
}


def test_every_habit_has_an_outcome() -> None:
    assert OUTCOMES.keys() == IN_THE_WILD.keys()


@pytest.mark.parametrize("mode", OUTCOMES)
def test_ten_letters(ten: Flask, mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = OUTCOMES[mode]
    with server(ten, IN_THE_WILD[mode], monkeypatch) as inbox:
        # Each answer that is held back comes late, but long before the client gives up.
        inbox.hangs_until = cycle([False] * 10 + [True]).__next__
        troubles = work(rounds=3)

        expected = {"sent": outcome.sent, "waiting": outcome.waiting, "failed": outcome.failed}
        assert states() == Counter({name: n for name, n in expected.items() if n})
        assert len(inbox.letters) == outcome.sent
        assert len(set(inbox.recipients)) == outcome.sent, "nobody gets two"
        assert bool(troubles) == outcome.held
        assert (find_trouble() is not None) == outcome.held
        if outcome.held:
            assert {letter.attempts for letter in list_letters()} == {0}, (
                "nobody's letter is blamed"
            )
        for raw in inbox.raw:
            assert max(map(len, raw.split(b"\r\n"))) <= USUAL_LINE
            assert raw.isascii()


@pytest.mark.parametrize("mode", [mode for mode, what in OUTCOMES.items() if what.waiting])
def test_what_waits_leaves_when_the_server_is_mended(
    ten: Flask, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with server(ten, IN_THE_WILD[mode], monkeypatch) as first:
        work(rounds=3)
    mended = Habits(password=IN_THE_WILD[mode].password and "secret")
    with server(ten, mended, monkeypatch) as second:
        assert work(at=NOW + timedelta(minutes=1)) == 0
    assert states() == Counter(sent=NUMBER)
    assert Counter(first.message_ids + second.message_ids).most_common(1)[0][1] == 1
    assert find_trouble() is None


def test_what_held_up_all_names_nobody(ten: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with server(ten, IN_THE_WILD["relay-denied"], monkeypatch):
        work()
    trouble = find_trouble()
    assert trouble is not None
    assert trouble.reason == "554 5.7.1 …: Relay access denied"
    assert trouble.since == NOW


def test_a_server_that_is_slow_to_the_end_gets_each_letter_once(
    ten: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer comes after a lease: it is renewed meanwhile, so that nobody else sends it."""
    lease = timedelta(seconds=0.1)
    with server(ten, IN_THE_WILD["hang-once"], monkeypatch) as inbox, Postman() as postman:
        claimed: list[Any] = []
        inbox.hangs_until = lambda: len(claimed) >= 3
        started = time.monotonic()
        sender = Sender(postman, lambda: NOW + timedelta(seconds=time.monotonic() - started), lease)
        monkeypatch.setattr(
            "ortenaudigital.outbox.commands.renew",
            lambda letter_id, until: claimed.append(letter_id),
        )
        sender.send_due()
    assert states() == Counter(sent=NUMBER)
    assert claimed[0] == claimed[1] == claimed[2]
    assert len(inbox.letters) == NUMBER


@pytest.mark.parametrize("mode", ["hang-after-data", "hang-once"])
def test_a_letter_that_may_have_arrived_is_tried_with_the_same_name_and_not_often(
    ten: Flask, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    composed: list[str] = []

    def compose_with_patience(subject_id: str) -> Composed:
        """Give up at once where no answer comes, and wait for long where one will."""
        hangs = mode == "hang-after-data" or not composed
        monkeypatch.setitem(ten.config, "MAIL_DATA_TIMEOUT_SECONDS", 0.02 if hangs else 60)
        composed.append(subject_id)
        return compose(subject_id)

    register("wild", compose_with_patience)
    with server(ten, IN_THE_WILD[mode], monkeypatch) as inbox:
        for days in range(8):
            work(at=NOW + timedelta(days=days))
    times = Counter(inbox.message_ids)
    assert len(times) == NUMBER
    if mode == "hang-once":
        assert states() == Counter(sent=NUMBER)
        assert sorted(times.values()) == [*[1] * 9, 2]
    else:
        assert states() == Counter(failed=NUMBER)
        assert set(times.values()) == {4}


def test_one_odd_letter_never_bars_the_way(ten: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """What sounds like a fault of ours may concern one recipient only."""
    odd = Habits(
        recipient=lambda inbox, to: "554 5.7.1 Relay access denied" if "gast0" in to else None
    )
    with server(ten, odd, monkeypatch):
        assert work(rounds=2) == 1
    assert states() == Counter(sent=9, waiting=1)
    assert find_trouble() is None


@pytest.mark.parametrize(
    ("takes_utf8", "outcome"), [(True, Counter(sent=1)), (False, Counter(failed=1))]
)
def test_umlauts_before_the_at_need_a_server_that_takes_them(
    context: Flask, takes_utf8: bool, outcome: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    register("wild", lambda _: Composed("jürgen@example.org", "Grüße", "Text", "<p>Text</p>"))
    with transaction():
        enqueue("wild", About(1, "1"), NOW)
    with server(context, Habits(takes_utf8=takes_utf8), monkeypatch) as inbox:
        work()
    assert states() == outcome
    assert inbox.recipients == (["jürgen@example.org"] if takes_utf8 else [])
    composers.pop("wild")


def test_the_server_is_greeted_by_a_full_name(ten: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ten.config, "MAIL_DOMAIN", "tickets.example.org")
    with server(ten, Habits(), monkeypatch) as inbox:
        work()
    assert inbox.names == ["tickets.example.org"]
