"""Nothing ends the worker: neither letters, nor what odd events have in them, nor erasing."""

from datetime import UTC, datetime
from typing import Any

import pytest

from ortenaudigital.adapters.mailer import Composed
from ortenaudigital.cli.rounds import Chore
from ortenaudigital.kernel.db import transaction
from ortenaudigital.outbox.worker import register
from tests.factories import make_booking, make_event
from tests.features.outbox.worker_rounds import compose, put, run_worker, states
from tests.smtp import Inbox


@pytest.mark.parametrize(
    "error", [ValueError("x"), OverflowError(), KeyError("x"), RecursionError()]
)
def test_a_letter_that_we_cannot_write_fails_alone(
    inbox: Inbox, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def odd(subject_id: str) -> Composed | None:
        if subject_id == "2":
            raise error
        return compose(subject_id)

    register("test", odd)
    put(1, 2, 3)
    run_worker()
    assert states() == {"1": "sent", "2": "failed", "3": "sent"}


def test_what_a_letter_says_is_not_logged(inbox: Inbox, caplog: pytest.LogCaptureFixture) -> None:
    def odd(subject_id: str) -> Composed | None:
        raise ValueError("Erika Müller <erika@example.org>")

    register("test", odd)
    put(1)
    run_worker()
    assert "ValueError at" in caplog.text
    assert "erika" not in caplog.text.lower()


@pytest.mark.one_database("letters are written from what was read before")
@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Zeile eins\nBcc: spam@example.org"},
        {"title": ""},
        {"title": "x" * 5000},
        {"contact_email": "a@example.org, b@example.org"},
        {"contact_email": "Orga <orga@example.org>"},
        {"contact_email": "keine"},
        {"venue_name": "\x0bSaal\u2028"},
        {"claim": {}},
    ],
)
def test_letters_of_odd_events_leave(inbox: Inbox, changes: dict[str, Any]) -> None:
    """Whatever a database holds from before its fields were checked."""
    event = make_event()
    make_booking(event)
    with transaction():
        for name, value in changes.items():
            setattr(event, name, value)
    run_worker(rounds=2)
    assert set(states().values()) == {"sent"}
    assert inbox.recipients == ["erika@example.org"]


def test_letters_of_an_event_at_the_end_of_time_leave(inbox: Inbox) -> None:
    event = make_event()
    make_booking(event)
    with transaction():
        day = event.days[-1]
        day.date = datetime(9999, 12, 31, tzinfo=UTC).date()
        day.opens_at = datetime(9999, 12, 31, 8, 0, tzinfo=UTC)
        day.closes_at = datetime(9999, 12, 31, 22, 0, tzinfo=UTC)
    run_worker(rounds=2)
    assert set(states().values()) == {"sent"}


def test_an_error_in_erasing_stops_no_letter(
    inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    tried = []

    def broken() -> None:
        tried.append(1)
        raise OverflowError("date value out of range")

    put(1)
    run_worker(chores=[Chore("erasing", 3600.0, broken)])
    assert states() == {"1": "sent"}
    assert len(tried) == 1, "not again at once"
    assert "erasing: OverflowError" in caplog.text
