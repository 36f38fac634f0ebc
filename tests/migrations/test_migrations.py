"""Migrations go up and down with data in the tables, and end where the models are."""

from pathlib import Path

import pytest
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import inspect

from ortenaudigital.db import db
from ortenaudigital.factory import create_app
from tests.conftest import DATABASES, Databases, make_config
from tests.factories import make_booking, make_device, make_event, make_exhibitor, make_organiser


@pytest.mark.parametrize("kind", DATABASES)
def test_migrations_go_up_and_down_with_data(
    kind: str, databases: Databases, tmp_path: Path
) -> None:
    app = create_app(make_config(databases.new(kind), tmp_path))
    with app.app_context():
        upgrade()
        event = make_event()
        make_booking(event, number=2)
        make_exhibitor(event)
        make_device(event)
        make_organiser()
        db.session.remove()
        check()
        downgrade(revision="base")
        assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
        upgrade()
        check()
        db.engine.dispose()


def test_readyz_sees_a_missing_migration(databases: Databases, tmp_path: Path) -> None:
    app = create_app(make_config(databases.sqlite(), tmp_path))
    client = app.test_client()
    missing = client.get("/readyz")
    assert missing.status_code == 503
    assert missing.get_json() == {"status": "migrations missing"}
    with app.app_context():
        upgrade()
        db.session.remove()
    assert client.get("/readyz").status_code == 200
    with app.app_context():
        db.engine.dispose()
