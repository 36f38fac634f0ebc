"""Passwords are hashed, which takes long on purpose, while nobody waits for the database."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from ortenaudigital.accounts import commands
from ortenaudigital.kernel.db import WRITES, db
from tests.factories import PASSWORD
from tests.web.cast import Stage
from tests.web.forms import submit

BETTER = "Rathausturm gelb Kastanie sieben"


def _change(client: FlaskClient, _: Stage) -> None:
    own = {"current": PASSWORD, "password": BETTER}
    submit(client, "/orga/konto", "/orga/konto/passwort", **own)


def _reset(client: FlaskClient, stage: Stage) -> None:
    submit(client, f"/orga/passwort/{stage.values['reset_key']}", password=BETTER)


def _join(client: FlaskClient, stage: Stage) -> None:
    link = f"/orga/einladung/{stage.values['team_key']}"
    submit(client, link, name="Nele", password=BETTER)


def _by_command(client: FlaskClient, _: Stage) -> None:
    arguments = ["user", "create", "--email", "o@example.org", "--role", "owner"]
    client.application.test_cli_runner().invoke(args=[*arguments, "--password", BETTER])


@pytest.mark.one_database("SQLite is what has one lock for all who write")
@pytest.mark.parametrize("way", [_change, _reset, _join, _by_command])
def test_no_password_is_hashed_while_others_wait(
    organiser: FlaskClient,
    stage: Stage,
    monkeypatch: pytest.MonkeyPatch,
    way: Callable[[FlaskClient, Stage], None],
) -> None:
    held: list[bool] = []
    usual = commands.hash_password

    def noted(password: str) -> str:
        held.append(bool(db.session().info.get(WRITES)))
        return str(usual(password))

    monkeypatch.setattr(commands, "hash_password", noted)
    way(organiser, stage)
    assert held == [False]
