"""The names that held events become towns with a host, and the way back."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask_migrate import check, downgrade, upgrade

from ortenaudigital.events.queries import get_event
from ortenaudigital.factory import create_app
from ortenaudigital.kernel.db import db
from ortenaudigital.towns.queries import find_operator, list_towns
from tests.conftest import DATABASES, Databases, make_config
from tests.factories import make_event

BEFORE = "known_words"
NAMES = '["Stadt Lahr", "Stadt Kehl", "Förderverein Straßburg e. V.", "Stadt Lahr"]'


def execute(statement: str, **values: object) -> None:
    with db.engine.begin() as connection:
        connection.execute(sa.text(statement), values)


def names_of(slug: str) -> object:
    query = sa.text("SELECT organisers FROM event WHERE slug = :slug")
    with db.engine.connect() as connection:
        return connection.execute(query.columns(organisers=sa.JSON), {"slug": slug}).scalar_one()


@pytest.mark.parametrize("kind", DATABASES)
def test_names_of_before_become_towns(
    kind: str, databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(make_config(databases.migrated(kind), tmp_path))
    with app.app_context():
        make_event(slug="mit-namen")
        make_event(slug="ohne-namen")
        db.session.remove()

        downgrade(revision=BEFORE)
        assert names_of("mit-namen") == ["Stadt Kehl", "Stadt Lahr"]
        execute("UPDATE event SET organisers = :names WHERE slug = 'mit-namen'", names=NAMES)
        execute("UPDATE event SET organisers = '[]' WHERE slug = 'ohne-namen'")

        monkeypatch.setenv("OPERATOR_NAME", "Stadt Offenburg")
        monkeypatch.setenv("OPERATOR_EMAIL", "digital@offenburg.example")
        upgrade()
        check()
        assert {town.slug for town in list_towns()} == {
            *("offenburg", "lahr", "kehl", "foerderverein-strassburg-e-v")
        }
        operator = find_operator()
        assert operator is not None
        assert (operator.short_name, operator.email) == ("Offenburg", "digital@offenburg.example")
        assert operator.address == "Hauptstraße 90, 77652 Offenburg"
        event = get_event("mit-namen")
        # The town of the venue is the host.
        assert event.host is not None
        assert event.host.name == "Stadt Kehl"
        co_organisers = [town.name for town in event.co_organisers]
        assert co_organisers == ["Förderverein Straßburg e. V.", "Stadt Lahr"]
        assert [town.slug for town in get_event("ohne-namen").organisers] == ["offenburg"]
        db.session.remove()

        downgrade(revision=BEFORE)
        assert sorted(names_of("mit-namen")) == sorted(
            ["Stadt Kehl", "Stadt Lahr", "Förderverein Straßburg e. V."]
        )
        assert names_of("mit-namen")[0] == "Stadt Kehl"
        upgrade()
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize("kind", DATABASES)
def test_nothing_is_made_up_where_nothing_was_said(
    kind: str, databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(make_config(databases.migrated(kind), tmp_path))
    with app.app_context():
        make_event()
        db.session.remove()
        downgrade(revision=BEFORE)
        execute("UPDATE event SET organisers = '[]'")
        upgrade()
        assert list_towns() == []
        assert get_event("ortenau-digital-2027").host is None
        db.session.remove()
        db.engine.dispose()
