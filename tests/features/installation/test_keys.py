"""Another ticket key than that of the database: nothing works on, instead of mailing void codes."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import downgrade, upgrade
from sqlalchemy import select

from ortenaudigital.bookings.changes import reissue_ticket
from ortenaudigital.bookings.errors import UnknownBooking
from ortenaudigital.bookings.links import booking_key, ticket_code
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.queries import get_booking_by_key
from ortenaudigital.demo.processes import server_command
from ortenaudigital.factory import create_app
from ortenaudigital.guests.bookings import show_ticket
from ortenaudigital.installation.commands import check_key, note_key
from ortenaudigital.installation.errors import WrongTicketKey
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.queries import count_letters
from ortenaudigital.web.shared.access.key_guard import KNOWN
from tests.conftest import DATABASES, Databases, make_config
from tests.factories import make_booking, make_event
from tests.servers import ROOT, environment
from tests.smtp import free_port

NOW = datetime(2027, 6, 1, 12, 0, tzinfo=UTC)
OTHER = "another-ticket-key-".ljust(32, "y")


@pytest.fixture
def with_key(context: Flask) -> Flask:
    with transaction():
        note_key(NOW)
    make_booking(make_event())
    return context


@pytest.fixture
def wrong(with_key: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setitem(with_key.config, "TICKET_KEY", OTHER)
    monkeypatch.delitem(with_key.extensions, KNOWN, raising=False)
    return with_key


def test_the_first_key_stays(with_key: Flask) -> None:
    with transaction():
        note_key(NOW)
    check_key()
    with_key.config["TICKET_KEY"], own = OTHER, with_key.config["TICKET_KEY"]
    try:
        with pytest.raises(WrongTicketKey), transaction():
            note_key(NOW)
    finally:
        with_key.config["TICKET_KEY"] = own
    check_key()


@pytest.mark.parametrize(
    "args", [("worker", "--once"), ("doctor",), ("door", "pair", "--event", "x", "--name", "y")]
)
def test_commands_refuse_another_key(wrong: Flask, args: tuple[str, ...]) -> None:
    result = wrong.test_cli_runner().invoke(args=args)
    assert result.exit_code == 1
    assert "TICKET_KEY is not the one that this database was written with" in result.output
    assert count_letters().of("waiting") == 1


def test_pages_refuse_another_key(wrong: Flask) -> None:
    client: FlaskClient = wrong.test_client()
    for path in ("/", "/ortenau-digital-2027/tickets", "/orga/", "/einlass/"):
        assert client.get(path).status_code == 503, path
    assert client.get("/healthz").status_code == 200
    ready = client.get("/readyz")
    assert (ready.status_code, ready.get_json()) == (503, {"status": "another ticket key"})


def test_an_accepted_key_is_the_key_of_the_database(wrong: Flask) -> None:
    result = wrong.test_cli_runner().invoke(args=["key", "accept", "--yes"])
    assert result.exit_code == 0, result.output
    check_key()
    (booking,) = db.session.scalars(select(Booking))
    with pytest.raises(UnknownBooking):
        get_booking_by_key(booking_key(booking.id))
    with transaction():
        reissue_ticket(booking.tickets[0], NOW, "olga")
    assert get_booking_by_key(booking_key(booking.id)).id == booking.id
    assert not show_ticket(ticket_code(booking.tickets[0].id, 1))[1]
    assert wrong.test_client().get("/impressum").status_code == 200


@pytest.mark.parametrize("command", ["web", "worker"])
def test_processes_do_not_start_with_another_key(
    command: str, databases: Databases, tmp_path: Path
) -> None:
    url = databases.migrated("sqlite")
    web = server_command("127.0.0.1", free_port(), 1)
    worker = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
    ran = subprocess.run(
        {"web": web, "worker": worker}[command],
        env=environment(url, tmp_path, TICKET_KEY=OTHER, MAIL_PORT=str(free_port())),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 1
    assert "TICKET_KEY is not the one that this database was written with" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("kind", DATABASES)
def test_a_database_of_another_key_is_not_migrated(
    kind: str, databases: Databases, tmp_path: Path
) -> None:
    app = create_app(make_config(databases.migrated(kind), tmp_path))
    with app.app_context():
        make_booking(make_event())
        db.session.remove()
        downgrade(revision="sealed_request_ids")
        app.config["TICKET_KEY"], own = OTHER, app.config["TICKET_KEY"]
        with pytest.raises(SystemExit):
            upgrade()
        app.config["TICKET_KEY"] = own
        upgrade()
        check_key()
        db.session.remove()
        db.engine.dispose()
