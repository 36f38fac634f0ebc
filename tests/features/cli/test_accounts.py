"""Accounts on the command line: locked, opened again, and written down."""

from flask import Flask
from sqlalchemy import select

from ortenaudigital.audit.models import Entry
from ortenaudigital.kernel.db import db
from tests.factories import make_organiser
from tests.features.cli.test_commands import run


def test_an_account_is_locked_and_opened_again_and_it_is_written_down(context: Flask) -> None:
    user = make_organiser("o@example.org")
    for command in ("lock", "lock", "unlock"):
        assert run(context, "user", command, "--email", "o@example.org")[0] == 0
    about = select(Entry).where(Entry.subject == f"user:{user.id}").order_by(Entry.id)
    found = [each for each in db.session.scalars(about) if each.action.endswith("locked")]
    assert [(each.action, each.details["changes"]) for each in found] == [
        ("accounts.locked", [["may_log_in", True, False]]),
        ("accounts.unlocked", [["may_log_in", False, True]]),
    ]
    assert run(context, "user", "lock", "--email", "nobody@example.org")[0] == 1
