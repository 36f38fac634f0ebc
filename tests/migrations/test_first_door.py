"""A database from before goes on working: its bookings, its figures, its paired phone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import text

from ortenaudigital.bookings.links import booking_key, ticket_code
from ortenaudigital.factory import create_app
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db
from tests.conftest import DATABASES, Databases, make_config
from tests.migrations.first_door import ADMITTED, BOOKINGS, LOGIN, REVISION, SLUG, TOKEN, Rows, fill
from tests.web.forms import submit

PHONE = {"Authorization": f"Bearer {TOKEN}"}


@dataclass(frozen=True)
class Migrated:
    """An app on a database from before, and what was written into it then."""

    app: Flask
    rows: Rows

    def codes(self, part: slice) -> list[str]:
        """Return codes of tickets that hold; the first were let in."""
        valid = [row["id"] for row in self.rows["ticket"] if row["cancelled_at"] is None]
        with self.app.app_context():
            return [ticket_code(UUID(str(ticket_id)), 0) for ticket_id in valid[part]]


@pytest.fixture(scope="module", params=DATABASES)
def migrated(
    request: pytest.FixtureRequest, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Migrated]:
    folder = tmp_path_factory.mktemp("migrated")
    app = create_app(make_config(databases.new(request.param), folder))
    with app.app_context():
        upgrade(revision=REVISION)
        with db.engine.begin() as connection:
            rows = fill(connection, utc_now())
        upgrade()
        check()
        db.session.remove()
    yield Migrated(app, rows)
    with app.app_context():
        db.engine.dispose()


def scans(codes: Sequence[str]) -> dict[str, Any]:
    at = utc_now().isoformat()
    entries = [
        {"scan_id": str(uuid4()), "code": c, "scanned_at": at, "verdict": None} for c in codes
    ]
    return {"scans": entries}


def test_a_phone_paired_before_follows_the_list_and_scans(migrated: Migrated) -> None:
    client = migrated.app.test_client()
    device = client.get("/einlass/api/device", headers=PHONE).get_json()
    assert (device["device"]["name"], device["inside"]) == ("Haupteingang", ADMITTED)
    listed: list[dict[str, Any]] = []
    page = client.get("/einlass/api/list", headers=PHONE).get_json()
    while page["tickets"]:
        listed += page["tickets"]
        page = client.get(f"/einlass/api/list?since={page['cursor']}", headers=PHONE).get_json()
    assert len(listed) == len(migrated.rows["ticket"])
    body = scans([*migrated.codes(slice(2)), *migrated.codes(slice(-2, None))])
    answer = client.post("/einlass/api/scans", json=body, headers=PHONE)
    verdicts = [result["verdict"] for result in answer.get_json()["results"]]
    assert verdicts == ["already_in", "already_in", "welcome", "welcome"]
    contact = client.post("/einlass/api/contact", json={"unsent": 0}, headers=PHONE)
    assert contact.get_json()["inside"] == ADMITTED + 2


def test_guests_and_organisers_find_their_pages(migrated: Migrated) -> None:
    client = migrated.app.test_client()
    with migrated.app.app_context():
        key = booking_key(UUID(str(migrated.rows["booking"][-1]["id"])))
    page = client.get(f"/buchung/{key}")
    assert page.status_code == 200
    assert f"Sørensen {BOOKINGS - 1}" in page.text
    assert client.get(f"/{SLUG}/").status_code == 200
    email, password = LOGIN
    submit(client, "/orga/anmelden", email=email, password=password)
    found = client.get(f"/orga/{SLUG}/buchungen?q=soerensen+{BOOKINGS - 1}")
    assert found.status_code == 200
    assert f"guest{BOOKINGS - 1}@example.org" in found.text


def test_it_goes_back_and_forth_with_all_that_was_in_it(
    databases: Databases, tmp_path: Path
) -> None:
    tables = ("booking", "ticket", "device", "scan", "admission", "letter", "exhibitor", "user")
    for kind in DATABASES:
        app = create_app(make_config(databases.new(kind), tmp_path / kind))
        with app.app_context():
            upgrade(revision=REVISION)
            with db.engine.begin() as connection:
                rows = fill(connection, utc_now())
            upgrade()
            downgrade(revision=REVISION)
            upgrade()
            with db.engine.connect() as connection:
                for table in tables:
                    number = connection.scalar(text(f'SELECT count(*) FROM "{table}"'))
                    assert (table, number) == (table, len(rows[table]))
            db.session.remove()
            db.engine.dispose()
