"""What answers and needs cost: a statement each, and nothing where nobody is asked."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.kept import Kept
from tests.features.bookings.questions.questionnaires import make_asking_event
from tests.statements import counted
from tests.web.public.asked.test_question_forms import OFFICE, TOPICS, send

NEEDS = {"needs": "wheelchair", "needs_consent": "y"}


@pytest.mark.parametrize(
    ("fields", "more"),
    [
        ({OFFICE: "bau"}, 1),
        # However much is answered.
        ({OFFICE: "bau", TOPICS: ["ki", "akte"]}, 1),
        ({OFFICE: "bau", **NEEDS}, 2),
    ],
)
def test_answers_and_needs_take_a_statement_each(
    app: Flask,
    client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    fields: dict[str, object],
    more: int,
) -> None:
    kept = {name: Kept(600) for name in ("offers", "proof wanted")}
    monkeypatch.setitem(app.extensions, "kept", kept)
    monkeypatch.setitem(app.config, "RATE_LIMITS", True)
    with app.app_context():
        form = f"/{make_asking_event().slug}/tickets"
        engine = db.engine
    send(client, form, **{OFFICE: "bau", "email": "first@example.org"})
    with counted(engine) as statements:
        assert send(client, form, **fields).status_code == 303
    # Seven are a booking's, see test_booking_statements.
    assert statements[0] == 7 + more
