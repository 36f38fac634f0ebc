"""What a booking is made of: its statements, what is around them, and its form."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from flask.testing import FlaskClient

from ortenaudigital.bookings.commands import book
from ortenaudigital.bookings.making.requests import BookingRequest
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.web.public.forms import BookingForm
from tests.benchmarks.made_of import EACH, HEARD, Bare, Rounds, Statements, Undone, bare, heard
from tests.benchmarks.operations import GUEST

TYPE = "buergerticket"


def measure_bookings(rounds: Rounds, client: FlaskClient, slug: str) -> dict[str, dict[str, Any]]:
    """Return by name what each round took."""
    logs = iter([_statements_of(slug) for _ in range(HEARD)])
    return {
        "POST of a booking": rounds(lambda: _each(lambda: _post(client, slug)), EACH),
        **dict(bare(rounds, logs, Bare("a booking's"))),
        "a booking without its request": rounds(lambda: _each(lambda: _booked(slug)), EACH),
        "the form of a booking": rounds(lambda: _each(lambda: _form(client, slug)), EACH),
    }


def _each(work: Any) -> None:
    for _ in range(EACH):
        work()


def _fields() -> dict[str, str]:
    # Nobody's mailbox shall be full.
    email = f"{uuid4().hex}@example.org"
    return {**GUEST, "email": email, "ticket_type": TYPE, "request_id": str(uuid4())}


def _post(client: FlaskClient, slug: str) -> None:
    answer = client.post(f"/{slug}/tickets", data=_fields())
    assert answer.status_code == 303, answer.text


def _form(client: FlaskClient, slug: str) -> None:
    with client.application.test_request_context(f"/{slug}/tickets", method="POST", data=_fields()):
        assert BookingForm().validate()


def _book(slug: str) -> None:
    email = f"{uuid4().hex}@example.org"
    request = BookingRequest(uuid4(), TYPE, 1, "Erika", "Last", email, "de")
    book(slug, request, datetime.now(UTC))


def _booked(slug: str) -> None:
    with transaction():
        _book(slug)


def _statements_of(slug: str) -> Statements:
    """Hear what a booking sends, and have nothing of it done."""
    with heard() as statements, suppress(Undone), transaction():
        _book(slug)
        raise Undone
    db.session.remove()
    return statements
