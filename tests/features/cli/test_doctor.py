import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, inspect

from ortenaudigital.factory import create_app
from ortenaudigital.health.commands import TRIGRAM_INDEX
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.config import MailServer
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.commands import mark_sent
from ortenaudigital.outbox.queries import list_letters
from ortenaudigital.outbox.trouble import note_trouble
from tests.conftest import make_config
from tests.factories import BOOKED_AT, TOWN_FILE, make_booking, make_event, make_towns
from tests.smtp import IN_THE_WILD, Inbox, free_port, smtp_server


@pytest.fixture
def inbox(context: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Inbox]:
    port = free_port()
    monkeypatch.setattr(context.extensions["mail"], "port", port)
    with smtp_server(port) as inbox:
        yield inbox


def examine(app: Flask) -> tuple[int, dict[str, str]]:
    """Let the doctor look; return how it ended and what was said about each part."""
    result = app.test_cli_runner().invoke(args=["doctor"])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    said = re.findall(r"^(?:ok  |MEND)  (\w+)(?:: (.*))?$", result.output, re.MULTILINE)
    return result.exit_code, dict(said)


def test_a_sound_installation_needs_nothing(context: Flask, inbox: Inbox) -> None:
    make_booking(make_event(), utc_now())
    code, said = examine(context)
    assert code == 0, said
    assert list(said) == [
        *("configuration", "database", "migrations", "writing", "keys", "clock"),
        *("towns", "letters"),
        *("disk", "proxy", "mail", "fonts", "documents"),
    ]
    assert set(said.values()) == {""}


def test_a_server_without_pg_trgm_is_no_fault_but_said(context: Flask, inbox: Inbox) -> None:
    output = context.test_cli_runner().invoke(args=["doctor"]).output
    indexes = inspect(db.engine).get_indexes("booking_search")
    slow = db.engine.dialect.name == "postgresql" and TRIGRAM_INDEX not in {
        index["name"] for index in indexes
    }
    assert ("note  search: " in output) == slow
    assert ("CREATE EXTENSION pg_trgm" in output) == slow


def test_a_key_that_does_not_fit_the_bookings_is_found(
    context: Flask, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_booking(make_event())
    monkeypatch.setitem(context.config, "TICKET_KEY", "another-key".ljust(32, "x"))
    code, said = examine(context)
    assert code == 1
    assert said["keys"].startswith("TICKET_KEY is not the one")


def test_a_mail_server_that_refuses_the_password_is_found(
    context: Flask, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(context.extensions["mail"], "username", "olga")
    monkeypatch.setattr(context.extensions["mail"], "password", "falsch")
    code, said = examine(context)
    assert code == 1
    assert "check MAIL_SERVER" in said["mail"]


@pytest.mark.parametrize("mode", ["sender-refused", "quota", "relay-denied", "rcpt-fqdn"])
def test_a_mail_server_that_takes_no_letter_is_found(
    context: Flask, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    monkeypatch.setattr(context.extensions["mail"], "port", port)
    monkeypatch.setitem(context.config, "MAIL_EHLO_NAME", "shop")
    with smtp_server(port, habits=IN_THE_WILD[mode]) as inbox:
        code, said = examine(context)
    assert code == 1
    assert "check MAIL_SERVER and what belongs to it, and the sender" in said["mail"]
    assert not inbox.letters


def test_the_doctor_sends_nothing(context: Flask, inbox: Inbox) -> None:
    assert examine(context)[1]["mail"] == ""
    assert inbox.asked == 1
    assert not inbox.letters
    assert inbox.tried == 0


def test_what_keeps_letters_waiting_is_said(context: Flask, inbox: Inbox) -> None:
    make_booking(make_event())
    with transaction():
        note_trouble("554 5.7.1 <erika@example.org>: Relay access denied", BOOKED_AT)
    code, said = examine(context)
    assert code == 1
    assert said["mail"] == (
        "all letters wait since 2027-06-01 12:00 UTC: 554 5.7.1 …: Relay access denied"
    )
    with transaction():
        mark_sent(list_letters()[0].id, BOOKED_AT)
    assert examine(context)[1]["mail"] == "", "no letter waits any more"


def test_a_database_that_does_not_answer_is_said_in_a_line(
    context: Flask, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = create_engine("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    monkeypatch.setitem(db.engines, None, nowhere)
    code, said = examine(context)
    assert code == 1
    assert "check DATABASE_URL" in said["database"]
    assert "migrations" not in said
    assert said["mail"] == ""


def test_samples_are_not_fit_for_production(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/doctor.sqlite3"
    config = make_config(url, tmp_path, mode="production", base_url="https://tickets.example.org")
    app = create_app(config)
    _, said = examine(app)
    assert "MAIL_DEFAULT_SENDER is a sample" in said["configuration"]
    assert said["migrations"] == "run: flask --app wsgi db upgrade"
    assert "keys" not in said
    own = replace(
        config,
        mail=MailServer(port=2525, sender="Ortenau Digital <tickets@kehl.de>"),
    )
    app.config["CONFIG"] = own
    assert examine(app)[1]["configuration"] == ""
    with app.app_context():
        db.engine.dispose()


def test_what_the_imprint_lacks_is_said(context: Flask, inbox: Inbox) -> None:
    assert examine(context)[1]["towns"].startswith("no town runs these pages")
    make_towns(TOWN_FILE.replace("stadt@kehl.example", "stadt@example.org"))
    make_event()
    assert examine(context)[1]["towns"] == ""
    make_towns(re.sub(r'\n(phone|representative) = ".*"', "", TOWN_FILE))
    code, said = examine(context)
    assert code == 1
    assert said["towns"] == (
        "kehl: representative is missing (imprint, § 5 DDG) and 3 more; "
        "`flask --app wsgi town check` lists them"
    )
