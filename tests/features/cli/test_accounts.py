"""Accounts on the command line: locked, opened again, and written down."""

from flask import Flask
from sqlalchemy import select

from ortenaudigital.accounts.factors.queries import get_factors
from ortenaudigital.audit.models import Entry
from ortenaudigital.kernel.db import db
from tests.accounts.factors import give_app
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


def test_whoever_lost_everything_is_helped_and_it_is_written_down(context: Flask) -> None:
    user = make_organiser("o@example.org")
    give_app("o@example.org")
    reset = ("user", "recover", "--yes", "--email")
    code, said = run(context, *reset, "nobody@example.org")
    assert (code, "there is no account" in said) == (1, True)
    assert run(context, *reset, "o@example.org")[0] == 0
    db.session.rollback()
    assert not get_factors(user.id).some
    entry = db.session.scalars(select(Entry).order_by(Entry.id.desc())).first()
    assert entry is not None
    assert (entry.action, entry.actor) == ("accounts.factors_reset", "command line")
