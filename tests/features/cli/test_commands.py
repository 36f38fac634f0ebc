import socket
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from ortenaudigital.accounts.commands import find_user_id
from ortenaudigital.accounts.models import Membership
from ortenaudigital.accounts.permissions import Role
from ortenaudigital.checkin.sync.feed import newest_cursor
from ortenaudigital.demo.processes import HERE, is_taken
from ortenaudigital.demo.seed import seed
from ortenaudigital.events.queries import find_event, get_event, list_event_names
from ortenaudigital.fair.applications.queries import count_exhibitors
from ortenaudigital.fair.inventory.queries import list_stands
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from tests.factories import event_file_text, make_booking, make_event

pytestmark = pytest.mark.usefixtures("towns")


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=list(arguments))
    return result.exit_code, result.output


def test_event_import_and_export(context: Flask, tmp_path: Path) -> None:
    file = tmp_path / "event.toml"
    file.write_text(event_file_text(), encoding="utf-8")
    assert run(context, "event", "import", str(file)) == (0, "ortenau-digital-2027: stored\n")
    code, exported = run(context, "event", "export", "ortenau-digital-2027")
    assert code == 0
    file.write_text(exported, encoding="utf-8")
    assert run(context, "event", "import", str(file))[0] == 0
    assert run(context, "event", "export", "ortenau-digital-2027") == (0, exported)


def test_event_import_says_all_faults_and_stores_nothing(context: Flask, tmp_path: Path) -> None:
    file = tmp_path / "event.toml"
    text = event_file_text(quota='"many"').replace('opens = "09:00"', 'opens = "9 Uhr"')
    file.write_text(text, encoding="utf-8")
    code, output = run(context, "event", "import", str(file))
    assert code == 1
    assert "day[0].opens: 9 Uhr is no time of day such as 08:30" in output
    assert "ticket_type[0].quota" in output
    assert "nothing was stored" in output
    assert find_event("ortenau-digital-2027") is None


def test_event_import_reads_what_windows_saved(context: Flask, tmp_path: Path) -> None:
    file = tmp_path / "event.toml"
    file.write_bytes(event_file_text(title="Für alle", closes="02:00").encode("cp1252"))
    code, output = run(context, "event", "import", str(file))
    assert code == 0
    assert "file: read as Windows-1252" in output
    assert "day[1].closes: 02:00 is on the day after 2027-10-01" in output
    assert get_event("ortenau-digital-2027").title == "Für alle"


def test_a_database_that_refuses_is_a_fault_of_the_file(
    context: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "event.toml"
    file.write_text(event_file_text(), encoding="utf-8")

    def store(*_: object) -> None:
        db.session.execute(text("SELECT secret FROM nowhere"))

    monkeypatch.setattr("ortenaudigital.cli.events.import_event", store)
    code, output = run(context, "event", "import", str(file))
    assert code == 1
    assert "database: " in output
    assert "nowhere" in output
    assert "Traceback" not in output
    assert "nothing was stored" in output


@pytest.mark.parametrize("quota", [1_000_000, 0])
def test_the_widest_values_are_held_by_both_databases(
    context: Flask, tmp_path: Path, quota: int
) -> None:
    file = tmp_path / "event.toml"
    file.write_text(event_file_text(quota=quota, title="x" * 200), encoding="utf-8")
    assert run(context, "event", "import", str(file))[0] == 0
    code, exported = run(context, "event", "export", "ortenau-digital-2027")
    assert code == 0
    assert f"quota = {quota}" in exported


def test_what_older_rules_stored_is_exported_nonetheless(context: Flask, tmp_path: Path) -> None:
    event = make_event()
    with transaction():
        event.contact_email = "a@example.org, b@example.org"
        event.ticket_types[0].days = []
    code, exported = run(context, "event", "export", event.slug)
    assert code == 0
    file = tmp_path / "event.toml"
    file.write_text(exported, encoding="utf-8")
    output = run(context, "event", "import", str(file))[1]
    assert "event.contact_email: write exactly one plain address" in output
    assert "ticket_type[0].admits_to: list should have at least 1 item" in output


def test_event_import_below_what_is_booked_stores_no_stand_either(
    context: Flask, tmp_path: Path
) -> None:
    event = make_event()
    make_booking(event, number=3)
    file = tmp_path / "event.toml"
    file.write_text(event_file_text(quota=1).replace('"A2"', '"Z9"'), encoding="utf-8")
    code, output = run(context, "event", "import", str(file))
    assert code == 1
    assert "ticket_type[0].quota: 1 is below the 3 already booked" in output
    assert [stand.label for stand in list_stands(event)] == ["A1", "A2"]


def test_door_pair_prints_a_link(context: Flask) -> None:
    make_event()
    arguments = ("door", "pair", "--event", "ortenau-digital-2027", "--name", "Tor")
    code, link = run(context, *arguments)
    assert code == 0
    assert link.startswith("http://localhost/einlass/#koppeln=")
    assert run(context, "door", "pair", "--event", "nothing", "--name", "Tor")[0] == 1


def test_user_create_needs_a_long_password(context: Flask) -> None:
    arguments = ("user", "create", "--email", "o@example.org", "--role", "owner", "--password")
    assert run(context, *arguments, "short")[0] == 1
    for guessed in ("password1234", "aaaaaaaaaaaaaaaa", "qwertz123456", "o@example.org12"):
        assert run(context, *arguments, guessed)[0] == 1, guessed
    assert run(context, *arguments, "äöü Ähren im Wind " * 8)[0] == 0
    assert run(context, *arguments, "a long enough password")[0] == 0


def test_user_create_gives_roles_and_changes_them(context: Flask) -> None:
    event_id = make_event().id
    create = ("user", "create", "--email", "o@example.org")
    password = ("--password", "a long enough password")
    code, said = run(context, *create, *password)
    assert code == 1
    assert "--role" in said
    at_event = ("--role", "door_lead", "--event", "ortenau-digital-2027")
    assert run(context, *create, *at_event, "--event", "nothing", *password)[0] == 1
    assert find_user_id("o@example.org") is None
    assert run(context, *create, *at_event, *password)[0] == 0
    assert roles() == [(event_id, Role.DOOR_LEAD)]
    # The account is there: no password is asked for, and the role takes the place of the other.
    assert run(context, *create, "--role", "reader", "--event", "ortenau-digital-2027")[0] == 0
    assert run(context, *create, "--role", "organiser")[0] == 0
    assert run(context, *create, "--role", "owner")[0] == 0
    assert roles() == [(event_id, Role.READER), (None, Role.OWNER)]


def roles() -> list[tuple[int | None, Role]]:
    db.session.rollback()
    found = db.session.scalars(select(Membership).order_by(Membership.id))
    return [(each.event_id, each.role) for each in found]


def test_demo_does_not_start_outside_the_demo(context: Flask) -> None:
    code, output = run(context, "demo")
    assert code == 1
    assert "ORTENAUDIGITAL_MODE=demo" in output


def test_demo_does_not_start_where_something_else_answers(
    context: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(context.config, "MODE", "demo")
    with socket.create_server((HERE, 0)) as other:
        port = other.getsockname()[1]
        code, output = run(context, "demo", "--port", str(port))
    assert (code, is_taken(port)) == (1, False)
    assert f"port {port} is taken" in output


def test_demo_seeds_twice_alike(context: Flask) -> None:
    counts = []
    for _ in range(2):
        with transaction():
            seed(utc_now())
        exhibitors = count_exhibitors(get_event("ortenau-digital-2027"))
        counts.append((len(list_event_names()), exhibitors))
    assert counts[0] == counts[1]
    # Three more dates of the showroom among them.
    assert counts[0][0] == 7
    # Somebody in each state but the first, which passes by itself.
    assert {state for state, number in counts[0][1].items() if not number} == {"unconfirmed"}


def test_restored_has_phones_fetch_the_list_anew(context: Flask) -> None:
    event = make_event()
    cursors = {newest_cursor(event.id)}
    for _ in range(2):
        code, words = run(context, "restored")
        assert code == 0
        assert "new door list" in words
        db.session.rollback()
        cursors.add(newest_cursor(event.id))
    assert len(cursors) == 3
