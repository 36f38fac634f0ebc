"""Thousands of hostile requests over the whole URL map, other ones on each database.

None is an error of ours, and nothing foul is stored.
"""

from collections import Counter

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import make_url
from werkzeug.test import TestResponse

from ortenaudigital.bookings.holds.models import Hold, HoldState
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.checkin.models import WalkInShare
from ortenaudigital.events.models import TicketType
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import Base, db
from ortenaudigital.kernel.plain_text import holds_address, holds_link, is_readable
from ortenaudigital.outbox.texts.models import LetterText
from ortenaudigital.outbox.texts.rules import MOST
from tests.web.cast import Stage, address, routes
from tests.web.forms import page_of
from tests.web.hostile import Generator, Sent

# Each database gets requests of its own; every odd text and value is in dozens of them.
SEEDS = {"sqlite": 2027, "postgresql": 2028}
# PostgreSQL answers each of them in three times as long.
REQUESTS = {"sqlite": 800, "postgresql": 250}
# They take a tenth of a second each; a few are enough.
SLOW = ("public.booking_pdf",)
MOST_SLOW = 20
# What one may say to a request that makes no sense.
REFUSALS = {400, 401, 403, 404, 405, 406, 408, 409, 410, 413, 414, 415, 422, 429}


def generator(app: Flask, stage: Stage, browsers: dict[str, FlaskClient], seed: int) -> Generator:
    """Read all pages for their forms, and get ready."""
    forms: dict[str, dict[str, list[str]]] = {}
    tokens: dict[str, str] = {}
    adapter = app.url_map.bind("localhost")
    for user in ("stranger", "organiser"):
        for rule, method in routes(app):
            if method != "GET" or rule.endpoint in SLOW:
                continue
            answer = browsers[user].get(address(app, rule, stage))
            if answer.mimetype != "text/html" or answer.status_code != 200:
                continue
            for form in page_of(answer).forms:
                if form.method != "POST":
                    continue
                action = (form.action or address(app, rule, stage)).partition("?")[0]
                endpoint, _ = adapter.match(action, method="POST")
                fields = forms.setdefault(endpoint, {})
                for element in form.xpath(
                    ".//input[@name] | .//select[@name] | .//textarea[@name]"
                ):
                    fields.setdefault(element.get("name"), []).append(_value(element))
                    if element.get("name") == "csrf_token":
                        tokens[user] = element.get("value")
    tokens["device"] = tokens["stranger"]
    values = stage.values | {"token": stage.token, "now": utc_now().isoformat()}
    # Whoever logs out is a stranger from then on, and would test nothing any more.
    rules = [rule for rule, _ in routes(app) if rule.endpoint != "security.logout"]
    return Generator(seed, rules, values, forms, tokens)


def _value(element: object) -> str:
    options = element.xpath(".//option/@value")  # type: ignore[attr-defined]
    if options:
        return str(options[-1])
    return element.get("value") or "Erika"  # type: ignore[attr-defined]


@pytest.fixture
def browsers(app: Flask, organiser: FlaskClient) -> dict[str, FlaskClient]:
    return {"stranger": app.test_client(), "organiser": organiser, "device": app.test_client()}


@pytest.mark.long
def test_no_request_is_an_error_of_ours(
    app: Flask, stage: Stage, browsers: dict[str, FlaskClient], database_url: str
) -> None:
    database = make_url(database_url).get_backend_name()
    draw, number_of_requests = generator(app, stage, browsers, SEEDS[database]), REQUESTS[database]
    faults, statuses, slow = [], Counter[int](), 0
    for number in range(number_of_requests):
        sent = draw.request()
        slow += sent.endpoint in SLOW
        if sent.endpoint in SLOW and slow > MOST_SLOW:
            continue
        status, fault = send(browsers[sent.user], sent)
        statuses[status] += 1
        if fault:
            faults.append(f"{number} {fault}\n    {sent}")
    assert not faults, f"{len(faults)} faults:\n" + "\n".join(faults[:60])
    # Most were refused, and enough went through to say something.
    assert sum(statuses[status] for status in REFUSALS) > number_of_requests / 4, statuses
    assert statuses[200] + statuses[303] > number_of_requests / 10, statuses
    with app.app_context():
        assert foul_rows() == []
        assert miscounted() == []


def send(browser: FlaskClient, sent: Sent) -> tuple[int, str]:
    """Send a request; return its status, and what is wrong about the answer."""
    try:
        answer = browser.open(sent.url, method=sent.method, **sent.arguments)
    except Exception as error:
        return 500, f"{type(error).__name__}: {str(error)[:300]}"
    return answer.status_code, _fault(answer, sent)


def _fault(answer: TestResponse, sent: Sent) -> str:
    if answer.status_code >= 500 or (answer.status_code >= 400) > (answer.status_code in REFUSALS):
        return f"status {answer.status_code}"
    if answer.status_code >= 400 and sent.method != "HEAD" and answer.mimetype == "text/html":
        page = page_of(answer)
        if not page.xpath("//main//h1") or "Traceback" in answer.get_data(as_text=True):
            return f"{answer.status_code} without a page"
    return ""


def foul_rows() -> list[str]:
    """List what is stored that nobody can read, or that breaks the rules of the forms."""
    found = []
    for table in Base.metadata.sorted_tables:
        # What names are sorted by has a mark between them.
        columns = [each for each in table.columns if each.name != "sort_name"]
        for row in db.session.execute(sa.select(*columns)).mappings():
            texts = [value for value in row.values() if isinstance(value, str)]
            found += [f"{table.name}: {text!r}" for text in texts if not is_readable(text)]
            longest = MOST["introduction"] if table is LetterText.__table__ else 1000
            found += [f"{table.name}: long" for text in texts if len(text) > longest]
    names = [
        *db.session.scalars(sa.select(Booking.first_name)),
        *db.session.scalars(sa.select(Ticket.name)),
    ]
    names += db.session.scalars(sa.select(Exhibitor.contact_name))
    found += [f"name: {name!r}" for name in names if holds_address(name) or len(name) > 120]
    organisations = db.session.scalars(sa.select(Exhibitor.name))
    return found + [f"organisation: {name!r}" for name in organisations if holds_link(name)]


def miscounted() -> list[str]:
    """List the ticket types whose places do not add up."""
    found = []
    for each in db.session.scalars(sa.select(TicketType)):
        valid = sa.select(sa.func.count()).where(
            Ticket.ticket_type_id == each.id, Ticket.cancelled_at.is_(None)
        )
        held = sa.select(sa.func.coalesce(sa.func.sum(WalkInShare.number - WalkInShare.used), 0))
        number = db.session.scalar(valid) or 0
        number += db.session.scalar(held.where(WalkInShare.ticket_type_id == each.id)) or 0
        kept = sa.select(sa.func.coalesce(sa.func.sum(Hold.number), 0))
        kept = kept.where(Hold.ticket_type_id == each.id, Hold.state == HoldState.OPEN)
        number += db.session.scalar(kept) or 0
        if number != each.taken:
            found.append(f"{each.slug}: {each.taken} taken, {number} there")
    return found
